package dev.keepstone.net.server;

import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.CloseEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.replay.InboxRecorder;
import dev.keepstone.ecs.world.World;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.DirectoryDesk;
import dev.keepstone.net.auth.LoginGuard;
import dev.keepstone.net.auth.PasswordHashing;
import dev.keepstone.net.auth.PasswordPool;
import dev.keepstone.net.gateway.AeronPlayerTransport;
import dev.keepstone.net.gateway.GatewayAgent;
import dev.keepstone.net.gateway.GatewayCounters;
import dev.keepstone.net.gateway.LocalWorldLink;
import dev.keepstone.net.gateway.TransportException;
import dev.keepstone.net.seal.IdentityException;
import dev.keepstone.net.seal.IdentityFile;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.server.metrics.LastSave;
import dev.keepstone.net.server.metrics.MetricsEndpoint;
import dev.keepstone.net.server.metrics.ServerMetrics;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.LinkState;
import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultCounter;
import dev.keepstone.persistence.vault.VaultIdle;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One whole server in this process: store, media driver, vault, world, gateway, in this order; it
 * stops in the opposite one. Started, described and stopped by one thread.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private static final String IPC = "aeron:ipc";

  /** Snapshots of 1 000 players with 200 near each are 3.9 MB a tick; the window is half a term. */
  private static final String IPC_OUTBOX = "aeron:ipc?term-length=16m";

  private static final int INBOX_STREAM = 100;
  private static final int OUTBOX_STREAM = 101;
  private static final int VAULT_RING_BYTES = 4 * 1024 * 1024;
  private static final long IDLE_MS = 1;
  private static final long POLL_MS = 10;
  private static final long FAREWELLS_MS = 2_000;
  private static final long COUNTERS_NS = TimeUnit.MINUTES.toNanos(1);

  private final ServerConfig config;
  private final CloseStack opened;
  private final CountDownLatch stopSignal = new CountDownLatch(1);
  private final CountDownLatch stopComplete = new CountDownLatch(1);
  private final PlayerPasses passes;
  private final ServerIdentity identity;
  private final OpenStore store;
  private final LiveSettings settings;
  private final Outbox worldInbox;
  private final World world;
  private final WorldAgent worldAgent;
  private final VaultAgent vault;
  private final GatewayAgent gateway;
  private final CounterLog counterLog = new CounterLog();
  private final @Nullable LinkedGateways linked;
  private final LastSave lastSave;
  private final LedgerKeeper ledger;
  private final @Nullable MetricsEndpoint metrics;
  private volatile boolean stopping;
  private final @Nullable RecorderAgent recording;
  private boolean stopped;
  private boolean saved;

  /**
   * Starts everything; blocks until players can come in.
   *
   * @throws ServerStartException saying what is wrong and what to do; nothing is left running then
   */
  public static Server start(ServerConfig config) {
    CloseStack opened = new CloseStack();
    try {
      Server server = new Server(config, opened);
      ShutdownSignals.onSignal(server::onStopSignal, server.stopComplete);
      return server;
    } catch (StoreException | TransportException | IdentityException e) {
      opened.close();
      throw new ServerStartException(e.getMessage(), e);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private Server(ServerConfig config, CloseStack opened) {
    this.config = config;
    this.opened = opened;
    store = opened.add(OpenStore.open(config));
    settings = new LiveSettings(store.store(), System.nanoTime());
    SecureRandom random = new SecureRandom();
    identity = IdentityFile.loadOrCreate(config.dataFolder().resolve("identity.key"), random);

    passes = new PlayerPasses(config.gateway().maxSessions(), SystemNanoClock.INSTANCE);
    MediaDriver driver =
        opened.add(
            MediaDriver.launch(
                DriverSettings.server(
                    config.dataFolder().resolve("aeron").toString(),
                    config.gateway().maxSessions(),
                    FaultReporter.ofDriver("media driver", this::onFatal),
                    passes,
                    config.gateway().drainLimit())));
    Aeron aeron = opened.add(AeronClients.connect(driver, this::onFatal));

    // The receiving ends first: an Aeron publication without them takes nothing.
    AeronInbox inbox = new AeronInbox(aeron.addSubscription(IPC, INBOX_STREAM));
    AeronInbox outbox = new AeronInbox(aeron.addSubscription(IPC, OUTBOX_STREAM));
    worldInbox = new AeronOutbox(aeron.addPublication(IPC, INBOX_STREAM));
    Outbox gatewayOutbox =
        new AeronOutbox(aeron.addExclusivePublication(IPC_OUTBOX, OUTBOX_STREAM));
    MessageRing vaultRing = new MessageRing(VAULT_RING_BYTES);

    vault =
        new VaultAgent(
            config.persistence().vault(),
            store.store(),
            vaultRing,
            worldInbox,
            SystemNanoClock.INSTANCE,
            SystemEpochClock.INSTANCE,
            new FaultReporter("vault", this::onFatal),
            LoadCheck.against(config.content()));
    PasswordPool pool =
        opened.add(
            new PasswordPool(
                config.gateway().password(),
                new PasswordHashing(config.gateway().password().kdf(), random),
                SystemNanoClock.INSTANCE));
    LoginGuard guard = new LoginGuard(config.gateway().lockout(), SystemNanoClock.INSTANCE);
    AccountDesk accounts =
        new DirectoryDesk(
            new StoredAccounts(
                store.accounts(),
                store.store(),
                SystemEpochClock.INSTANCE,
                config.gateway().charactersPerAccount(),
                () -> settings.get().registrationOpen()),
            pool,
            guard);
    linked =
        config.gateways().keyFile() == null
            ? null
            : new LinkedGateways(config, worldInbox, accounts, random, opened, this::onFatal);
    int gatewayNumber = config.gateway().gatewayNumber();
    List<Outbox> gateways =
        GatewayOutboxes.of(
            gatewayNumber, gatewayOutbox, linked == null ? List.of() : linked.links().outboxes());
    recording = RecorderAgent.open(config, gateways.size());
    InboxRecorder recorder = recording == null ? null : recording.recorder();
    world =
        opened.add(
            new World(
                config.world(),
                config.content(),
                recorder == null ? inbox : recorder.inbox(inbox),
                recorder == null ? gateways : recorder.outboxes(gateways),
                recorder == null ? vaultRing : recorder.outbox(vaultRing),
                SystemNanoClock.INSTANCE));
    GatewayCounters gatewayCounters = new GatewayCounters();
    gateway =
        new GatewayAgent(
            config.gateway(),
            new AeronPlayerTransport(
                aeron, config.gateway(), gatewayCounters, passes, SystemNanoClock.INSTANCE, random),
            new LocalWorldLink(gatewayNumber, worldInbox, outbox, accounts),
            identity,
            random,
            SystemNanoClock.INSTANCE,
            gatewayCounters);
    counterLog.world(world.counters());
    counterLog.vault(vault.counters());
    counterLog.gateway(gatewayCounters);
    counterLog.passwords(pool);
    counterLog.transport(passes.counters());
    if (recording != null) {
      run(recording); // closed after the world: the last tick is in the file
    }
    run(vault, VaultIdle.strategy());
    worldAgent =
        new WorldAgent(world, recorder, SystemNanoClock.INSTANCE, config.world().tickLengthNs());
    run(worldAgent);
    run(gateway);
    if (linked != null) {
      counterLog.link(linked.counters());
      run(linked.links());
    }
    ledger =
        opened.add(
            new LedgerKeeper(config.persistence().ledger(), store.store(), config.ledgerFolder()));
    lastSave =
        new LastSave(() -> vault.counters().get(VaultCounter.ROWS_DURABLE), System.nanoTime());
    metrics = openMetrics(gatewayCounters, pool, guard);
  }

  private @Nullable MetricsEndpoint openMetrics(
      GatewayCounters counters, PasswordPool pool, LoginGuard guard) {
    int port = config.metrics().portFor(config.gateway().port());
    if (port == 0) {
      return null;
    }
    ServerMetrics all = opened.add(new ServerMetrics());
    all.world(world.counters(), world.tickTimes());
    all.ticks(worldAgent::durationsNs, worldAgent::rebases);
    all.vault(vault.counters(), vault::linkState);
    all.store(store.description(), lastSave);
    all.settings(() -> settings.get().revision(), () -> settings.get().registrationOpen() ? 1 : 0);
    all.ledger(ledger::entries, ledger::archived, ledger::failures);
    all.gateway(counters);
    all.transport(passes.counters());
    if (linked != null) {
      all.link(linked.counters(), linked.links()::gatewayCount);
    }
    all.passwords(pool, guard);
    MetricsEndpoint endpoint =
        OpenMetrics.open(config.metrics().isChosen(), port, all, this::complaint);
    return endpoint == null ? null : opened.add(endpoint);
  }

  /** What is wrong with this server, empty when nothing is. Any thread. */
  private String complaint() {
    if (stopping) {
      return "stopping";
    }
    LinkState link = vault.linkState();
    if (link != LinkState.READY) {
      return "the store is away: link=" + link + "; saves wait, logins are refused";
    }
    return "";
  }

  private void run(Agent agent) {
    run(agent, new SleepingMillisIdleStrategy(IDLE_MS));
  }

  private void run(Agent agent, IdleStrategy idleStrategy) {
    AgentRunner runner =
        new AgentRunner(
            idleStrategy, new FaultReporter(agent.roleName(), this::onFatal), null, agent);
    AgentRunner.startOnThread(opened.add(runner));
  }

  /** What an operator should know, a line each. The last one starts with "ready". */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "players   "
            + address()
            + " (UDP), then Aeron on ports "
            + PlayerChannels.requestPort(config.gateway().port(), 0)
            + " to "
            + PlayerChannels.lastPort(config.gateway().port(), config.gateway().portPairs())
            + " (UDP)");
    if (linked != null) {
      lines.add(linked.describe());
    }
    lines.add("identity  " + identity.fingerprint());
    lines.addAll(store.describe());
    ZoneMap spawnZone = config.content().zones().spawnZone();
    int zones = config.content().zones().count();
    lines.add(
        String.format(
            Locale.ROOT,
            "world     %s, %d x %d tiles%s, %d ticks a second; changes are saved within %.1f s",
            spawnZone.name(),
            spawnZone.widthTiles(),
            spawnZone.heightTiles(),
            zones == 1 ? "" : ", and " + (zones - 1) + " more zones",
            config.world().tickRateHz(),
            config.world().flushWindowTicks() / (double) config.world().tickRateHz()));
    lines.add("settings  " + LiveSettings.text(settings.get()));
    if (metrics != null) {
      lines.add("metrics   http://127.0.0.1:" + metrics.port() + "/metrics (and /health)");
    }
    lines.add("data      " + ServerPaths.shown(config.dataFolder()));
    if (recording != null) {
      lines.add("recording " + ServerPaths.shown(recording.file()));
    }
    lines.add(
        "join      java -jar net/target/keepstone.jar play --server "
            + address()
            + " --user NAME --register");
    lines.add("ready");
    return lines;
  }

  /** {@code HOST:PORT} for clients; an IPv6 host in brackets. */
  public String address() {
    String host = config.gateway().host();
    boolean isBare = host.indexOf(':') >= 0 && host.charAt(0) != '[';
    return (isBare ? '[' + host + ']' : host) + ":" + config.gateway().port();
  }

  /** The identity that clients pin. */
  public String fingerprint() {
    return identity.fingerprint();
  }

  /**
   * Waits for SIGINT, SIGTERM or SIGHUP, for the death of a part, or until another server has taken
   * over our name. Meanwhile tells the log once a minute what was counted.
   */
  public void awaitStopSignal() throws InterruptedException {
    long nextCountersNs = System.nanoTime() + COUNTERS_NS;
    while (!stopSignal.await(1, TimeUnit.SECONDS)) {
      if (vault.linkState() == LinkState.SUPERSEDED) {
        LOG.error(
            "another server runs under this name on this store, so this one stops: server-name={};"
                + " give each its own keepstone.persistence.server-name",
            config.persistence().vault().serverName());
        return;
      }
      lastSave.sample(System.nanoTime());
      settings.refresh(System.nanoTime());
      if (System.nanoTime() - nextCountersNs >= 0) {
        nextCountersNs += COUNTERS_NS;
        counterLog.tell();
      }
    }
  }

  /** A part of the server is gone for good: stop, and save what can still be saved. */
  private void onFatal() {
    if (!stopping) {
      LOG.error("a part of this server has died: stopping it; start it again when it has ended");
    }
    stopSignal.countDown();
  }

  private void onStopSignal() {
    if (stopSignal.getCount() == 0) {
      LOG.info("still saving everybody; please wait");
    }
    stopSignal.countDown();
  }

  /**
   * Refuses newcomers, lets everybody leave with a confirmed save, and ends everything in order.
   * Bounded by {@code keepstone.server.stop-timeout} and a few seconds.
   *
   * @return whether everything is saved; what isn't is named in the log
   */
  public boolean stop() {
    if (stopped) {
      return saved;
    }
    stopped = true;
    stopping = true;
    gateway.refuseNewcomers();
    if (linked != null) {
      linked.links().refuseNewcomers();
    }
    boolean superseded = vault.linkState() == LinkState.SUPERSEDED;
    long lostBefore = world.counters().get(WorldCounter.PLAYERS_LOST);
    boolean worldClosed = closeWorld();
    await(() -> gateway.sessionCount() == 0, FAREWELLS_MS);
    partFromGateways();
    vault.requestClose();
    boolean vaultClosed = worldClosed && await(vault::isClosed, config.stopTimeoutMs());
    if (!worldClosed || !vaultClosed) {
      LOG.error(
          "not everything was saved in time: worldClosed={} vaultClosed={} vaultLink={}"
              + " stopTimeoutMs={}; what the store has confirmed is there at the next start",
          worldClosed,
          vaultClosed,
          vault.linkState(),
          config.stopTimeoutMs());
    }
    long lost = world.counters().get(WorldCounter.PLAYERS_LOST) - lostBefore;
    if (lost > 0) {
      LOG.error(
          "players left unsaved because their records were not ours any more: players={}", lost);
    }
    counterLog.tell();
    boolean inFiles = store.snapshot();
    opened.close();
    LOG.info("ticks: {}", worldAgent.describeTicks());
    saved =
        worldClosed && vaultClosed && !superseded && lost == 0 && inFiles && store.stoppedCleanly();
    stopComplete.countDown();
    return saved;
  }

  /** Farewells first: the world has told everybody by now, and each link is in order. */
  private void partFromGateways() {
    if (linked != null) {
      linked.links().sayGoodbye();
      await(() -> linked.links().gatewayCount() == 0, FAREWELLS_MS);
    }
  }

  private boolean closeWorld() {
    UnsafeBuffer buffer =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + CloseEncoder.BLOCK_LENGTH]);
    new CloseEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).unused((short) 0);
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.stopTimeoutMs());
    boolean told =
        await(() -> worldInbox.offer(buffer, 0, buffer.capacity()), config.stopTimeoutMs());
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    return told && await(world::isClosed, leftMs);
  }

  private static boolean await(BooleanSupplier condition, long timeoutMs) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs >= 0) {
        return false;
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Stops when it was not stopped. */
  @Override
  public void close() {
    stop();
  }
}
