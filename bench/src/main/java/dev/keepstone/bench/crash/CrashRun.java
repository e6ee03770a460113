package dev.keepstone.bench.crash;

import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.persistence.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets bots play, kills something at a random moment, starts it again, waits until they are back,
 * holds them still and compares; over and over. One thread, and one for the probe.
 */
final class CrashRun implements AutoCloseable {
  private static final Duration ENTER_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration BACK_TIMEOUT = Duration.ofMinutes(2);

  /** How long they play before a kill. */
  private static final int MIN_PLAY_MS = 1_500;

  private static final int PLAY_SPREAD_MS = 4_000;

  /** Longer than a commit on its way takes; far shorter than the silence that ends a session. */
  private static final long SETTLE_MS = 400;

  private final CrashPlan plan;
  private final @Nullable CutRedis cutRedis;
  private final ServerRig server;
  private final BotsRig bots;
  private final LedgerTail tail;
  private final StoreCheck check;
  private final CrashReport report;
  private final SplittableRandom random;
  private final List<KillTarget> targets = new ArrayList<>();

  /** Hears how far it is. */
  interface Progress {
    void show(String what, int done, int of);
  }

  CrashRun(CrashPlan plan, RunFolder folder) {
    this.plan = plan;
    cutRedis =
        plan.target() == KillTarget.POWER ? new CutRedis(folder.file("cut"), plan.fsync()) : null;
    server = new ServerRig(folder, plan.settings(), cutRedis == null ? null : cutRedis.uri());
    bots = new BotsRig(folder, plan.bots(), plan.botSeed());
    tail = new LedgerTail(folder.ledger());
    check = new StoreCheck(plan.mayLose());
    report = new CrashReport(plan);
    random = new SplittableRandom(plan.seed());
  }

  /** Runs all cycles, ends in order and compares once more. */
  CrashReport run(Progress progress) {
    if (cutRedis != null) {
      cutRedis.start();
    }
    server.start();
    server.awaitReady();
    try (ClientDriver driver = new ClientDriver()) {
      LoginProbe probe = new LoginProbe(driver, server.address(), server.key());
      probe.register();
      enter(progress);
      new Benefactor(server, driver).give(tail.everEntered());
      tail.read();
      tail.forgetHoldings();
      for (int cycle = 1; cycle <= plan.cycles() && report.isSound(); cycle++) {
        cycle(cycle, probe);
        progress.show("crashing", cycle, plan.cycles());
      }
    }
    end();
    return report;
  }

  /** What was found so far. */
  CrashReport report() {
    return report;
  }

  private void enter(Progress progress) {
    bots.start(server);
    boolean entered =
        Pauses.until(
            () -> {
              tail.read();
              progress.show("entering", tail.everEntered().size(), plan.bots());
              return tail.everEntered().size() == plan.bots();
            },
            ENTER_TIMEOUT);
    if (!entered) {
      report.problem("only " + tail.everEntered().size() + " of " + plan.bots() + " bots got in");
    }
  }

  private void cycle(int number, LoginProbe probe) {
    Pauses.ms(MIN_PLAY_MS + random.nextInt(PLAY_SPREAD_MS));
    KillTarget target = next();
    tail.read();
    long killedNs = System.nanoTime();
    kill(target);
    tail.listenFrom(System.currentTimeMillis());
    if (target.killsServer()) {
      server.start();
    }
    if (target == KillTarget.BOTS) {
      bots.start(server);
    }
    report.cycle(target);
    CompletableFuture<Long> login =
        target == KillTarget.BOTS
            ? CompletableFuture.completedFuture(killedNs)
            : CompletableFuture.supplyAsync(
                () -> probe.awaitLogin(BACK_TIMEOUT), task -> new Thread(task, "probe").start());
    long redisReadyNs = target.killsRedis() ? awaitRedis() : 0;
    boolean back =
        Pauses.until(
            () -> {
              tail.read();
              return tail.heard() >= plan.mostBots();
            },
            BACK_TIMEOUT);
    report.back(target, System.nanoTime() - killedNs);
    if (!back) {
      report.problem(
          "cycle "
              + number
              + ": only "
              + tail.heard()
              + " of "
              + plan.bots()
              + " bots are back after killing "
              + target);
    }
    judge(number, target, login.join(), redisReadyNs);
    compare();
  }

  private KillTarget next() {
    if (targets.isEmpty()) {
      targets.addAll(
          plan.target() == KillTarget.RANDOM
              ? List.of(KillTarget.SERVER, KillTarget.REDIS, KillTarget.BOTH, KillTarget.BOTS)
              : List.of(plan.target()));
    }
    return targets.remove(random.nextInt(targets.size()));
  }

  private void kill(KillTarget target) {
    long redis = server.redisPid();
    if (target.killsServer()) {
      server.process().kill();
    }
    if (cutRedis != null) {
      cutRedis.cut();
      cutRedis.start();
    } else if (target.killsRedis()) {
      Signals.kill(redis);
    }
    if (target == KillTarget.BOTS) {
      bots.process().kill();
    }
  }

  private long awaitRedis() {
    if (!Pauses.until(server::isStoreReady, BACK_TIMEOUT)) {
      report.problem("Redis is not ready again: see redis/redis.log in the data folder");
    }
    return System.nanoTime();
  }

  private void judge(int number, KillTarget target, long loginNs, long redisReadyNs) {
    if (loginNs == 0) {
      report.problem("cycle " + number + ": logins are not accepted after killing " + target);
      return;
    }
    // After a power cut Redis is up before the server is even started.
    if (target == KillTarget.REDIS || target == KillTarget.BOTH) {
      report.loginAfterRedis(loginNs - redisReadyNs);
    }
    if (target.killsServer()) {
      report.loginAfterRestart(loginNs - server.process().startedNs());
    }
  }

  private void compare() {
    bots.freeze();
    try (Store store = server.openStore()) {
      Pauses.ms(SETTLE_MS);
      tail.read();
      report.add(check.check(store, tail), tail.acknowledged());
    } finally {
      bots.thaw();
    }
  }

  /** Bots are gone, the server stops in order: then the whole world is judged at once. */
  private void end() {
    bots.close();
    if (!server.stop()) {
      report.problem("the server did not stop in order: see its log");
    }
    tail.read();
    Findings last = checkStopped();
    if (last.moving() != 0) {
      report.problem("something moves in a world that is stopped: holders=" + last.moving());
    }
    report.add(last, tail.acknowledged());
  }

  private Findings checkStopped() {
    if (cutRedis == null) {
      return StoppedStore.with(server.config(), store -> check.check(store, tail));
    }
    try (Store store = server.openStore()) {
      return check.check(store, tail);
    }
  }

  /** Ends every process that is left. Any thread, also while it runs. */
  @Override
  public void close() {
    bots.close();
    server.close();
    if (cutRedis != null) {
      cutRedis.close();
    }
  }
}
