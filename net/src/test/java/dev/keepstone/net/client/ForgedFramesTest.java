package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.gateway.GatewayConfig;
import dev.keepstone.net.harness.AeronServer;
import dev.keepstone.net.harness.RecordingHandler;
import dev.keepstone.net.harness.TestConfigs;
import dev.keepstone.net.transport.ForgedFrames;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.TransportCounter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Strangers on real ports of a server that somebody plays on. With 100 000 frames: {@code mvn -pl
 * net -am verify -Dtest=ForgedFramesTest -Dkeepstone.forged.frames=100000}. What a frame costs and
 * whether players feel it: {@code load.jar forge}.
 */
final class ForgedFramesTest {
  private static final int FRAMES = Integer.getInteger("keepstone.forged.frames", 20_000);
  private static final int SNAPSHOTS = 200;
  private static final long MIB = 1 << 20;

  private static AeronServer server;
  private static ClientDriver driver;
  private static ServerAddress address;

  private final SecureRandom random = new SecureRandom();
  private final RecordingHandler heard = new RecordingHandler();

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
  void makeNoImageTakeNoMemoryAndDisturbNobody() throws Exception {
    AeronClientLink link = (AeronClientLink) driver.connect(address);
    GameClient victim = playing(link, "victim");
    int sessions = server.gateway.sessionCount();
    long bytesBefore = sizeOf(server.aeronDirectory());
    long imagesBefore = filesIn(server.aeronDirectory().resolve("images"));
    long droppedBefore = dropped();
    long seed = System.nanoTime();
    Random dice = new Random(seed);
    ForgedFrames forged = new ForgedFrames(dice, link.responseSessionId());

    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < FRAMES; i++) {
        byte[] frame = forged.next();
        int port =
            address.port()
                + 1
                + dice.nextInt(PlayerChannels.lastPort(address.port(), 2) - address.port());
        socket.send(
            new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), port));
        if (i % 50 == 0) {
          victim.poll(System.nanoTime());
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
    int sequence = victim.move(1, 0, 1);
    until(victim, () -> heard.ackedSequence == sequence);

    // Every other frame is a data, set-up, status or NAK frame that passes Aeron's own checks.
    assertThat(dropped() - droppedBefore).as("seed=%d", seed).isGreaterThan(FRAMES / 4);
    assertThat(server.gateway.sessionCount()).isEqualTo(sessions);
    assertThat(filesIn(server.aeronDirectory().resolve("images"))).isEqualTo(imagesBefore);
    assertThat(sizeOf(server.aeronDirectory()) - bytesBefore).isLessThanOrEqualTo(MIB);
    assertThat(victim.state()).isEqualTo(ClientState.PLAYING);
    victim.close();
  }

  @Test
  void redirectNothing() throws Exception {
    AeronClientLink link = (AeronClientLink) driver.connect(address);
    GameClient victim = playing(link, "target");
    int responsePort = link.responsePort();
    server.world.tickLengthMs(10);
    int before = heard.snapshotCount;
    long dropped = server.passes.counters().get(TransportCounter.STATUS_DROPPED);

    // He has seen the victim's session id, and sits behind the same address.
    try (DatagramSocket thief = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ForgedFrames forged = new ForgedFrames(new Random(1), link.responseSessionId());
      int sent = 0;
      while (heard.snapshotCount < before + SNAPSHOTS) {
        for (byte[] frame : new byte[][] {forged.setupRequest(), forged.statusMessage()}) {
          thief.send(
              new DatagramPacket(
                  frame, frame.length, InetAddress.getLoopbackAddress(), responsePort));
          sent++;
        }
        int next = heard.snapshotCount + 10;
        until(victim, () -> heard.snapshotCount >= next);
      }
      thief.setSoTimeout(1);
      DatagramPacket stolen = new DatagramPacket(new byte[2_000], 2_000);
      boolean gotOne = true;
      try {
        thief.receive(stolen);
      } catch (SocketTimeoutException e) {
        gotOne = false;
      }
      assertThat(gotOne).as("a packet of the victim's went to the thief").isFalse();
      assertThat(server.passes.counters().get(TransportCounter.STATUS_DROPPED) - dropped)
          .isGreaterThanOrEqualTo(sent);
    }
    assertThat(heard.snapshotsMissed).as("of %d", SNAPSHOTS).isZero();
    victim.close();
  }

  private GameClient playing(AeronClientLink link, String name) {
    GameClient client =
        new GameClient(link, address, new TrustForThisRun(), heard, ClientConfig.DEFAULT, random);
    until(client, () -> client.state() == ClientState.READY);
    assertThat(client.register(name, "correct horse".toCharArray())).isTrue();
    until(client, () -> client.state() == ClientState.PLAYING);
    until(client, () -> heard.snapshotCount > 2);
    return client;
  }

  private static void until(GameClient client, BooleanSupplier condition) {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("reached in time").isLessThan(limitNs);
      client.poll(System.nanoTime());
      LockSupport.parkNanos(500_000);
    }
  }

  private static long dropped() {
    long sum = 0;
    for (TransportCounter counter : TransportCounter.values()) {
      sum += counter.metricName().endsWith("_dropped") ? server.passes.counters().get(counter) : 0;
    }
    return sum;
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
