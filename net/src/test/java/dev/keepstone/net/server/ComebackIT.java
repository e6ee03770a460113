package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is killed, and how its player comes back; characters and a ban on the way. */
class ComebackIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir Path home;

  @Test
  void aKilledClientGoesOnWithItsTokenOrItsPassword() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      try (KeepstoneProcess client = play(server, "--register")) {
        client.type("go e 3\n");
        client.awaitLine("You walk to", TIMEOUT);
        client.signal("KILL");
      }
      String stood;
      try (KeepstoneProcess client = play(server, "--resume")) {
        String welcome = client.awaitLine("^Welcome back, ada", TIMEOUT);
        assertThat(welcome).contains("You stand at 34.5, 31.5");
        client.type("go n 2\n");
        stood = client.awaitLine("You walk to", TIMEOUT).replaceAll(".* to |\\.$", "");
        client.signal("KILL");
      }
      try (KeepstoneProcess client = play(server, "--take-over")) {
        assertThat(client.awaitLine("^Welcome, ada", TIMEOUT)).contains(stood);
        client.type("character create zoe\ncharacter select zoe\n");
        client.awaitLine("^Welcome, zoe", TIMEOUT);
        client.type("quit\n");
        assertThat(client.awaitExit(TIMEOUT)).as(client.output()).isZero();
      }
      try (KeepstoneProcess client = play(server, "--resume")) {
        assertThat(client.awaitExit(TIMEOUT)).isEqualTo(1);
        assertThat(client.output()).contains("no session of yours to resume");
      }
      assertThat(account(0, "characters", "ada")).contains("zoe").containsPattern("player +#\\d+");

      try (KeepstoneProcess client = play(server)) {
        client.awaitLine("^Welcome, zoe", TIMEOUT);
        assertThat(account(0, "ban", "ada", "--reason", "spam")).contains("plays now");
        client.awaitLine("from elsewhere", TIMEOUT);
      }
      try (KeepstoneProcess client = play(server)) {
        assertThat(client.awaitExit(TIMEOUT)).isEqualTo(1);
        assertThat(client.output()).contains("This account is banned for good: spam");
      }
    }
  }

  private KeepstoneProcess play(RunningServer server, String... flags) {
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
                "ada"));
    arguments.addAll(List.of(flags));
    return KeepstoneProcess.start(
        home, Map.of("PW", "correct horse"), arguments.toArray(new String[0]));
  }

  private String account(int code, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("account"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", home.resolve("data").toString()));
    try (KeepstoneProcess process = KeepstoneProcess.start(home, all.toArray(new String[0]))) {
      assertThat(process.awaitExit(TIMEOUT)).as(process.output()).isEqualTo(code);
      return process.output();
    }
  }
}
