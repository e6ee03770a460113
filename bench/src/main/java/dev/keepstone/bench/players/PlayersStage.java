package dev.keepstone.bench.players;

import com.sun.management.OperatingSystemMXBean;
import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.crash.ServerRig;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.LoadStage;
import dev.keepstone.bench.soak.ServerFigures;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What measurements with players play on: a server in a process of its own, crowds on the calling
 * thread, and the processor times of both.
 */
final class PlayersStage implements AutoCloseable {
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

  /**
   * What a crowd and its server did in a while.
   *
   * @param before of the server's threads
   * @param after of the server's threads
   * @param playersSeconds processor time of this process
   * @param allSeconds processor time of the whole machine
   */
  record Measured(
      Histogram roundTripsUs,
      double seconds,
      ThreadTimes before,
      ThreadTimes after,
      double playersSeconds,
      double allSeconds) {
    double serverSeconds() {
      return after.secondsSince(before, name -> true);
    }

    double transportSeconds() {
      return after.secondsSince(before, PlayersStage::isTransport);
    }

    double threadSeconds(String name) {
      return after.secondsSince(before, name::equals);
    }

    /** Of the machine's other processes. */
    double othersCores() {
      return Math.max(0, allSeconds - serverSeconds() - playersSeconds) / seconds;
    }
  }

  PlayersStage(PlayersPlan plan, RunFolder folder, LoadStage.Progress progress) {
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

  /** Returns when players can come in. */
  void start() {
    server.start();
    server.awaitReady();
  }

  /** Brings everybody in, or as many as come; the caller closes the crowd. */
  Crowd enter() {
    Crowd crowd = new GameCrowd(plan, server.address(), server.key(), System.nanoTime());
    try {
      int playing = 0;
      long limitNs = System.nanoTime() + ENTER_NS;
      while (playing < plan.players() && System.nanoTime() - limitNs < 0) {
        playing = crowd.enter(System.nanoTime());
        step("entering", playing, plan.players());
        LockSupport.parkNanos(REST_NS);
      }
      return crowd;
    } catch (RuntimeException e) {
      crowd.close();
      throw e;
    }
  }

  /** Lets a crowd play. */
  void play(Crowd crowd, int seconds, String what) {
    long durationNs = TimeUnit.SECONDS.toNanos(seconds);
    long startNs = System.nanoTime();
    long nowNs = startNs;
    while (nowNs - startNs < durationNs) {
      int work = crowd.play(nowNs);
      step(
          what,
          (int) TimeUnit.NANOSECONDS.toMillis(nowNs - startNs),
          (int) TimeUnit.NANOSECONDS.toMillis(durationNs));
      if (work == 0) {
        LockSupport.parkNanos(REST_NS);
      }
      nowNs = System.nanoTime();
    }
  }

  /** Lets a crowd of the game play for as long as the plan says, and looks what that takes. */
  Measured measure(Crowd crowd, String what) {
    Histogram roundTripsUs = newHistogram();
    crowd.countInto(roundTripsUs);
    long pid = server.process().pid();
    ThreadTimes before = ThreadTimes.of(pid);
    long ownCpuNs = system.getProcessCpuTime();
    double machineSeconds = MachineTime.busySeconds();
    long startNs = System.nanoTime();
    play(crowd, plan.seconds(), what);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    return new Measured(
        roundTripsUs,
        seconds,
        before,
        ThreadTimes.of(pid),
        (system.getProcessCpuTime() - ownCpuNs) / 1e9,
        MachineTime.busySeconds() - machineSeconds);
  }

  ServerRig server() {
    return server;
  }

  /** What the server says of itself now. */
  ServerFigures figures() {
    return ServerFigures.of(server.metricsPort());
  }

  static Histogram newHistogram() {
    return new Histogram(LONGEST_US, DIGITS);
  }

  /** The driver's thread bears the name of its folder; the others are those of its client. */
  private static boolean isTransport(String thread) {
    return thread.startsWith("/") || thread.startsWith("aeron-");
  }

  /** Says how far the run is, and ends it when it was cancelled. */
  void step(String what, int done, int of) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    progress.show(what, done, of);
  }

  /** Ends the run soon, by a LoadException. Any thread. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    server.close();
  }
}
