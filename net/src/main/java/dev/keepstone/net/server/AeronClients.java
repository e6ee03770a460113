package dev.keepstone.net.server;

import dev.keepstone.net.transport.DriverSettings;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import java.util.concurrent.TimeUnit;

/** Aeron clients of drivers in this process. */
final class AeronClients {
  private static final long CONDUCTOR_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private AeronClients() {}

  /**
   * Starts the client's thread.
   *
   * @param onFatal called when it does not go on
   */
  static Aeron connect(MediaDriver driver, Runnable onFatal) {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .idleSleepDurationNs(CONDUCTOR_IDLE_NS)
            .driverTimeoutMs(DriverSettings.PAUSE_MS)
            .errorHandler(new FaultReporter("aeron", onFatal)));
  }
}
