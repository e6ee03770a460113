package dev.keepstone.net.harness;

import dev.keepstone.net.auth.DirectoryDesk;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.AeronPlayerTransport;
import dev.keepstone.net.gateway.GatewayAgent;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.gateway.LocalWorldLink;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerPasses;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/** A gateway on real Aeron with a memory world, each on a thread of its own. */
public final class AeronServer implements AutoCloseable {
  private final SecureRandom random = new SecureRandom();
  private final MemoryQueue toWorld = new MemoryQueue(10_000);
  private final MemoryQueue fromWorld = new MemoryQueue(10_000);
  private final AtomicLong faultCount = new AtomicLong();
  private final AtomicLong driverErrorCount = new AtomicLong();
  private final MediaDriver driver;
  private final Aeron aeron;
  private final PasswordPool pool;
  private final AgentRunner runner;
  private final Thread worldThread;

  public final GatewayCounters counters = new GatewayCounters();
  public final MemoryAccounts accounts = new MemoryAccounts();
  public final MemoryWorld world = new MemoryWorld(toWorld, fromWorld);
  public final ServerIdentity identity = ServerIdentity.generate(random);
  public final GatewayAgent gateway;
  public final PlayerPasses passes;

  public AeronServer(GatewayConfig config) {
    passes = new PlayerPasses(config.maxSessions(), SystemNanoClock.INSTANCE);
    driver =
        MediaDriver.launch(
            DriverSettings.server(
                CommonContext.generateRandomDirName(),
                config.maxSessions(),
                error -> driverErrorCount.incrementAndGet(),
                passes,
                config.drainLimit()));
    aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .errorHandler(error -> faultCount.incrementAndGet()));
    world.names(accounts::nameOf);
    AeronPlayerTransport transport;
    try {
      transport =
          new AeronPlayerTransport(
              aeron, config, counters, passes, SystemNanoClock.INSTANCE, random);
    } catch (RuntimeException e) {
      CloseHelper.quietCloseAll(aeron, driver);
      throw e;
    }
    pool =
        new PasswordPool(
            config.password(),
            new PasswordHashing(config.password().kdf(), random),
            SystemNanoClock.INSTANCE);
    gateway =
        new GatewayAgent(
            config,
            transport,
            new LocalWorldLink(
                config.gatewayNumber(),
                toWorld,
                fromWorld,
                new DirectoryDesk(
                    accounts, pool, new LoginGuard(config.lockout(), SystemNanoClock.INSTANCE))),
            identity,
            random,
            SystemNanoClock.INSTANCE,
            counters);
    runner =
        new AgentRunner(
            new SleepingMillisIdleStrategy(1),
            error -> faultCount.incrementAndGet(),
            null,
            gateway);
    AgentRunner.startOnThread(runner);
    worldThread = new Thread(world::run, "memory-world");
    worldThread.start();
  }

  /** Exceptions that reached the gateway's thread or its Aeron client; must stay 0. */
  public long faultCount() {
    return faultCount.get();
  }

  /** The driver's folder. */
  public Path aeronDirectory() {
    return Path.of(driver.aeronDirectoryName());
  }

  /** What the media driver has stumbled over. */
  public long driverErrorCount() {
    return driverErrorCount.get();
  }

  @Override
  public void close() {
    worldThread.interrupt();
    CloseHelper.quietCloseAll(runner, pool, aeron, driver);
  }
}
