package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What players earn stays theirs, and every tool of an operator says so. More kills, of more
 * things: bench, CrashIT and TradeScenarioIT.
 */
class EconomyIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int BOTS = 8;

  @TempDir private Path home;

  @Test
  void whatSurvivesAKillIsWhatTheToolsSay() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      makeOperator(server, "boss");
      try (KeepstoneProcess bots = bots(server, 600)) {
        bots.awaitLine(BOTS + " of " + BOTS + " in", TIMEOUT);
        assertThat(play(server, "boss", gifts())).doesNotContain("refused");
        Thread.sleep(3_000);
        server.process().signal("KILL");
        server.process().awaitExit(TIMEOUT);
        bots.signal("KILL");
      }
      // Coins, apples and a sword for each at least: the bots have had something to lose.
      assertThat(verified().getLong("entries")).isGreaterThanOrEqualTo(3 * BOTS);

      server.startAgain();
      try (KeepstoneProcess bots = bots(server, 4)) {
        assertThat(bots.awaitExit(TIMEOUT)).as(bots.output()).isZero();
        assertThat(bots.output()).containsPattern("operations +[1-9]\\d* sent, [1-9]\\d* saved");
      }
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
      verified();
      assertThat(run(0, "leaderboard", "show", "xp")).contains("bot_");
      assertThat(run(0, "leaderboard", "rebuild", "--json")).contains("\"unreadable\":0");
      assertThat(run(0, "ledger", "show", "--player", "bot_1_0", "--json")).contains("grant");
      assertThat(run(0, "ledger", "checkpoint", "--keep-days", "0")).containsPattern("[1-9]\\d*$");
      assertThat(verified().getLong("entries")).isZero();
      assertThat(run(0, "migrate", "--dry-run", "--json")).contains("\"toMigrate\":0");
      assertThat(run(0, "quarantine", "list")).contains("nothing is in quarantine");
      assertThat(run(1, "quarantine", "restore", "boss")).contains("there is no copy");
    }
  }

  private static String gifts() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < BOTS; i++) {
      String bot = "bot_1_" + i;
      lines.append("coins ").append(bot).append(" 500\n");
      lines.append("give ").append(bot).append(" apple 10\n");
      lines.append("give ").append(bot).append(" sword\n");
    }
    return lines.append("quit\n").toString();
  }

  private void makeOperator(RunningServer server, String name) throws Exception {
    assertThat(play(server, name, "quit\n", "--register")).contains("Welcome");
    run(0, "account", "role", name, "admin");
  }

  private KeepstoneProcess bots(RunningServer server, int seconds) throws Exception {
    return KeepstoneProcess.start(
        home,
        "bots",
        "--server",
        server.address(),
        "--server-key",
        server.key(),
        "--count",
        Integer.toString(BOTS),
        "--seconds",
        Integer.toString(seconds),
        "--mode",
        "economy");
  }

  /** A session to its end. */
  private String play(RunningServer server, String name, String input, String... more)
      throws Exception {
    try (KeepstoneProcess client =
        server.run(Map.of("PW", "correct horse"), input, playing(server, name, more))) {
      assertThat(client.awaitExit(TIMEOUT)).as(client.output()).isZero();
      return client.output();
    }
  }

  private static String[] playing(RunningServer server, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "play",
                "--plain",
                "--server",
                server.address(),
                "--server-key",
                server.key(),
                "--password-env",
                "PW",
                "--user",
                name));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  /** What {@code ledger verify} says, which must be that everything is where it should be. */
  private Config verified() throws Exception {
    return ConfigFactory.parseString(run(0, "ledger", "verify", "--json"));
  }

  private String run(int code, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", home.resolve("data").toString()));
    try (KeepstoneProcess process = KeepstoneProcess.start(home, all.toArray(new String[0]))) {
      assertThat(process.awaitExit(TIMEOUT)).as(process.output()).isEqualTo(code);
      return process.output().strip();
    }
  }
}
