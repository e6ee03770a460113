package dev.keepstone.bench.players;

import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.LoadStage;
import dev.keepstone.bench.soak.ServerFigures;
import dev.keepstone.net.transport.TransportCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The measurement: the same players stay in, and phases without and with a stranger's frames take
 * turns at coming first, so that what else the machine does hits both alike.
 */
final class ForgeRun implements ServerRun {
  /** What the ports say of frames without a pass. */
  private static final List<TransportCounter> DROPS =
      List.of(
          TransportCounter.SETUPS_DROPPED,
          TransportCounter.DATA_DROPPED,
          TransportCounter.STATUS_DROPPED,
          TransportCounter.NAKS_DROPPED,
          TransportCounter.OTHERS_DROPPED);

  private final ForgePlan plan;
  private final Path driverFolder;
  private final PlayersStage stage;

  ForgeRun(ForgePlan plan, RunFolder folder, LoadStage.Progress progress) {
    this.plan = plan;
    driverFolder = folder.data().resolve("aeron");
    stage = new PlayersStage(plan.play(), folder, progress);
  }

  @Override
  public LoadReport run() {
    ForgeReport report = new ForgeReport(plan);
    stage.start();
    try (Crowd crowd = stage.enter()) {
      stage.play(crowd, plan.play().warmUpSeconds(), "warm-up");
      ForgeReport.Shared before = shared();
      for (int round = 0; round < plan.play().rounds(); round++) {
        boolean quietFirst = (round & 1) == 0;
        ForgeReport.Phase first = quietFirst ? quiet(crowd, round) : forged(crowd, round);
        ForgeReport.Phase second = quietFirst ? forged(crowd, round) : quiet(crowd, round);
        report.add(quietFirst ? first : second, quietFirst ? second : first);
      }
      report.end(before, shared(), crowd.lost());
    }
    stage.step("measuring", 1, 1);
    return report;
  }

  private ForgeReport.Phase quiet(Crowd crowd, int round) {
    return new ForgeReport.Phase(stage.measure(crowd, "quiet " + (round + 1)), 0, 0);
  }

  private ForgeReport.Phase forged(Crowd crowd, int round) {
    double droppedBefore = dropped();
    try (Forger forger =
        new Forger(
            stage.server().address(),
            plan.play().ports(),
            plan.frames(),
            TimeUnit.SECONDS.toNanos(plan.play().seconds()),
            round)) {
      PlayersStage.Measured measured = stage.measure(crowd, "forged " + (round + 1));
      int sent = forger.join();
      return new ForgeReport.Phase(measured, sent, dropped() - droppedBefore);
    }
  }

  private double dropped() {
    ServerFigures figures = stage.figures();
    double sum = 0;
    for (TransportCounter counter : DROPS) {
      sum += figures.sum("keepstone_transport_" + counter.metricName());
    }
    return sum;
  }

  private ForgeReport.Shared shared() {
    try (Stream<Path> images = Files.list(driverFolder.resolve("images"));
        Stream<Path> files = Files.walk(driverFolder)) {
      return new ForgeReport.Shared(
          images.count(),
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum());
    } catch (IOException e) {
      throw new LoadException(
          "the server's driver folder can't be read: folder=" + driverFolder + ": " + e, e);
    }
  }

  @Override
  public void cancel() {
    stage.cancel();
  }

  @Override
  public void close() {
    stage.close();
  }
}
