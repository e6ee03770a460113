package dev.keepstone.net.client;

import dev.keepstone.net.transport.DriverSettings;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.CloseHelper;

/**
 * The embedded media driver and Aeron client that any number of {@link GameClient}s in this process
 * share. Its folder has a random name and is deleted at the end.
 */
public final class ClientDriver implements AutoCloseable {
  private static final long CONDUCTOR_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private final AtomicLong errorCount = new AtomicLong();
  private final HostResolver resolver = new HostResolver();
  private final SecureRandom random = new SecureRandom();
  private final MediaDriver driver;
  private final Aeron aeron;

  /** Starts the driver's thread and the Aeron client's; blocks for some tens of milliseconds. */
  public ClientDriver() {
    driver =
        MediaDriver.launch(
            DriverSettings.client(
                CommonContext.generateRandomDirName(), error -> errorCount.incrementAndGet()));
    try {
      aeron =
          Aeron.connect(
              new Aeron.Context()
                  .aeronDirectoryName(driver.aeronDirectoryName())
                  .idleSleepDurationNs(CONDUCTOR_IDLE_NS)
                  .errorHandler(error -> errorCount.incrementAndGet())
                  .subscriberErrorHandler(new RethrowingErrorHandler()));
    } catch (RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  /** What driver and Aeron client stumbled over, such as an address that cannot be resolved. */
  public long errorCount() {
    return errorCount.get();
  }

  /** For tests that speak below the client. */
  Aeron aeron() {
    return aeron;
  }

  ClientLink connect(ServerAddress server) {
    return new AeronClientLink(aeron, server, resolver.resolve(server.host()), random);
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(resolver, aeron, driver);
  }
}
