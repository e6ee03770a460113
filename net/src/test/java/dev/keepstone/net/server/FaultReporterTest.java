package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.transport.DriverSettings;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.DriverTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which faults end a server in order, and which it lives with. */
class FaultReporterTest {
  private static final long TIMEOUT_S = 10;

  @TempDir private Path folder;

  private final AtomicInteger fatal = new AtomicInteger();
  private final FaultReporter reporter = new FaultReporter("test", fatal::incrementAndGet);

  @Test
  void livesWithWhatLeavesTheThreadRunning() {
    reporter.onError(new IllegalStateException("one message"));
    reporter.onError(new AeronException("a warning", AeronException.Category.WARN));

    assertThat(fatal).hasValue(0);
  }

  @Test
  void saysThatAThreadOrTheDriverIsGone() {
    reporter.onError(new OutOfMemoryError("for the test"));
    reporter.onError(new AgentTerminationException());
    reporter.onError(new DriverTimeoutException("for the test"));

    assertThat(fatal).hasValue(3);
  }

  @Test
  void aDamagedDatagramDoesNotEndTheDriver() {
    var ofDriver = FaultReporter.ofDriver("test", fatal::incrementAndGet);

    ofDriver.onError(new AeronException("a frame of the wrong length"));
    assertThat(fatal).hasValue(0);
    ofDriver.onError(new InternalError("a page of a log could not be written"));
    assertThat(fatal).hasValue(1);
  }

  @Test
  void hearsWhenTheMediaDriverEnds() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    MediaDriver driver =
        MediaDriver.launch(DriverSettings.client(folder.resolve("aeron").toString(), reporter));
    try (Aeron aeron = AeronClients.connect(driver, ended::countDown)) {
      assertThat(aeron.isClosed()).isFalse();
      driver.close();

      assertThat(ended.await(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
    } finally {
      driver.close();
    }
  }
}
