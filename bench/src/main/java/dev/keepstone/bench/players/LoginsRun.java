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

/**
 * The measurement: everybody registers and leaves, the server stops and starts again, and then all
 * want in at once. So what it says of its ticks is about the storm alone, and it is as cold as it
 * is when that happens.
 */
final class LoginsRun implements ServerRun {
  private static final long REGISTER_NS = TimeUnit.MINUTES.toNanos(10);
  private static final long REST_NS = 500_000;
  private static final int SPARE_SESSIONS = 50;

  /** The system cuts the names of threads. */
  private static final String PASSWORD_THREADS = "keepstone-passw";

  private final LoginsPlan plan;
  private final LoadStage.Progress progress;
  private final ServerRig server;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private volatile boolean cancelled;

  LoginsRun(LoginsPlan plan, RunFolder folder, LoadStage.Progress progress) {
    this.plan = plan;
    this.progress = progress;
    server =
        new ServerRig(
            folder,
            List.of(
                "keepstone.ecs.tick-rate-hz = " + plan.hz(),
                "keepstone.ecs.max-players = " + (plan.players() + SPARE_SESSIONS),
                // Who lost a connection comes back before the server has missed him.
                "keepstone.net.max-sessions = " + (2 * plan.players() + SPARE_SESSIONS),
                "keepstone.net.port-pairs = " + plan.ports()),
            null);
  }

  @Override
  public LoginsReport run() {
    server.start();
    server.awaitReady();
    LoginTally registered = new LoginTally();
    try (LoginCrowd crowd = crowd(true, registered)) {
      int done = let(crowd, "registering", REGISTER_NS);
      if (done < plan.players()) {
        throw new LoadException(
            done + " of " + plan.players() + " could register: " + registered.why());
      }
    }
    if (!server.stop()) {
      throw new LoadException("the server did not stop in order after all had registered");
    }
    server.start();
    server.awaitReady();
    return storm();
  }

  private LoginsReport storm() {
    LoginTally tally = new LoginTally();
    long pid = server.process().pid();
    try (LoginCrowd crowd = crowd(false, tally)) {
      ThreadTimes before = ThreadTimes.of(pid);
      long ownCpuNs = system.getProcessCpuTime();
      double machineS = MachineTime.busySeconds();
      long startNs = System.nanoTime();
      int in = let(crowd, "logging in", TimeUnit.SECONDS.toNanos(plan.limitSeconds()));
      double seconds = (System.nanoTime() - startNs) / 1e9;
      ThreadTimes after = ThreadTimes.of(pid);
      double serverCores = after.secondsSince(before, name -> true) / seconds;
      double playersCores = (system.getProcessCpuTime() - ownCpuNs) / 1e9 / seconds;
      double allCores = (MachineTime.busySeconds() - machineS) / seconds;
      ServerFigures figures = ServerFigures.of(server.metricsPort());
      return new LoginsReport(
          plan,
          in,
          seconds,
          tally,
          1e3 * figures.sum("keepstone_tick_seconds{quantile=\"0.5\""),
          1e3 * figures.sum("keepstone_tick_seconds{quantile=\"0.99\""),
          figures.sum("keepstone_tick_rebases_total"),
          after.secondsSince(before, PASSWORD_THREADS::equals) / seconds,
          after.secondsSince(before, "world"::equals) / seconds,
          serverCores,
          playersCores,
          Math.max(0, allCores - serverCores - playersCores));
    }
  }

  private LoginCrowd crowd(boolean register, LoginTally tally) {
    return new LoginCrowd(plan, server.address(), server.key(), register, tally, System.nanoTime());
  }

  /** Until all have what they want, or the time is over; returns how many have. */
  private int let(LoginCrowd crowd, String what, long limitNs) {
    long startNs = System.nanoTime();
    int done = 0;
    while (done < plan.players() && System.nanoTime() - startNs < limitNs) {
      if (cancelled) {
        throw new LoadException("stopped before its end");
      }
      done = crowd.step(System.nanoTime());
      progress.show(what, done, plan.players());
      LockSupport.parkNanos(REST_NS);
    }
    return done;
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
