package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.gateway.GatewayCounter;
import dev.keepstone.net.gateway.TransportException;
import dev.keepstone.net.harness.AeronServer;
import dev.keepstone.net.harness.RecordingHandler;
import dev.keepstone.net.harness.TestConfigs;
import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.TransportCounter;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.HelloRefusedDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import io.aeron.Publication;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
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
    until(client, () -> client.sight().size() == 2);
    assertThat(client.sight().names(10)).containsExactly("bat", "rat");
    int sequence = client.move(1, 0, 5);
    assertThat(sequence).isPositive();
    until(client, () -> heard.ackedSequence == sequence && heard.x == 1);
    assertThat(client.sight().of(7)).isEqualTo(new Sight.Entity(EntityKind.CREATURE, "rat"));
    assertThat(client.sight().of(8)).isNull();
    assertThat(heard.vanishedName).isEqualTo("bat");
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
    untilAll(clients, client -> client.state() == ClientState.READY);
    for (int i = 0; i < 50; i++) {
      assertThat(clients.get(i).register("bot_" + i, PASSWORD)).isTrue();
    }
    untilAll(clients, client -> client.state() == ClientState.PLAYING);
    clients.forEach(client -> client.move(1, 0, 1));
    until(clients, () -> heard.stream().allMatch(each -> each.x == 1 && each.snapshotCount > 5));
    clients.forEach(GameClient::leave);
    untilAll(clients, client -> client.state() == ClientState.CLOSED);

    assertThat(heard).allMatch(each -> each.closeReasons.equals(List.of(CloseReason.FAREWELL)));
  }

  @Test
  void refusesAWrongPasswordAndTakesTheRightOne() {
    register("bert").close();
    RecordingHandler heard = new RecordingHandler();
    GameClient client = client(heard);
    until(client, () -> client.state() == ClientState.READY);

    client.login("bert", "wrong horse".toCharArray());
    until(client, () -> !heard.refusals.isEmpty());
    client.login("bert", PASSWORD);
    until(client, () -> client.state() == ClientState.PLAYING);
    client.close();

    assertThat(heard.refusals).containsExactly(RefusalCode.BAD_CREDENTIALS);
    assertThat(heard.closeReasons).containsExactly(CloseReason.CLOSED_BY_CALLER);
  }

  @Test
  void refusesAServerWithAnotherKey() {
    RecordingHandler heard = new RecordingHandler();
    String other = ServerIdentity.generate(new SecureRandom()).fingerprint();
    GameClient client =
        new GameClient(driver, address, ServerKeyCheck.pinned(other), heard, ClientConfig.DEFAULT);

    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.closeReasons).containsExactly(CloseReason.WRONG_SERVER);
    assertThat(heard.fingerprint).isNull();
  }

  @Test
  void tellsTheWorldSoonWhenAClientHangsUp() {
    GameClient client = register("carla");
    int playing = server.world.playerCount();

    client.close();

    // Long before silence (10 s) would end the session.
    until(List.of(), () -> server.world.playerCount() == playing - 1);
  }

  @Test
  void takesAFrameOnlyOnce() {
    RecordingHandler heard = new RecordingHandler();
    TappedLink link = new TappedLink(driver.connect(address));
    GameClient client =
        new GameClient(
            link, address, new TrustForThisRun(), heard, ClientConfig.DEFAULT, new SecureRandom());
    enter(client, "dora");
    int sequence = client.move(1, 0, 1);
    until(client, () -> heard.ackedSequence == sequence);
    long before = server.counters.get(GatewayCounter.FRAMES_REPLAYED);

    int replayed = link.replay();
    // All but the hello, which is no sealed frame.
    until(
        client, () -> server.counters.get(GatewayCounter.FRAMES_REPLAYED) >= before + replayed - 1);
    int next = client.move(0, 1, 1);
    until(client, () -> heard.ackedSequence == next);
    client.close();

    assertThat(heard.x).isEqualTo(1);
  }

  @Test
  void livesOnAfterGarbageDatagrams() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 2_000; i++) {
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        if (i % 2 == 0 && garbage.length > 8) {
          // Looks like an Aeron frame: plausible length, version 0, a known type.
          UnsafeBuffer frame = new UnsafeBuffer(garbage);
          frame.putInt(0, garbage.length, ByteOrder.LITTLE_ENDIAN);
          frame.putByte(4, (byte) 0);
          frame.putShort(6, (short) random.nextInt(12), ByteOrder.LITTLE_ENDIAN);
        }
        int port = address.port() + i / 2 % 5;
        socket.send(new DatagramPacket(garbage, garbage.length, loopback, port));
        if (i % 50 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }

    GameClient client = register("emil");
    client.close();

    assertThat(server.faultCount()).as("seed=%d", seed).isZero();
  }

  @Test
  void livesOnAfterJunkMessages() {
    AeronClientLink link = connected();
    long before = server.counters.get(GatewayCounter.FRAMES_MALFORMED);
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int i = 0; i < 200; i++) {
      byte[] junk = new byte[1 + random.nextInt(300)];
      random.nextBytes(junk);
      offer(link, junk);
    }
    offer(link, new byte[6_000]);
    until(
        List.of(),
        () ->
            server.counters.get(GatewayCounter.FRAMES_MALFORMED) == before + 200
                && server.counters.get(GatewayCounter.FRAMES_FRAGMENTED) > 0);
    GameClient client = register("frida");
    client.close();
    link.close();

    assertThat(server.faultCount()).as("seed=%d", seed).isZero();
  }

  @Test
  void tellsAnOldClientWhichVersionItSpeaks() {
    RecordingHandler heard = new RecordingHandler();
    AeronClientLink link =
        new AeronClientLink(
            driver.aeron(),
            address,
            CompletableFuture.completedFuture(InetAddress.getLoopbackAddress()),
            new SecureRandom(),
            WireLimits.PROTOCOL_VERSION - 1);
    GameClient client =
        new GameClient(
            link, address, new TrustForThisRun(), heard, ClientConfig.DEFAULT, new SecureRandom());

    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.closeReasons).containsExactly(CloseReason.REFUSED);
    assertThat(heard.texts).containsExactly(RefusalText.of(RefusalCode.VERSION_MISMATCH));
  }

  @Test
  void tellsAnOldHandshakeWhichVersionItSpeaks() {
    AeronClientLink link = connected();
    byte[] hello = new ClientHandshake(WireLimits.PROTOCOL_VERSION + 1, new SecureRandom()).hello();
    offer(link, hello);

    List<RefusalCode> codes = new ArrayList<>();
    until(
        List.of(),
        () -> {
          link.poll(
              (buffer, offset, lengthBytes) ->
                  codes.add(
                      new HelloRefusedDecoder()
                          .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                          .code()),
              1);
          return !codes.isEmpty();
        });
    link.close();

    assertThat(codes).containsExactly(RefusalCode.VERSION_MISMATCH);
  }

  @Test
  void letsNobodyInWithoutAPass() {
    long before = server.passes.counters().get(TransportCounter.SETUPS_DROPPED);
    // Counted up only: those of the tests before may still be hanging up.
    long opened = server.counters.get(GatewayCounter.SESSIONS_OPENED);
    try (Publication plain =
        driver
            .aeron()
            .addPublication(
                PlayerChannels.serverRequests(
                    address.host(), PlayerChannels.requestPort(address.port(), 0)),
                PlayerChannels.REQUEST_STREAM_ID)) {
      until(
          List.of(),
          () -> server.passes.counters().get(TransportCounter.SETUPS_DROPPED) > before + 2);
      assertThat(plain.isConnected()).isFalse();
    }

    assertThat(server.counters.get(GatewayCounter.SESSIONS_OPENED)).isEqualTo(opened);
    assertThat(server.faultCount()).isZero();
  }

  @Test
  void refusesAPortInUse() throws Exception {
    GatewayConfig same = TestConfigs.gateway("port = " + address.port());
    assertThatThrownBy(() -> new AeronServer(same).close())
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("port in use: 127.0.0.1:" + address.port() + " (udp)");

    int port = TestConfigs.freePort();
    GatewayConfig free = TestConfigs.gateway("port = " + port);
    try (DatagramSocket second = new DatagramSocket(port + 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> new AeronServer(free).close())
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("port in use: 127.0.0.1:" + second.getLocalPort() + " (udp)");
    }
    new AeronServer(free).close();
  }

  @Test
  void refusesAHostOfAnotherMachine() {
    GatewayConfig elsewhere = TestConfigs.gateway("host = \"192.0.2.1\", port = 7777");

    assertThatThrownBy(() -> new AeronServer(elsewhere).close())
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("cannot listen: 192.0.2.1:7777 (udp)");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    RecordingHandler heard = new RecordingHandler();
    ServerAddress nobody = new ServerAddress("127.0.0.1", TestConfigs.freePort());
    ClientConfig impatient =
        new ClientConfig(TimeUnit.MILLISECONDS.toNanos(500), 1_000_000_000L, 1_000_000_000L);
    GameClient client = new GameClient(driver, nobody, new TrustForThisRun(), heard, impatient);

    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.closeReasons).containsExactly(CloseReason.NO_ANSWER);
    assertThat(heard.texts)
        .containsExactly("no Keepstone server answers at " + nobody + " (udp): is it running?");
  }

  @Test
  void saysThatAnAddressMeansNothing() {
    RecordingHandler heard = new RecordingHandler();
    GameClient client =
        new GameClient(
            driver,
            new ServerAddress("no-such-host.invalid", 7777),
            new TrustForThisRun(),
            heard,
            ClientConfig.DEFAULT);

    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.closeReasons).containsExactly(CloseReason.BAD_ADDRESS);
    assertThat(heard.texts.get(0)).contains("no-such-host.invalid:7777");
  }

  @Test
  void noticesThatTheServerStops() throws Exception {
    GatewayConfig config = TestConfigs.gateway("port = " + TestConfigs.freePort());
    RecordingHandler heard = new RecordingHandler();
    AeronServer mortal = new AeronServer(config);
    GameClient client =
        new GameClient(
            driver,
            new ServerAddress(config.host(), config.port()),
            new TrustForThisRun(),
            heard,
            new ClientConfig(
                ClientConfig.DEFAULT.connectTimeoutNs(),
                TimeUnit.SECONDS.toNanos(1),
                ClientConfig.DEFAULT.pingIntervalNs()));
    enter(client, "hugo");

    mortal.close();
    until(client, () -> client.state() == ClientState.CLOSED);

    assertThat(heard.closeReasons).containsExactly(CloseReason.SERVER_LOST);
  }

  /** Remembers what the client sent. */
  private static final class TappedLink implements ClientLink {
    private final List<byte[]> sent = new ArrayList<>();
    private final ClientLink link;

    TappedLink(ClientLink link) {
      this.link = link;
    }

    /** Sends all of it again, and returns how many frames that are. */
    int replay() {
      for (byte[] frame : sent) {
        AeronIntegrationTest.offer(link, frame);
      }
      return sent.size();
    }

    @Override
    public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
      byte[] frame = new byte[lengthBytes];
      buffer.getBytes(offset, frame);
      sent.add(frame);
      return link.offer(buffer, offset, lengthBytes);
    }

    @Override
    public boolean isConnected() {
      return link.isConnected();
    }

    @Override
    public @Nullable String failure() {
      return link.failure();
    }

    @Override
    public boolean isHungUp() {
      return link.isHungUp();
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
      return link.poll(handler, limit);
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** A link without a client, as a stranger has. */
  private static AeronClientLink connected() {
    AeronClientLink link = (AeronClientLink) driver.connect(address);
    until(List.of(), link::isConnected);
    return link;
  }

  private static void offer(ClientLink link, byte[] frame) {
    UnsafeBuffer buffer = new UnsafeBuffer(frame);
    until(List.of(), () -> link.offer(buffer, 0, frame.length));
  }

  private static GameClient register(String name) {
    GameClient client = client(new RecordingHandler());
    enter(client, name);
    return client;
  }

  private static void enter(GameClient client, String name) {
    until(client, () -> client.state() == ClientState.READY);
    assertThat(client.register(name, PASSWORD)).isTrue();
    until(client, () -> client.state() == ClientState.PLAYING);
  }

  private static GameClient client(RecordingHandler handler) {
    return new GameClient(driver, address, new TrustForThisRun(), handler, ClientConfig.DEFAULT);
  }

  private static void until(GameClient client, BooleanSupplier condition) {
    until(List.of(client), condition);
  }

  private static void untilAll(List<GameClient> clients, Predicate<GameClient> condition) {
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
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
