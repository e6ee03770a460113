package dev.keepstone.bench.players;

import com.sun.management.OperatingSystemMXBean;
import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.crash.ServerRig;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.LoadRun;
import dev.keepstone.bench.load.LoadStage;
import dev.keepstone.bench.soak.ServerFigures;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The measurement: rounds of the game and of plain UDP in turn, so that whatever else the machine
 * does hits both alike. The game server is one process for all rounds; its players leave before a
 * round of plain UDP and come back after it.
 */
final class PlayersRun implements LoadRun, AutoCloseable {
  /** Who is not in by then counts as dropped: a thousand take half of that where all is well. */
  private static final long ENTER_NS = TimeUnit.SECONDS.toNanos(90);

  private static final long REST_NS = 500_000;
  private static final int SPARE_SESSIONS = 50;
  private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(1);
  private static final int DIGITS = 3;

  private final PlayersPlan plan;
  private final LoadStage.Progress progress;
  private final ServerRig server;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private volatile boolean cancelled;

  PlayersRun(PlayersPlan plan, RunFolder folder, LoadStage.Progress progress) {
    this.plan = plan;
    this.progress = progress;
    server =
        new ServerRig(
            folder,
            List.of(
                "keepstone.ecs.tick-rate-hz = " + plan.hz(),
                "keepstone.ecs.max-players = " + (plan.players() + SPARE_SESSIONS),
                // Those of the round before may still be hanging up when the next ones come.
                "keepstone.net.max-sessions = " + (2 * plan.players() + SPARE_SESSIONS),
                "keepstone.net.port-pairs = " + plan.ports(),
                "keepstone.net.drain-limit = " + (plan.isStock() ? 1 : 64),
                // What is measured is play: nobody shall wait for passwords.
                "keepstone.net.password { memory-kib = 64, iterations = 1 }"),
            "memory");
  }

  @Override
  public LoadReport run() {
    PlayersReport report = new PlayersReport(plan);
    server.start();
    server.awaitReady();
    for (int round = 0; round < plan.rounds(); round++) {
      // The first round of the game says how long an update is.
      boolean gameFirst = (round & 1) == 0;
      PlayersReport.Game game = gameFirst ? game(round) : null;
      PlayersReport.Plain plain =
          plain(round, game == null ? report.updateBytes() : game.updateBytes());
      report.add(game == null ? game(round) : game, plain);
    }
    progress.show("measuring", 1, 1);
    return report;
  }

  private PlayersReport.Game game(int round) {
    try (Crowd crowd = new GameCrowd(plan, server.address(), server.key(), System.nanoTime())) {
      int playing = 0;
      long limitNs = System.nanoTime() + ENTER_NS;
      while (playing < plan.players() && System.nanoTime() - limitNs < 0) {
        playing = crowd.enter(System.nanoTime());
        step("entering", playing, plan.players());
        LockSupport.parkNanos(REST_NS);
      }
      play(crowd, TimeUnit.SECONDS.toNanos(plan.warmUpSeconds()), "game", round);
      Histogram roundTripsUs = newHistogram();
      crowd.countInto(roundTripsUs);
      long pid = server.process().pid();
      ThreadTimes before = ThreadTimes.of(pid);
      long ownCpuNs = system.getProcessCpuTime();
      double machineS = MachineTime.busySeconds();
      long startNs = System.nanoTime();
      play(crowd, TimeUnit.SECONDS.toNanos(plan.seconds()), "game", round);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      ThreadTimes after = ThreadTimes.of(pid);
      double serverCores = after.secondsSince(before, name -> true) / seconds;
      double playersCores = (system.getProcessCpuTime() - ownCpuNs) / 1e9 / seconds;
      double allCores = (MachineTime.busySeconds() - machineS) / seconds;
      return new PlayersReport.Game(
          roundTripsUs,
          crowd.lost(),
          crowd.inputs() / seconds / plan.players(),
          crowd.updates() / seconds / plan.players(),
          meanBytesPerSecond(),
          after.secondsSince(before, PlayersRun::isTransport) / seconds,
          after.secondsSince(before, "gateway"::equals) / seconds,
          after.secondsSince(before, "world"::equals) / seconds,
          serverCores,
          playersCores,
          Math.max(0, allCores - serverCores - playersCores),
          plan.hz());
    }
  }

  private PlayersReport.Plain plain(int round, int updateBytes) {
    long nowNs = System.nanoTime();
    try (PlainServer plainServer = new PlainServer(plan, updateBytes);
        Crowd crowd = new PlainCrowd(plan, plainServer.address(), nowNs)) {
      play(crowd, TimeUnit.SECONDS.toNanos(plan.warmUpSeconds()), "plain UDP", round);
      Histogram roundTripsUs = newHistogram();
      crowd.countInto(roundTripsUs);
      long cpuNs = plainServer.cpuNs();
      long startNs = System.nanoTime();
      play(crowd, TimeUnit.SECONDS.toNanos(plan.seconds()), "plain UDP", round);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      return new PlayersReport.Plain(
          roundTripsUs,
          crowd.inputs() / seconds / plan.players(),
          crowd.updates() / seconds / plan.players(),
          (plainServer.cpuNs() - cpuNs) / 1e9 / seconds);
    }
  }

  private void play(Crowd crowd, long durationNs, String what, int round) {
    long startNs = System.nanoTime();
    long nowNs = startNs;
    while (nowNs - startNs < durationNs) {
      int work = crowd.play(nowNs);
      step(
          what + " " + (round + 1),
          (int) TimeUnit.NANOSECONDS.toMillis(nowNs - startNs),
          (int) TimeUnit.NANOSECONDS.toMillis(durationNs));
      if (work == 0) {
        LockSupport.parkNanos(REST_NS);
      }
      nowNs = System.nanoTime();
    }
  }

  /** The driver's thread bears the name of its folder; the others are those of its client. */
  private static boolean isTransport(String thread) {
    return thread.startsWith("/") || thread.startsWith("aeron-");
  }

  private double meanBytesPerSecond() {
    return ServerFigures.of(server.metricsPort())
        .sum("keepstone_gateway_player_bytes_per_second{of=\"mean\"}");
  }

  private static Histogram newHistogram() {
    return new Histogram(LONGEST_US, DIGITS);
  }

  private void step(String what, int done, int of) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    progress.show(what, done, of);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    server.close();
  }
}
