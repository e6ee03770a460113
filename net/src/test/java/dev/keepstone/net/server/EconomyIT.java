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

/** What players earn stays theirs, with the plug pulled in the middle of it. */
class EconomyIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int BOTS = 8;

  @TempDir private Path home;

  @Test
  void nothingVanishesOrDoublesWhenServerAndRedisAreKilled() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      makeOperator(server, "boss");
      try (KeepstoneProcess bots = bots(server, 600)) {
        bots.awaitLine(BOTS + " of " + BOTS + " in", TIMEOUT);
        assertThat(play(server, "boss", gifts())).doesNotContain("refused");
        Thread.sleep(4_000);
        KeepstoneProcess.kill("KILL", Long.toString(server.redisPid()));
        server.process().awaitLine("(?i)redis.*(restart|start)", TIMEOUT);
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

  @Test
  void aTradeIsWholeOrNotAtAll() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      makeOperator(server, "ann");
      makeOperator(server, "bob");
      play(server, "ann", "coins ann 1000\nquit\n");
      int swords = 0;
      for (int delayMs : new int[] {2}) {
        play(server, "bob", "give bob sword\nquit\n");
        swords++;
        tradeAndKill(server, delayMs);
        verified();
        RunningServer.Stored stored = server.inspect(List.of("ann", "bob"));
        long bobsCoins = stored.get("bob").getLong("coins");
        assertThat(stored.get("ann").getLong("coins") + bobsCoins).isEqualTo(1_000);
        int paidFor = (int) bobsCoins / 100;
        assertThat(stored.get("ann").getStringList("inventory")).hasSize(paidFor);
        assertThat(stored.get("bob").getStringList("inventory")).hasSize(swords - paidFor);
        server.startAgain();
      }
    }
  }

  /** Ann pays 100 for Bob's sword; the server dies so long after the last confirmation. */
  private void tradeAndKill(RunningServer server, int delayMs) throws Exception {
    try (KeepstoneProcess ann = enter(server, "ann");
        KeepstoneProcess bob = enter(server, "bob")) {
      ann.type("trade bob\n");
      bob.awaitLine("ann wants to trade", TIMEOUT);
      bob.type("accept\n");
      ann.awaitLine("trade with bob", TIMEOUT);
      ann.type("offer coins 100\n");
      bob.awaitLine("they give: 100 coins", TIMEOUT);
      bob.type("offer 0\n");
      ann.awaitLine("they give: .*sword", TIMEOUT);
      bob.type("confirm\n");
      ann.awaitLine("they give: .*confirmed", TIMEOUT);
      ann.type("confirm\n");
      ann.awaitLine("saving", TIMEOUT);
      Thread.sleep(delayMs);
      server.process().signal("KILL");
      server.process().awaitExit(TIMEOUT);
      ann.signal("KILL");
      bob.signal("KILL");
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

  /** A session that goes on. */
  private KeepstoneProcess enter(RunningServer server, String name) throws Exception {
    KeepstoneProcess client =
        KeepstoneProcess.start(home, Map.of("PW", "correct horse"), playing(server, name));
    client.awaitLine("Welcome", TIMEOUT);
    return client;
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
