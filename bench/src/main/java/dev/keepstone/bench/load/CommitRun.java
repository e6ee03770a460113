package dev.keepstone.bench.load;

import com.sun.management.OperatingSystemMXBean;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerBalances;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.vault.VaultConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The measurement: seconds of commits through the vault, with rows flushed beside them where that
 * is wanted, in turn with as many SETs down a raw socket and by redis-benchmark.
 */
final class CommitRun implements LoadRun {
  private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int WARM_UP_ROUNDS = 3;
  private static final int LEDGER_SLICE = 1_000;

  private final CommitPlan plan;
  private final LoadStore store;
  private final @Nullable RedisBenchmark redisBenchmark;
  private final RecordShape shape;
  private final LoadStage stage;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long tick = 1;

  CommitRun(
      CommitPlan plan,
      LoadStore store,
      VaultConfig vaultConfig,
      @Nullable RedisBenchmark redisBenchmark,
      LoadStage.Progress progress) {
    this.plan = plan;
    this.store = store;
    this.redisBenchmark = redisBenchmark;
    shape = RecordShape.ofTrader(plan.recordBytes());
    stage = new LoadStage(plan.traders(), plan.players(), shape, store, vaultConfig, progress);
  }

  @Override
  public void cancel() {
    stage.cancel();
  }

  @Override
  public CommitReport run() {
    return stage.run(
        cast -> {
          CommitReport report = measure(cast.world());
          LoadedTrades trades = cast.world().trades();
          report.checked(
              trades.durable(),
              trades.refused() + cast.world().rejected(),
              stage.wrongRecords(cast),
              unbalanced(cast));
          return report;
        });
  }

  private CommitReport measure(LoadedWorld world) {
    CommitReport report = new CommitReport(plan);
    // Half of what is in flight in one packet, so that the socket is as busy as the vault's.
    int together = Math.max(1, plan.inFlight() / 2);
    int packets = plan.inFlight() == 1 ? 1 : 2;
    try (RawSets raw =
        new RawSets(store.connect(), plan.traders(), plan.recordBytes(), together, packets)) {
      for (int round = -WARM_UP_ROUNDS; round < plan.seconds(); round++) {
        stage.step("measuring", round + WARM_UP_ROUNDS, plan.seconds() + WARM_UP_ROUNDS);
        CommitReport into = round < 0 ? new CommitReport(plan) : report;
        int commits = commitRound(world, into);
        double rawRate = commits * 1e9 / raw.run(commits);
        into.addLimits(rawRate, redisBenchmark == null ? 0 : redisBenchmark.run(commits));
      }
    }
    stage.step("measuring", 1, 1);
    return report;
  }

  /** A second of commits and what it takes to have all answers; returns how many there were. */
  private int commitRound(LoadedWorld world, CommitReport report) {
    LoadedTrades trades = world.trades();
    trades.latenciesUs().reset();
    tick++;
    world.change(plan.flushedRows());
    long durableBefore = trades.durable();
    long clientCpuNs = system.getProcessCpuTime();
    double serverCpuS = store.cpuSeconds();
    long startNs = System.nanoTime();
    long committedNs = startNs;
    int left = plan.flushedRows();
    long nowNs = startNs;
    while (nowNs - startNs < ROUND_NS
        || trades.inFlight() > 0
        || world.settled() < plan.flushedRows()) {
      int work = nowNs - startNs < ROUND_NS ? trade(trades) : 0;
      int flushed = left == 0 ? 0 : world.offer(left - notDue(nowNs - startNs), tick);
      left -= flushed;
      long durable = trades.durable();
      work += flushed + world.poll();
      nowNs = System.nanoTime();
      if (trades.durable() != durable) {
        committedNs = nowNs;
      }
      if (work == 0) {
        stage.rest(startNs, "commits");
      }
    }
    int commits = (int) (trades.durable() - durableBefore);
    if (commits == 0) {
      throw new LoadException("no commit became durable: refused=" + trades.refused());
    }
    double roundS = (nowNs - startNs) / 1e9;
    report.add(
        commits * 1e9 / (committedNs - startNs),
        plan.flushedRows() / roundS,
        trades.latenciesUs(),
        (system.getProcessCpuTime() - clientCpuNs) / 1e9 / roundS,
        (store.cpuSeconds() - serverCpuS) / roundS);
    return commits;
  }

  private int trade(LoadedTrades trades) {
    int offered = 0;
    while (trades.inFlight() < plan.inFlight() && trades.offer(tick)) {
      offered++;
    }
    return offered;
  }

  /** Rows of this round whose turn has not come after so long. */
  private int notDue(long elapsedNs) {
    long rows = plan.flushedRows();
    return (int) (rows - rows * Math.min(elapsedNs, ROUND_NS) / ROUND_NS);
  }

  /** What the whole ledger says, against what players have and how many commits there were. */
  private long unbalanced(LoadStage.Cast cast) {
    LedgerBalances balances = new LedgerBalances();
    long entries = 0;
    List<LedgerEntry> slice;
    do {
      slice = Answers.await(cast.redis().readLedger(balances.throughId(), LEDGER_SLICE));
      slice.forEach(balances::apply);
      entries += slice.size();
    } while (!slice.isEmpty());
    LoadedTrades trades = cast.world().trades();
    long unbalanced = Math.abs(entries - trades.durable());
    for (int row = 0; row < plan.traders(); row++) {
      Holder player = new Holder(Holder.Kind.PLAYER, row + 1L);
      long received = balances.of(player).getOrDefault(0, 0L);
      unbalanced += trades.coins(row) == shape.coins() + received ? 0 : 1;
    }
    return unbalanced;
  }
}
