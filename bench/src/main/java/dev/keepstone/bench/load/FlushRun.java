package dev.keepstone.bench.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultConfig;
import dev.keepstone.persistence.vault.VaultCounter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The measurement: rounds of the vault, of the raw socket and of redis-benchmark in turn, so that
 * whatever else the machine does hits all of them alike. Everything but the vault runs on the
 * calling thread.
 */
final class FlushRun implements LoadRun {
  private final FlushPlan plan;
  private final LoadStore store;
  private final @Nullable RedisBenchmark redisBenchmark;
  private final LoadStage stage;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long tick = 1;

  FlushRun(
      FlushPlan plan,
      LoadStore store,
      VaultConfig vaultConfig,
      @Nullable RedisBenchmark redisBenchmark,
      LoadStage.Progress progress) {
    this.plan = plan;
    this.store = store;
    this.redisBenchmark = redisBenchmark;
    stage =
        new LoadStage(
            0,
            plan.players(),
            RecordShape.ofBytes(plan.recordBytes()),
            store,
            vaultConfig,
            progress);
  }

  @Override
  public void cancel() {
    stage.cancel();
  }

  @Override
  public FlushReport run() {
    return stage.run(
        cast -> {
          FlushReport report = measure(cast);
          report.rejected(cast.world().rejected());
          report.wrongRecords(stage.wrongRecords(cast));
          return report;
        });
  }

  private FlushReport measure(LoadStage.Cast cast) {
    VaultAgent vault = cast.vault();
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
        stage.step("measuring", round + plan.warmUpRounds(), plan.rounds() + plan.warmUpRounds());
        // Whoever goes second finds the caches warm: so both do, in turn.
        boolean vaultFirst = (round & 1) == 0;
        double rawRate = vaultFirst ? 0 : rawRound(raw);
        batches = vault.counters().flushDurationUs(batches);
        long[] ids = allocating(cast.vaultThread());
        long allocatedBefore = allocated(ids);
        long clientCpuNs = system.getProcessCpuTime();
        double serverCpuS = store.cpuSeconds();
        long durationNs = flush(cast.world());
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
    stage.step("measuring", 1, 1);
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
        stage.rest(startNs, "a flush");
      }
    }
    return System.nanoTime() - startNs;
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
}
