package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
  private static final long START_NS = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private final TokenBucket bucket = new TokenBucket(60, 30, START_NS);

  @Test
  void givesABurstAndThenTheRate() {
    assertThat(takenAt(0)).isEqualTo(60);
    assertThat(takenAt(1)).isEqualTo(30);
    // The clock has wrapped by now, as System.nanoTime may.
    assertThat(takenAt(3)).isEqualTo(60);
    assertThat(takenAt(100)).isEqualTo(60);
  }

  @Test
  void losesNoFractionOfAToken() {
    assertThat(takenAt(0)).isEqualTo(60);

    int taken = 0;
    for (int ms = 10; ms <= 10_000; ms += 10) {
      if (bucket.tryTake(START_NS + TimeUnit.MILLISECONDS.toNanos(ms))) {
        taken++;
      }
    }

    assertThat(taken).isEqualTo(300);
  }

  private int takenAt(int second) {
    int taken = 0;
    while (bucket.tryTake(START_NS + TimeUnit.SECONDS.toNanos(second))) {
      taken++;
    }
    return taken;
  }
}
