package dev.keepstone.bench.link;

import com.sun.management.OperatingSystemMXBean;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.LoadRun;
import dev.keepstone.bench.load.LoadStage;
import dev.keepstone.bench.players.MachineTime;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The measurement: all links are opened and everybody let in once, then rounds. */
final class LinkRun implements LoadRun, AutoCloseable {
  private static final long ENTER_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int KEY_BYTES = 32;

  private final LinkPlan plan;
  private final LoadStage.Progress progress;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Tally inputs = new Tally();
  private final Tally updates = new Tally();
  private final ServerSide server;
  private final GatewaySide gateways;
  private volatile boolean cancelled;

  LinkRun(LinkPlan plan, LoadStage.Progress progress) {
    this.plan = plan;
    this.progress = progress;
    byte[] linkKey = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(linkKey);
    server = new ServerSide(plan, linkKey, inputs, updates);
    gateways = new GatewaySide(plan, server.address(), linkKey, inputs, updates);
  }

  @Override
  public LinkReport run() {
    LinkReport report = new LinkReport(plan);
    if (!pause("entering", ENTER_NS, () -> gateways.playing() == plan.players())) {
      throw new LoadException(
          "the links did not come up: " + gateways.playing() + " of " + plan.players() + " are in");
    }
    gateways.play();
    pause("warm-up", TimeUnit.SECONDS.toNanos(plan.warmUpSeconds()), () -> false);
    for (int round = 0; round < plan.rounds(); round++) {
      report.add(round(round));
    }
    progress.show("measuring", 1, 1);
    return report;
  }

  private LinkReport.Round round(int number) {
    inputs.takeTimesUs();
    updates.takeTimesUs();
    LinkReport.Counts inputsBefore = LinkReport.Counts.of(inputs);
    LinkReport.Counts updatesBefore = LinkReport.Counts.of(updates);
    long serverNs = server.cpuNs();
    long gatewaysNs = gateways.cpuNs();
    long processNs = system.getProcessCpuTime();
    double machineS = MachineTime.busySeconds();
    long startNs = System.nanoTime();
    pause("round " + (number + 1), TimeUnit.SECONDS.toNanos(plan.seconds()), () -> false);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double processCores = (system.getProcessCpuTime() - processNs) / 1e9 / seconds;
    return new LinkReport.Round(
        seconds,
        inputs.takeTimesUs(),
        updates.takeTimesUs(),
        LinkReport.Counts.of(inputs).since(inputsBefore),
        LinkReport.Counts.of(updates).since(updatesBefore),
        (server.cpuNs() - serverNs) / 1e9 / seconds,
        (gateways.cpuNs() - gatewaysNs) / 1e9 / seconds,
        processCores,
        Math.max(0, (MachineTime.busySeconds() - machineS) / seconds - processCores));
  }

  /** Waits; true when the condition came to hold before the end. */
  private boolean pause(String what, long durationNs, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    long passedNs = 0;
    while (passedNs < durationNs) {
      if (cancelled) {
        throw new LoadException("stopped before its end");
      }
      server.check();
      gateways.check();
      if (condition.getAsBoolean()) {
        return true;
      }
      progress.show(
          what,
          (int) TimeUnit.NANOSECONDS.toMillis(passedNs),
          (int) TimeUnit.NANOSECONDS.toMillis(durationNs));
      LockSupport.parkNanos(REST_NS);
      passedNs = System.nanoTime() - startNs;
    }
    return false;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    gateways.close();
    server.close();
  }
}
