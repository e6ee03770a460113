package dev.keepstone.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong nowNs = new AtomicLong();

  @Test
  void aLogGetsALineAMinute() {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), false, nowNs::get);
    for (int cycle = 1; cycle <= 10; cycle++) {
      nowNs.addAndGet(TimeUnit.SECONDS.toNanos(16));
      bar.show("cycles", cycle, 200);
    }
    assertThat(written.toString().lines())
        .containsExactly("cycles       4 of 200", "cycles       8 of 200");
  }

  @Test
  void aTerminalSeesTheBarGrowAndGo() {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), true, nowNs::get);
    bar.show("cycles", 1, 2);
    assertThat(written.toString()).isEqualTo("\rcycles     [###############               ]  50 %");
    bar.show("cycles", 2, 2);
    assertThat(written.toString()).endsWith("\r").contains("100 %");
  }
}
