package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.transport.PlayerChannels;
import io.aeron.protocol.HeaderFlyweight;
import io.aeron.protocol.SetupFlyweight;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at the edges: one clear line, the right exit code, and the server lives on. */
class MistakesIT {
  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, String> PASSWORD = Map.of("PW", "correct horse battery");

  @TempDir private static Path home;
  private static RunningServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = RunningServer.start(home);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private static KeepstoneProcess play(
      Map<String, String> environment, String input, String... more) throws IOException {
    String[] arguments = {
      "play",
      "--plain",
      "--server",
      server.address(),
      "--password-env",
      "PW",
      "--known-servers",
      home.resolve("known").toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return server.run(environment, input, all);
  }

  private static void register(String name) throws Exception {
    try (KeepstoneProcess client = play(PASSWORD, "quit\n", "--user", name, "--register")) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).as(client.output()).isZero();
    }
  }

  private static void assertServerLives(String newName) throws Exception {
    register(newName);
    assertThat(server.process().isAlive()).isTrue();
  }

  private static String onlyLineOf(KeepstoneProcess client) {
    assertThat(client.output().strip().lines()).as(client.output()).hasSize(1);
    return client.output().strip();
  }

  @Test
  void scriptedSessionLooksWalksTalksAndLeaves() throws Exception {
    try (KeepstoneProcess client =
        play(
            PASSWORD,
            "look\nwho\nsay hello\ngo e 2\nwhere\nquit\n",
            "--user",
            "walker",
            "--register")) {
      int code = client.awaitExit(CLIENT_TIMEOUT);
      assertThat(client.output())
          .contains("Welcome, walker.")
          .contains("walker")
          .contains("You say: hello")
          .containsPattern("(You walk to|Something is in the way)")
          .contains("Everything is saved.");
      assertThat(code).isZero();
    }
    assertThat(server.inspect(java.util.List.of("walker")).get("walker").getBoolean("released"))
        .isTrue();
  }

  @Test
  void wrongPasswordAndUnknownNameAreRefusedAlike() throws Exception {
    register("alice");
    try (KeepstoneProcess wrong = play(Map.of("PW", "wrong horse battery"), "", "--user", "alice");
        KeepstoneProcess unknown = play(PASSWORD, "", "--user", "nobody")) {
      assertThat(wrong.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(unknown.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(onlyLineOf(wrong)).isEqualTo(onlyLineOf(unknown)).containsIgnoringCase("password");
    }
  }

  @Test
  void takenNameIsRefused() throws Exception {
    register("bob");
    try (KeepstoneProcess client = play(PASSWORD, "", "--user", "bob", "--register")) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(onlyLineOf(client)).containsIgnoringCase("name").containsIgnoringCase("taken");
    }
  }

  @Test
  void weakPasswordIsRefused() throws Exception {
    try (KeepstoneProcess client = play(Map.of("PW", "short"), "", "--user", "eve", "--register")) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(onlyLineOf(client)).contains("8");
    }
  }

  @Test
  void unknownServerKeyIsRefused() throws Exception {
    String other = otherIdentity();
    try (KeepstoneProcess client = play(PASSWORD, "", "--user", "carol", "--server-key", other)) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(client.output()).contains(server.key()).contains(other);
    }
    Path known = home.resolve("known_other");
    Files.writeString(known, server.address() + " " + other + System.lineSeparator());
    try (KeepstoneProcess client =
        server.run(
            PASSWORD,
            "",
            "play",
            "--plain",
            "--server",
            server.address(),
            "--password-env",
            "PW",
            "--user",
            "carol",
            "--known-servers",
            known.toString())) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(client.output()).contains(server.key()).contains(other);
    }
  }

  private static String otherIdentity() {
    return ServerIdentity.generate(new SecureRandom()).fingerprint();
  }

  @Test
  void garbageDatagramsAreIgnored() throws Exception {
    Random random = new Random(11);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 500; i++) {
        byte[] junk = new byte[1 + random.nextInt(1_200)];
        random.nextBytes(junk);
        for (int port = server.port(); port <= PlayerChannels.lastPort(server.port(), 4); port++) {
          socket.send(
              new DatagramPacket(junk, junk.length, InetAddress.getLoopbackAddress(), port));
        }
      }
    }
    assertServerLives("afterjunk");
  }

  /**
   * Aeron makes a log as large as a set-up frame asks for: one such datagram of a stranger made a
   * log of 3 GiB and ended the server.
   */
  @Test
  void setUpFrameWithAnotherTermMakesNoLog() throws Exception {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[SetupFlyweight.HEADER_LENGTH]);
    SetupFlyweight setUp = new SetupFlyweight(buffer);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int session = 1; session <= 20; session++) {
        setUp
            .sessionId(session)
            .streamId(1)
            .initialTermId(1)
            .activeTermId(1)
            .termOffset(0)
            .termLength(1 << 30)
            .mtuLength(1408)
            .version((short) 0)
            .headerType(HeaderFlyweight.HDR_TYPE_SETUP)
            .frameLength(SetupFlyweight.HEADER_LENGTH);
        socket.send(
            new DatagramPacket(
                buffer.byteArray(),
                buffer.capacity(),
                InetAddress.getLoopbackAddress(),
                PlayerChannels.requestPort(server.port(), session % 4)));
      }
    }
    assertServerLives("aftersetup");
    try (Stream<Path> logs = Files.list(server.data().resolve("aeron").resolve("images"))) {
      assertThat(logs).allMatch(log -> log.toFile().length() < 1 << 20);
    }
  }

  @Test
  void secondServerOnTheSameDataFolderIsRefused() throws Exception {
    try (KeepstoneProcess second =
        KeepstoneProcess.start(
            home,
            "serve",
            "--data",
            server.data().toString(),
            "--port",
            Integer.toString(KeepstoneProcess.freePort()))) {
      assertThat(second.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(second.output()).contains("pid");
    }
    assertServerLives("aftersecond");
  }

  @Test
  void portInUseIsRefused(@TempDir Path otherHome) throws Exception {
    try (KeepstoneProcess second =
        KeepstoneProcess.start(
            otherHome,
            "serve",
            "--data",
            otherHome.resolve("data").toString(),
            "--port",
            Integer.toString(server.port()))) {
      assertThat(second.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(second.output())
          .containsIgnoringCase("in use")
          .contains(Integer.toString(server.port()));
    }
    assertServerLives("afterport");
  }

  @Test
  void fullDiskFolderIsRefused(@TempDir Path mountPoint) throws Exception {
    boolean mounted =
        KeepstoneProcess.run(
                "mount", "-t", "tmpfs", "-o", "size=1m", "keepstone-test", mountPoint.toString())
            == 0;
    assumeTrue(mounted, "skipped: mounting a small tmpfs needs root on Linux");
    try (KeepstoneProcess second =
        KeepstoneProcess.start(
            home,
            "serve",
            "--data",
            mountPoint.toString(),
            "--port",
            Integer.toString(KeepstoneProcess.freePort()))) {
      assertThat(second.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(second.output())
          .contains(mountPoint.toString())
          .containsIgnoringCase("free")
          .doesNotContain("Exception");
    } finally {
      KeepstoneProcess.run("umount", mountPoint.toString());
    }
  }

  @Test
  void mapThatDoesNotLoadIsNamed() throws Exception {
    Path map = home.resolve("broken.tmj");
    Files.writeString(map, "{\"width\": 3, \"height\": 3, \"layers\": []}");
    Path config = home.resolve("broken.conf");
    Files.writeString(config, "keepstone.server.maps = [\"" + map + "\"]\n");
    try (KeepstoneProcess broken =
        KeepstoneProcess.start(
            home,
            "serve",
            "--config",
            config.toString(),
            "--data",
            home.resolve("brokendata").toString(),
            "--port",
            Integer.toString(KeepstoneProcess.freePort()))) {
      assertThat(broken.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(broken.output()).contains("broken.tmj").doesNotContain("Exception");
    }
  }

  @Test
  void nobodyThereIsSaid() throws Exception {
    int port = KeepstoneProcess.freePort();
    try (KeepstoneProcess client =
        server.run(
            PASSWORD,
            "",
            "play",
            "--plain",
            "--server",
            "127.0.0.1:" + port,
            "--password-env",
            "PW",
            "--user",
            "dora")) {
      assertThat(client.awaitExit(CLIENT_TIMEOUT)).isEqualTo(1);
      assertThat(onlyLineOf(client)).contains("127.0.0.1:" + port);
    }
  }

  @Test
  void wrongCommandLineIsAUsageError() throws Exception {
    try (KeepstoneProcess wrong = KeepstoneProcess.start(home, "serve", "--port", "many")) {
      assertThat(wrong.awaitExit(CLIENT_TIMEOUT)).isEqualTo(2);
      assertThat(wrong.output()).contains("--port").doesNotContain("\tat ");
    }
  }
}
