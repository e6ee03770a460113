package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks of a server, and what a server refuses at its start. */
class OperatorIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path home;

  private KeepstoneProcess keepstone(int code, String... arguments) throws InterruptedException {
    KeepstoneProcess process = KeepstoneProcess.start(home, arguments);
    try (process) {
      assertThat(process.awaitExit(TIMEOUT)).as(process.output()).isEqualTo(code);
    }
    return process;
  }

  private static String status(RunningServer server) {
    return "127.0.0.1:" + (server.port() + 3);
  }

  @Test
  void statusTellsHowTheServerIs() throws Exception {
    try (RunningServer server = RunningServer.start(home)) {
      String json = keepstone(0, "status", "--server", status(server), "--json").output();
      Config status = ConfigFactory.parseString(json);
      assertThat(status.getString("health")).isEqualTo("ok");
      assertThat(status.getInt("playing")).isZero();
      assertThat(status.getString("link")).isEqualTo("ready");
      assertThat(status.getString("durability")).isEqualTo("appendonly, fsync always");
    }
    keepstone(1, "status", "--server", "127.0.0.1:1");
  }

  @Test
  void aStoreThatLostItsDataIsRefusedUntilAdopted() throws Exception {
    RunningServer.start(home).close();
    Path redis = home.resolve("data/redis");
    delete(redis.resolve("appendonlydir"));
    Files.deleteIfExists(redis.resolve("dump.rdb"));
    String data = home.resolve("data").toString();

    String refused = keepstone(1, "serve", "--data", data).output();

    assertThat(refused.lines().toList())
        .anyMatch(line -> line.startsWith("keepstone: the store has lost its data"));
    assertThat(keepstone(0, "world", "adopt", "--data", data).output()).contains("adopted: world=");
    RunningServer.start(home).close();
  }

  @Test
  void aSecondServerOfTheSameNameLeavesTheFirstAlone() throws Exception {
    try (RunningServer first = RunningServer.start(home)) {
      String store = "redis-socket://" + first.data().resolve("redis/redis.sock").toRealPath();
      String other = home.resolve("other").toString();

      String refused = keepstone(1, "serve", "--data", other, "--store", store).output();

      assertThat(refused).contains("another server runs under this name").contains("server-name");
      assertThat(keepstone(0, "status", "--server", status(first)).output()).contains("ready");
    }
  }

  @Test
  void aStoreThatCanLoseWhatItConfirmsIsRefusedWhereThatIsWanted() throws Exception {
    try (RunningServer first = RunningServer.start(home)) {
      Path socket = first.data().resolve("redis/redis.sock").toRealPath();
      tell(socket, "CONFIG SET appendfsync everysec");
      String other = home.resolve("other").toString();
      KeepstoneProcess refused =
          KeepstoneProcess.start(
              home,
              Map.of(
                  "CONFIG_FORCE_keepstone_persistence_server__name",
                  "two",
                  "CONFIG_FORCE_keepstone_persistence_store_require__durable",
                  "true"),
              "serve",
              "--data",
              other,
              "--store",
              "redis-socket://" + socket);
      try (refused) {
        assertThat(refused.awaitExit(TIMEOUT)).as(refused.output()).isEqualTo(1);
      }
      assertThat(refused.output())
          .contains("appendfsync is everysec, not always: a power cut loses")
          .contains("require-durable=true");
    }
  }

  private static void tell(Path socket, String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap((command + "\r\n").getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer reply = ByteBuffer.allocate(64);
      channel.read(reply);
      assertThat((char) reply.get(0)).isEqualTo('+');
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
