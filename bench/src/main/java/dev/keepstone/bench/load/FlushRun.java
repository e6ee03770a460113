package dev.keepstone.bench.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.LinkState;
import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultConfig;
import dev.keepstone.persistence.vault.VaultCounter;
import dev.keepstone.persistence.vault.VaultIdle;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The measurement: rounds of the vault, of the raw socket and of redis-benchmark in turn, so that
 * whatever else the machine does hits all of them alike. Everything but the vault runs on the
 * calling thread.
 */
final class FlushRun {
  private static final int VAULT_RING_BYTES = 4 * 1024 * 1024;
  private static final int WORLD_RING_BYTES = 4 * 1024 * 1024;
  private static final int SEED_AT_ONCE = 64;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_NS = 20_000;
  private static final byte[] GET = {'G', 'E', 'T'};
  private static final byte[] SET = {'S', 'E', 'T'};

  private final FlushPlan plan;
  private final LoadStore store;
  private final VaultConfig vaultConfig;
  private final Progress progress;
  private final @Nullable RedisBenchmark redisBenchmark;
  private final RecordShape shape;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private volatile boolean cancelled;
  private long tick = 1;

  FlushRun(
      FlushPlan plan,
      LoadStore store,
      VaultConfig vaultConfig,
      @Nullable RedisBenchmark redisBenchmark,
      Progress progress) {
    this.plan = plan;
    this.store = store;
    this.vaultConfig = vaultConfig;
    this.redisBenchmark = redisBenchmark;
    this.progress = progress;
    shape = new RecordShape(plan.recordBytes());
  }

  /** Ends the run soon, by a LoadException. Any thread. */
  void cancel() {
    cancelled = true;
  }

  private void step(String what, int done, int of) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    progress.show(what, done, of);
  }

  /** Hears how far a run is. */
  interface Progress {
    void show(String what, int done, int of);
  }

  /**
   * Measures.
   *
   * @throws LoadException when the store fails under it
   */
  FlushReport run() {
    MessageRing toVault = new MessageRing(VAULT_RING_BYTES);
    MessageRing toWorld = new MessageRing(WORLD_RING_BYTES);
    LoadedWorld world = new LoadedWorld(plan.players(), shape.state(), toWorld, toVault);
    try (RespSocket socket = store.connect();
        RedisStore redis = store.open()) {
      seed(socket);
      VaultAgent vault =
          new VaultAgent(
              vaultConfig,
              redis,
              toVault,
              toWorld,
              SystemNanoClock.INSTANCE,
              SystemEpochClock.INSTANCE,
              fault::set,
              LoadCheck.withoutContent());
      try (AgentRunner runner = new AgentRunner(VaultIdle.strategy(), fault::set, null, vault)) {
        AgentRunner.startOnThread(runner);
        await(() -> vault.linkState() == LinkState.READY, "the vault's link");
        await(() -> login(world), "the players");
        FlushReport report = measure(world, vault, runner.thread());
        report.rejected(world.rejected());
        report.wrongRecords(compare(world, socket));
        vault.requestClose();
        await(vault::isClosed, "the vault to close");
        return report;
      }
    }
  }

  private void seed(RespSocket socket) {
    int waiting = 0;
    for (int id = 1; id <= plan.players(); id++) {
      socket.put(SET, ascii(Keys.player(id)), shape.newRecord(id));
      waiting++;
      if (waiting == SEED_AT_ONCE || id == plan.players()) {
        socket.send();
        for (; waiting > 0; waiting--) {
          socket.receive();
        }
        step("filling", id, plan.players());
      }
    }
  }

  private boolean login(LoadedWorld world) {
    boolean done = world.login();
    if (world.poll() == 0) {
      LockSupport.parkNanos(REST_NS);
    }
    if (done && world.rejected() > 0) {
      throw new LoadException("the vault refused claims: refused=" + world.rejected());
    }
    return done;
  }

  private FlushReport measure(LoadedWorld world, VaultAgent vault, Thread vaultThread) {
    FlushReport report = new FlushReport(plan);
    try (RawSets raw =
        new RawSets(
            store.connect(),
            plan.players(),
            plan.recordBytes(),
            plan.batchRows(),
            plan.batchesInFlight())) {
      Histogram batches = null;
      for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
        step("measuring", round + plan.warmUpRounds(), plan.rounds() + plan.warmUpRounds());
        // Whoever goes second finds the caches warm: so both do, in turn.
        boolean vaultFirst = (round & 1) == 0;
        double rawRate = vaultFirst ? 0 : rawRound(raw);
        batches = vault.counters().flushDurationUs(batches);
        long[] ids = allocating(vaultThread);
        long allocatedBefore = allocated(ids);
        long clientCpuNs = system.getProcessCpuTime();
        double serverCpuS = store.cpuSeconds();
        long durationNs = flush(world);
        serverCpuS = store.cpuSeconds() - serverCpuS;
        clientCpuNs = system.getProcessCpuTime() - clientCpuNs;
        long allocatedBytes = allocated(ids) - allocatedBefore;
        batches = vault.counters().flushDurationUs(batches);
        rawRate = vaultFirst ? rawRound(raw) : rawRate;
        double benchmarkRate = redisBenchmark == null ? 0 : redisBenchmark.run(plan.dirtyRows());
        if (round >= 0) {
          report.add(
              rate(durationNs),
              rawRate,
              benchmarkRate,
              batches,
              allocatedBytes,
              clientCpuNs,
              serverCpuS);
        }
      }
    }
    step("measuring", 1, 1);
    report.retries(vault.counters().get(VaultCounter.RETRIES));
    return report;
  }

  private double rawRound(RawSets raw) {
    return rate(raw.run(plan.dirtyRows()));
  }

  private double rate(long durationNs) {
    return plan.dirtyRows() * 1e9 / durationNs;
  }

  /** From the first row handed over until the last is confirmed. */
  private long flush(LoadedWorld world) {
    int rows = plan.dirtyRows();
    tick++;
    world.change(rows);
    long startNs = System.nanoTime();
    int left = rows;
    while (world.settled() < rows) {
      int offered = left == 0 ? 0 : world.offer(left, tick);
      left -= offered;
      if (world.poll() == 0 && offered == 0) {
        checkAlive(startNs, "a flush");
        LockSupport.parkNanos(REST_NS);
      }
    }
    return System.nanoTime() - startNs;
  }

  private void await(BooleanSupplier condition, String what) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      checkAlive(startNs, what);
      LockSupport.parkNanos(REST_NS);
    }
  }

  private void checkAlive(long startNs, String what) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    Throwable seen = fault.get();
    if (seen != null) {
      throw new LoadException("the vault failed: " + seen, seen);
    }
    if (System.nanoTime() - startNs > PATIENCE_NS) {
      throw new LoadException("waited in vain for " + what + ": seconds=60; see the log above");
    }
  }

  /** Threads whose garbage a flush costs: the vault's and those of the Redis client. */
  private long[] allocating(Thread vaultThread) {
    return Arrays.stream(threads.dumpAllThreads(false, false))
        .filter(
            info ->
                info.getThreadName().startsWith("lettuce-")
                    || info.getThreadId() == vaultThread.getId())
        .mapToLong(info -> info.getThreadId())
        .toArray();
  }

  private long allocated(long[] ids) {
    return Arrays.stream(threads.getThreadAllocatedBytes(ids)).filter(bytes -> bytes > 0).sum();
  }

  /** Records that are not, byte for byte, what the world has. */
  private int compare(LoadedWorld world, RespSocket socket) {
    PlayerCodec codec = new PlayerCodec();
    PlayerRecord record = new PlayerRecord();
    RecordHeader header = new RecordHeader();
    PlayerStateCodec states = new PlayerStateCodec();
    ExpandableArrayBuffer stored = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
    ExpandableArrayBuffer known = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
    int wrong = 0;
    for (int row = 0; row < plan.players(); row++) {
      socket.put(GET, ascii(Keys.player(row + 1L)));
      socket.send();
      boolean same = false;
      if (socket.receive() instanceof byte[] bytes
          && codec.decode(bytes, row + 1L, record) == DecodeOutcome.OK) {
        PlayerState state = world.state(row, 0);
        // The tick at which a row was written is in its play time; everything else must agree.
        record.state.playtimeMs = state.playtimeMs;
        int storedBytes = states.encode(record.state, stored, 0);
        int knownBytes = states.encode(state, known, 0);
        same =
            storedBytes == knownBytes
                && stored.compareTo(known) == 0
                && header.wrap(bytes).version() == world.version(row)
                && record.name.equals(shape.name())
                && bytes.length == plan.recordBytes();
      }
      wrong += same ? 0 : 1;
      if (row % 1_000 == 0) {
        step("comparing", row, plan.players());
      }
    }
    step("comparing", plan.players(), plan.players());
    return wrong;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
