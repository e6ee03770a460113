package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.bot.BotConfig;
import dev.keepstone.net.bot.BotMode;
import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.bot.BotSwarm;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddresses;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.seal.LinkKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server and two gateways as processes of their own; one is killed, then the server restarts. */
class GatewaysIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int BOTS = 6;
  private static final String PLACE = "You stand at 34.5, 31.5";

  @TempDir Path home;

  @Test
  void playersOfAKilledGatewayGoOnThroughTheOtherAndTokensSurviveTheServer() throws Exception {
    Path key = home.resolve("gateway.key");
    LinkKeyFile.create(key, new SecureRandom());
    int port = KeepstoneProcess.freePort();
    int first = KeepstoneProcess.freePort();
    int second = KeepstoneProcess.freePort();
    String both = "127.0.0.1:" + first + ",127.0.0.1:" + second;
    try (RunningServer server =
            RunningServer.start(
                home, "--gateway-key", key.toString(), "--gateway-port", Integer.toString(port));
        KeepstoneProcess one = gateway(server, key, port, first);
        KeepstoneProcess two = gateway(server, key, port, second)) {
      makeOperator(server);
      one.awaitLine("^ready", TIMEOUT);
      two.awaitLine("^ready", TIMEOUT);
      String before = killOne(server, one, both);

      server.process().signal("TERM");
      assertThat(server.process().awaitExit(RunningServer.STOP_TIMEOUT)).isZero();
      two.awaitLine("the server has stopped", TIMEOUT);
      int seen = two.lineCount();
      server.startAgain();
      two.awaitLine("link to the world is up", seen, TIMEOUT);
      try (KeepstoneProcess ada = client(server, both, "--resume")) {
        assertThat(ada.awaitLine("^Welcome back, ada", TIMEOUT)).contains(PLACE);
        assertThat(inventory(ada)).isEqualTo(before);
      }
      two.signal("TERM");
      assertThat(two.awaitExit(TIMEOUT)).as(two.output()).isZero();
    }
  }

  /** Returns what ada has, before and after. */
  private String killOne(RunningServer server, KeepstoneProcess one, String both) throws Exception {
    try (KeepstoneProcess ada = client(server, both)) {
      ada.type("go e 3\ngive ada sword\ncoins ada 500\ninventory\n");
      ada.awaitLine("You wear nothing", TIMEOUT);
      String before = inventory(ada);
      assertThat(before).contains("sword").contains("500 coins");
      AtomicInteger playing = new AtomicInteger();
      AtomicBoolean stop = new AtomicBoolean();
      CompletableFuture<BotReport> bots = bots(server, both, playing, stop);
      while (playing.get() < BOTS) {
        assertThat(bots.isDone()).isFalse();
        Thread.sleep(20);
      }

      one.signal("KILL");

      ada.awaitLine("Coming back", TIMEOUT);
      assertThat(ada.awaitLine("^Welcome back, ada", TIMEOUT)).contains(PLACE);
      assertThat(inventory(ada)).isEqualTo(before);
      Thread.sleep(1_000);
      stop.set(true);
      BotReport report = bots.join();
      assertThat(report.problems()).isEmpty();
      assertThat(report.operations().comebacks()).isEqualTo(BOTS / 2);
      ada.signal("KILL");
      return before;
    }
  }

  /** Who may make things; through the server's own gateway, while the others start. */
  private void makeOperator(RunningServer server) throws Exception {
    try (KeepstoneProcess ada = client(server, server.address(), "--register")) {
      ada.type("quit\n");
      assertThat(ada.awaitExit(TIMEOUT)).as(ada.output()).isZero();
    }
    String data = server.data().toString();
    try (KeepstoneProcess tool =
        KeepstoneProcess.start(home, "account", "role", "ada", "admin", "--data", data)) {
      assertThat(tool.awaitExit(TIMEOUT)).as(tool.output()).isZero();
    }
  }

  /** Bots on a thread of this JVM, half of them at each gateway; who is cut goes to the other. */
  private static CompletableFuture<BotReport> bots(
      RunningServer server, String both, AtomicInteger playing, AtomicBoolean stop) {
    ServerAddresses addresses = ServerAddresses.parse(both);
    BotConfig config =
        new BotConfig(
            BOTS,
            60,
            1,
            30,
            BotMode.ECONOMY,
            ServerConfigReader.read(null, Map.of()).content().zones().spawnZone().places());
    return CompletableFuture.supplyAsync(
        () -> {
          try (ClientDriver driver = new ClientDriver()) {
            return new BotSwarm(
                    config,
                    handler ->
                        new GameClient(
                            driver,
                            addresses.next(handler),
                            ServerKeyCheck.pinned(server.key()),
                            handler,
                            ClientConfig.DEFAULT),
                    stop::get,
                    (phase, in, failed, left) -> playing.set(in))
                .run();
          }
        },
        task -> new Thread(task, "bots").start());
  }

  private KeepstoneProcess gateway(RunningServer server, Path key, int worldPort, int port)
      throws Exception {
    Path data = home.resolve("gateway-" + port);
    Files.createDirectories(data);
    Files.copy(server.data().resolve("identity.key"), data.resolve("identity.key"));
    return KeepstoneProcess.start(
        home,
        "gateway",
        "--world",
        "127.0.0.1:" + worldPort,
        "--key",
        key.toString(),
        "--data",
        data.toString(),
        "--port",
        Integer.toString(port));
  }

  /** What a player carries, as the client lists it. */
  private static String inventory(KeepstoneProcess client) throws Exception {
    int before = client.lineCount();
    client.type("inventory\nwhere\n");
    client.awaitLine("You stand at", before, TIMEOUT);
    StringBuilder text = new StringBuilder();
    for (String line : client.output().lines().skip(before).toList()) {
      if (line.contains("You stand at")) {
        break;
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private KeepstoneProcess client(RunningServer server, String address, String... how) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "play",
                "--plain",
                "--server",
                address,
                "--server-key",
                server.key(),
                "--password-env",
                "PW",
                "--user",
                "ada"));
    arguments.addAll(List.of(how));
    return KeepstoneProcess.start(
        home, Map.of("PW", "correct horse"), arguments.toArray(new String[0]));
  }
}
