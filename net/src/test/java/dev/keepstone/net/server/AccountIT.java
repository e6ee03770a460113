package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to accounts, beside a running server and without one. */
class AccountIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path home;

  @Test
  void anAccountIsMadeAnOperatorsAndAPlayersAgain() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      register(server, "ada");

      assertThat(account(0, "show", "ada")).containsPattern("role +player");
      assertThat(account(0, "role", "ada", "admin")).contains("ada is admin now");
      assertThat(account(0, "role", "ada", "admin")).contains("ada was admin already");
      assertThat(account(0, "show", "ada"))
          .containsPattern("role +admin")
          .containsPattern("passwordScheme +argon2id")
          .doesNotContain("$");
      assertThat(account(1, "role", "nobody", "admin")).contains("there is no account");
      assertThat(account(1, "show", "nobody")).contains("there is no account");
      assertThat(account(2, "role", "ada", "king")).contains("king");
    }

    assertThat(account(0, "show", "ada")).containsPattern("role +admin");
    assertThat(account(0, "role", "ada", "player")).contains("ada is player now");
    try (RunningServer server = RunningServer.start(home)) {
      assertThat(server.process().isAlive()).isTrue();
      assertThat(account(0, "show", "ada")).containsPattern("role +player");
    }
  }

  private void register(RunningServer server, String name) throws Exception {
    try (KeepstoneProcess client =
        server.run(
            Map.of("PW", "correct horse"),
            "quit\n",
            "play",
            "--plain",
            "--server",
            server.address(),
            "--server-key",
            server.key(),
            "--password-env",
            "PW",
            "--user",
            name,
            "--register")) {
      assertThat(client.awaitExit(TIMEOUT)).as(client.output()).isZero();
    }
  }

  private String account(int code, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "account";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--data";
    all[arguments.length + 2] = home.resolve("data").toString();
    try (KeepstoneProcess process = KeepstoneProcess.start(home, all)) {
      assertThat(process.awaitExit(TIMEOUT)).as(process.output()).isEqualTo(code);
      return process.output();
    }
  }
}
