package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.typesafe.config.Config;
import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.bot.BotReport.BotState;
import dev.keepstone.net.server.RunningServer.Crowd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise of the project: real server, real Redis, real Aeron, real signals. */
class RestartIT {
  private static final int BOTS = 20;
  private static final int SEED = 7;

  /** The spawn point of the shipped map is one tile; a bot further off than this has walked. */
  private static final float AWAY_TILES = 1;

  @TempDir private Path home;

  @Test
  void playersAreWhereTheirLastConfirmedSaveSaysAfterAKill() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      BotReport before;
      try (Crowd crowd = server.bots(BOTS, SEED, 600, () -> !server.process().isAlive())) {
        crowd.awaitPlaying(BOTS, Duration.ofSeconds(60));
        Thread.sleep(8_000);
        server.process().signal("KILL");
        server.process().awaitExit(Duration.ofSeconds(5));
        before = crowd.stop();
      }
      assertThat(before.logins()).isEqualTo(BOTS);
      RunningServer.Stored stored = server.inspect(names(before));
      assertThat(stored.byName()).hasSize(BOTS);

      long startedNs = System.nanoTime();
      server.startAgain();
      BotReport after = server.bots(BOTS, SEED, 3, () -> false).await();
      long secondsUntilAllWereIn = (System.nanoTime() - startedNs) / 1_000_000_000L - 3;

      assertThat(after.problems()).isEmpty();
      assertThat(after.logins()).isEqualTo(BOTS);
      int away = 0;
      for (BotState bot : after.bots()) {
        Config record = stored.get(bot.name());
        assertThat(bot.playerId()).isEqualTo(record.getLong("playerId"));
        assertThat(List.of(bot.enteredX(), bot.enteredY()))
            .as("%s entered where its last confirmed save says", bot.name())
            .containsExactly((float) record.getDouble("x"), (float) record.getDouble("y"));
        BotState first = stateOf(before, bot.name());
        away +=
            Math.hypot(bot.enteredX() - first.enteredX(), bot.enteredY() - first.enteredY())
                    > AWAY_TILES
                ? 1
                : 0;
      }
      assertThat(away).as("bots away from the spawn point").isGreaterThanOrEqualTo(BOTS * 9 / 10);
      RunningServer.Stored storedAfter = server.inspect(names(before));
      for (String name : stored.byName().keySet()) {
        assertThat(storedAfter.get(name).getLong("version"))
            .as("version of %s", name)
            .isGreaterThan(stored.get(name).getLong("version"));
        assertThat(storedAfter.get(name).getLong("epoch"))
            .as("epoch of %s", name)
            .isGreaterThan(stored.get(name).getLong("epoch"));
      }
      System.out.println(
          "all bots were in " + secondsUntilAllWereIn + " s after the restart began");
    }
  }

  @Test
  void sigtermKeepsTheLastTick() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      BotReport report;
      try (Crowd crowd = server.bots(10, SEED, 600, () -> false)) {
        crowd.awaitPlaying(10, Duration.ofSeconds(60));
        Thread.sleep(2_000);
        server.process().signal("TERM");
        assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
        report = crowd.stop();
      }
      assertThat(server.redisIsAlive()).as("Redis is stopped").isFalse();
      assertStoredAsSeen(server, report);
    }
  }

  @Test
  void ctrlCReachesTheWholeGroupAndStillSavesEverybody() throws Exception {
    assumeFalse(KeepstoneProcess.ignoresSignal(2), "skipped: started with SIGINT ignored");
    try (RunningServer server = RunningServer.start(home)) {
      BotReport report;
      try (Crowd crowd = server.bots(5, SEED, 600, () -> false)) {
        crowd.awaitPlaying(5, Duration.ofSeconds(60));
        server.process().signalGroup("INT");
        assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
        report = crowd.stop();
      }
      assertThat(server.redisIsAlive()).as("Redis is stopped").isFalse();
      assertStoredAsSeen(server, report);
    }
  }

  @Test
  void closedTerminalSavesEverybodyToo() throws Exception {
    assumeFalse(KeepstoneProcess.ignoresSignal(1), "skipped: started with SIGHUP ignored");
    try (RunningServer server = RunningServer.start(home)) {
      BotReport report;
      try (Crowd crowd = server.bots(3, SEED, 600, () -> false)) {
        crowd.awaitPlaying(3, Duration.ofSeconds(60));
        server.process().signal("HUP");
        assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
        report = crowd.stop();
      }
      assertStoredAsSeen(server, report);
    }
  }

  /** A suspended machine: Aeron's own patience of 10 s must not end the server. */
  @Test
  void pauseOfTwelveSecondsCostsPlayersTheirSessionsAndNothingElse() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      BotReport report;
      try (Crowd crowd = server.bots(3, SEED, 600, () -> false)) {
        crowd.awaitPlaying(3, Duration.ofSeconds(60));
        server.process().signal("STOP");
        Thread.sleep(12_000);
        server.process().signal("CONT");
        Thread.sleep(3_000);
        crowd.stop();
      }
      report = server.bots(3, SEED, 2, () -> false).await();

      assertThat(report.problems()).isEmpty();
      assertThat(report.saved()).isEqualTo(3);
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
      assertStoredAsSeen(server, report);
    }
  }

  private static void assertStoredAsSeen(RunningServer server, BotReport report)
      throws InterruptedException {
    RunningServer.Stored stored = server.inspect(names(report));
    for (BotState bot : report.bots()) {
      Config record = stored.get(bot.name());
      assertThat(bot.saved()).as("%s was told that it is saved", bot.name()).isTrue();
      assertThat(List.of(bot.x(), bot.y()))
          .as("%s is stored where it stood in the last tick", bot.name())
          .containsExactly((float) record.getDouble("x"), (float) record.getDouble("y"));
      assertThat(record.getBoolean("released")).isTrue();
    }
  }

  private static List<String> names(BotReport report) {
    List<String> names = new ArrayList<>();
    report.bots().forEach(bot -> names.add(bot.name()));
    return names;
  }

  private static BotState stateOf(BotReport report, String name) {
    return report.bots().stream().filter(bot -> bot.name().equals(name)).findFirst().orElseThrow();
  }
}
