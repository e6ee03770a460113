package dev.keepstone.net.server;

import dev.keepstone.net.gateway.AeronPlayerTransport;
import dev.keepstone.net.gateway.GatewayAgent;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.gateway.TransportException;
import dev.keepstone.net.link.LinkCounters;
import dev.keepstone.net.link.RemoteWorldLink;
import dev.keepstone.net.seal.IdentityException;
import dev.keepstone.net.seal.IdentityFile;
import dev.keepstone.net.seal.LinkKeyFile;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.server.metrics.MetricsEndpoint;
import dev.keepstone.net.server.metrics.ServerMetrics;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.embedded.DataFolderLock;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway in a process of its own: media drivers, the link to the world, and the same agent that
 * serves players in a server. It keeps nothing of a player: when it dies, they go on through
 * another one. Started, described and stopped by one thread.
 */
public final class GatewayProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayProcess.class);

  /**
   * A first link that takes longer is a mistake of configuration; later ones are tried for ever.
   */
  private static final long FIRST_LINK_NS = TimeUnit.SECONDS.toNanos(15);

  private static final long IDLE_MS = 1;
  private static final long POLL_MS = 20;
  private static final long COUNTERS_NS = TimeUnit.MINUTES.toNanos(1);

  private final GatewayProcessConfig config;
  private final InetSocketAddress world;
  private final CloseStack opened;
  private final CountDownLatch stopSignal = new CountDownLatch(1);
  private final CountDownLatch stopComplete = new CountDownLatch(1);
  private final ServerIdentity identity;
  private final RemoteWorldLink link;
  private final CounterLog counterLog = new CounterLog();
  private final @Nullable MetricsEndpoint metrics;
  private volatile boolean hasDied;
  private boolean isStopped;

  /**
   * Starts everything; blocks until players can come in.
   *
   * @param keyFile a copy of the server's
   * @param world the server's port for gateways
   * @throws ServerStartException saying what is wrong and what to do; nothing is left running then
   */
  public static GatewayProcess start(
      GatewayProcessConfig config, Path keyFile, InetSocketAddress world) {
    CloseStack opened = new CloseStack();
    try {
      GatewayProcess gateway = new GatewayProcess(config, keyFile, world, opened);
      ShutdownSignals.onSignal(gateway.stopSignal::countDown, gateway.stopComplete);
      gateway.awaitFirstLink();
      return gateway;
    } catch (StoreException | TransportException | IdentityException e) {
      opened.close();
      throw new ServerStartException(e.getMessage(), e);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private GatewayProcess(
      GatewayProcessConfig config, Path keyFile, InetSocketAddress world, CloseStack opened) {
    this.config = config;
    this.world = world;
    this.opened = opened;
    SecureRandom random = new SecureRandom();
    byte[] key = LinkKeyFile.load(keyFile);
    opened.add(DataFolderLock.take(config.dataFolder(), config.minFreeBytes()));
    identity = IdentityFile.loadOrCreate(config.dataFolder().resolve("identity.key"), random);
    PlayerPasses passes =
        new PlayerPasses(config.gateway().maxSessions(), SystemNanoClock.INSTANCE);
    Aeron players =
        connect(
            DriverSettings.server(
                config.dataFolder().resolve("aeron").toString(),
                config.gateway().maxSessions(),
                FaultReporter.ofDriver("media driver", this::onFatal),
                passes,
                config.gateway().drainLimit()));
    Aeron toWorld =
        connect(
            DriverSettings.linkToWorld(
                config.dataFolder().resolve("aeron-link").toString(),
                FaultReporter.ofDriver("link driver", this::onFatal)));
    LinkCounters linkCounters = new LinkCounters();
    link = new RemoteWorldLink(world, key, toWorld, random, SystemNanoClock.INSTANCE, linkCounters);
    Arrays.fill(key, (byte) 0);
    GatewayCounters counters = new GatewayCounters();
    GatewayAgent agent =
        new GatewayAgent(
            config.gateway(),
            new AeronPlayerTransport(
                players, config.gateway(), counters, passes, SystemNanoClock.INSTANCE, random),
            link,
            identity,
            random,
            SystemNanoClock.INSTANCE,
            counters);
    counterLog.gateway(counters);
    counterLog.transport(passes.counters());
    counterLog.link(linkCounters);
    AgentRunner runner =
        new AgentRunner(
            new SleepingMillisIdleStrategy(IDLE_MS),
            new FaultReporter(agent.roleName(), this::onFatal),
            null,
            agent);
    AgentRunner.startOnThread(opened.add(runner));
    metrics = openMetrics(counters, passes, linkCounters);
  }

  private Aeron connect(MediaDriver.Context context) {
    return opened.add(AeronClients.connect(opened.add(MediaDriver.launch(context)), this::onFatal));
  }

  private @Nullable MetricsEndpoint openMetrics(
      GatewayCounters counters, PlayerPasses passes, LinkCounters linkCounters) {
    int port = config.metrics().portFor(config.gateway().port());
    if (port == 0) {
      return null;
    }
    ServerMetrics all = opened.add(new ServerMetrics());
    all.gatewayOf(worldAddress());
    all.gateway(counters);
    all.transport(passes.counters());
    all.link(linkCounters, () -> link.isUp() ? 1 : 0);
    MetricsEndpoint endpoint =
        OpenMetrics.open(config.metrics().isChosen(), port, all, link::complaint);
    return endpoint == null ? null : opened.add(endpoint);
  }

  private void awaitFirstLink() {
    long deadlineNs = System.nanoTime() + FIRST_LINK_NS;
    while (!link.isUp()) {
      try {
        if (System.nanoTime() - deadlineNs >= 0
            || stopSignal.await(POLL_MS, TimeUnit.MILLISECONDS)) {
          throw new ServerStartException(link.complaint());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerStartException("interrupted while waiting for the world", e);
      }
    }
  }

  /** What an operator should know, a line each. The last one starts with "ready". */
  public List<String> describe() {
    String address = config.gateway().host() + ":" + config.gateway().port();
    List<String> lines = new ArrayList<>();
    lines.add(
        "players   "
            + address
            + " (UDP), then Aeron on ports "
            + PlayerChannels.requestPort(config.gateway().port(), 0)
            + " to "
            + PlayerChannels.lastPort(config.gateway().port(), config.gateway().portPairs())
            + " (UDP)");
    lines.add("identity  " + identity.fingerprint());
    lines.add("world     linked to " + worldAddress());
    if (metrics != null) {
      lines.add("metrics   http://127.0.0.1:" + metrics.port() + "/metrics (and /health)");
    }
    lines.add("data      " + ServerPaths.shown(config.dataFolder()));
    lines.add("ready");
    return lines;
  }

  private String worldAddress() {
    return world.getHostString() + ":" + world.getPort();
  }

  /** Waits for SIGINT, SIGTERM or SIGHUP, or for the death of a part. */
  public void awaitStopSignal() throws InterruptedException {
    long nextCountersNs = System.nanoTime() + COUNTERS_NS;
    while (!stopSignal.await(1, TimeUnit.SECONDS)) {
      if (System.nanoTime() - nextCountersNs >= 0) {
        nextCountersNs += COUNTERS_NS;
        counterLog.tell();
      }
    }
  }

  private void onFatal() {
    LOG.error("a part of this gateway has died: stopping it; start it again when it has ended");
    hasDied = true;
    stopSignal.countDown();
  }

  /**
   * Hangs up on everybody, tells the world, and ends everything in order. Their bodies stay in the
   * world for the grace.
   *
   * @return whether it was asked to stop, and no part has died
   */
  public boolean stop() {
    if (!isStopped) {
      isStopped = true;
      counterLog.tell();
      opened.close();
      stopComplete.countDown();
    }
    return !hasDied;
  }

  /** Stops when it was not stopped. */
  @Override
  public void close() {
    stop();
  }
}
