package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.harness.AeronServer;
import dev.keepstone.net.harness.RecordingHandler;
import dev.keepstone.net.harness.TestConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real Aeron on loopback, all in one process. */
final class AeronIntegrationTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private static AeronServer server;
  private static ClientDriver driver;
  private static ServerAddress address;

  @BeforeAll
  static void start() throws Exception {
    GatewayConfig config = TestConfigs.gateway("port = " + TestConfigs.freePort());
    server = new AeronServer(config);
    driver = new ClientDriver();
    address = new ServerAddress(config.host(), config.port());
  }

  @AfterAll
  static void stop() {
    driver.close();
    server.close();
    assertThat(server.faultCount()).isZero();
  }

  @Test
  void playsASession() {
    RecordingHandler heard = new RecordingHandler();
    GameClient client = client(heard);

    until(client, () -> client.state() == ClientState.READY);
    assertThat(heard.fingerprint).isEqualTo(server.identity.fingerprint());
    assertThat(client.register("alice", PASSWORD)).isTrue();
    until(client, () -> client.state() == ClientState.PLAYING);
    int sequence = client.move(1, 0, 5);
    assertThat(sequence).isPositive();
    until(client, () -> heard.ackedSequence == sequence && heard.x == 1);
    client.say("hello");
    client.look();
    client.who();
    until(
        client,
        () -> heard.spoken.contains("hello") && heard.seenCount == 1 && heard.onlineTotal > 0);
    client.leave();
    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.farewell).isEqualTo(FarewellReason.LOGOUT);
    assertThat(heard.closeReasons).containsExactly(CloseReason.FAREWELL);
  }

  @Test
  void carriesFiftyClients() {
    List<RecordingHandler> heard = new ArrayList<>();
    List<GameClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      heard.add(new RecordingHandler());
      clients.add(client(heard.get(i)));
    }
    long startNs = System.nanoTime();
    untilAll(clients, client -> client.state() == ClientState.READY);
    System.out.println("READY " + (System.nanoTime() - startNs) / 1e6);
    for (int i = 0; i < 50; i++) {
      assertThat(clients.get(i).register("bot_" + i, PASSWORD)).isTrue();
    }
    untilAll(clients, client -> client.state() == ClientState.PLAYING);
    System.out.println("PLAYING " + (System.nanoTime() - startNs) / 1e6);
    clients.forEach(client -> client.move(1, 0, 1));
    until(clients, () -> heard.stream().allMatch(each -> each.x == 1 && each.snapshotCount > 5));
    clients.forEach(GameClient::leave);
    untilAll(clients, client -> client.state() == ClientState.CLOSED);
    System.out.println("CLOSED " + (System.nanoTime() - startNs) / 1e6);

    assertThat(heard).allMatch(each -> each.closeReasons.equals(List.of(CloseReason.FAREWELL)));
  }

  private static GameClient client(RecordingHandler handler) {
    return new GameClient(driver, address, new TrustForThisRun(), handler, ClientConfig.DEFAULT);
  }

  private static void until(GameClient client, BooleanSupplier condition) {
    until(List.of(client), condition);
  }

  private static void untilAll(
      List<GameClient> clients, java.util.function.Predicate<GameClient> condition) {
    until(clients, () -> clients.stream().allMatch(condition));
  }

  private static void until(List<GameClient> clients, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      int work = 0;
      for (GameClient client : clients) {
        work += client.poll(System.nanoTime());
      }
      assertThat(System.nanoTime())
          .as(
              () ->
                  "in time: "
                      + clients.stream().map(GameClient::state).toList()
                      + " "
                      + server.counters)
          .isLessThan(deadlineNs);
      if (work == 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
