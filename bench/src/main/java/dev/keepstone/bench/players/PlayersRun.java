package dev.keepstone.bench.players;

import dev.keepstone.bench.crash.RunFolder;
import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.LoadStage;
import org.HdrHistogram.Histogram;

/**
 * The measurement: rounds of the game and of plain UDP in turn, so that whatever else the machine
 * does hits both alike. The game server is one process for all rounds; its players leave before a
 * round of plain UDP and come back after it.
 */
final class PlayersRun implements ServerRun {
  private final PlayersPlan plan;
  private final PlayersStage stage;

  PlayersRun(PlayersPlan plan, RunFolder folder, LoadStage.Progress progress) {
    this.plan = plan;
    stage = new PlayersStage(plan, folder, progress);
  }

  @Override
  public LoadReport run() {
    PlayersReport report = new PlayersReport(plan);
    stage.start();
    for (int round = 0; round < plan.rounds(); round++) {
      // The first round of the game says how long an update is.
      boolean gameFirst = (round & 1) == 0;
      PlayersReport.Game game = gameFirst ? game(round) : null;
      PlayersReport.Plain plain =
          plain(round, game == null ? report.updateBytes() : game.updateBytes());
      report.add(game == null ? game(round) : game, plain);
    }
    stage.step("measuring", 1, 1);
    return report;
  }

  private PlayersReport.Game game(int round) {
    String what = "game " + (round + 1);
    try (Crowd crowd = stage.enter()) {
      stage.play(crowd, plan.warmUpSeconds(), what);
      PlayersStage.Measured measured = stage.measure(crowd, what);
      double seconds = measured.seconds();
      return new PlayersReport.Game(
          measured.roundTripsUs(),
          crowd.lost(),
          crowd.inputs() / seconds / plan.players(),
          crowd.updates() / seconds / plan.players(),
          stage.figures().sum("keepstone_gateway_player_bytes_per_second{of=\"mean\"}"),
          measured.transportSeconds() / seconds,
          measured.threadSeconds("gateway") / seconds,
          measured.threadSeconds("world") / seconds,
          measured.serverSeconds() / seconds,
          measured.playersSeconds() / seconds,
          measured.othersCores(),
          plan.hz());
    }
  }

  private PlayersReport.Plain plain(int round, int updateBytes) {
    String what = "plain UDP " + (round + 1);
    long nowNs = System.nanoTime();
    try (PlainServer plainServer = new PlainServer(plan, updateBytes);
        Crowd crowd = new PlainCrowd(plan, plainServer.address(), nowNs)) {
      stage.play(crowd, plan.warmUpSeconds(), what);
      Histogram roundTripsUs = PlayersStage.newHistogram();
      crowd.countInto(roundTripsUs);
      long cpuNs = plainServer.cpuNs();
      long startNs = System.nanoTime();
      stage.play(crowd, plan.seconds(), what);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      return new PlayersReport.Plain(
          roundTripsUs,
          crowd.inputs() / seconds / plan.players(),
          crowd.updates() / seconds / plan.players(),
          (plainServer.cpuNs() - cpuNs) / 1e9 / seconds);
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
