package dev.keepstone.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.persistence.config.PersistenceConfig;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command on a real Redis, small. */
class FlushCommandTest {
  private static final PersistenceConfig CONFIG =
      PersistenceConfig.of(ConfigFactory.parseResources("config/keepstone.conf").resolve());

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedRedis redis;

  @SuppressWarnings("NullAway.Init")
  private RespSocket socket;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void startRedis() throws IOException {
    redis =
        EmbeddedRedis.start(
            CONFIG.embedded(
                folder.resolve("data"), Files.readString(Path.of("..", "config", "redis.conf"))));
    socket = RespSocket.connect(LoadAddress.parse(uri()));
  }

  @AfterEach
  void stopRedis() {
    socket.close();
    redis.stop();
  }

  private String uri() {
    return "redis-socket://" + redis.socket();
  }

  private int flush(String... more) {
    List<String> arguments = new ArrayList<>(List.of("flush", "--store", uri()));
    arguments.addAll(List.of("--players", "200", "--rounds", "2", "--warm-up", "1"));
    arguments.addAll(List.of(more));
    CommandLine load = Load.commandLine();
    load.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return load.execute(arguments.toArray(new String[0]));
  }

  @Test
  void flushesChecksTellsAndLeavesNothing() {
    Path json = folder.resolve("figures.json");

    int code =
        flush("--dirty", "50%", "--require", "ratio>0.0001,rejected<=0", "--json", json.toString());

    assertThat(code).as(out + "\n" + err).isZero();
    assertThat(out.toString())
        .contains("2 rounds of 100 rows, 1024 bytes a record")
        .contains("all 200 records in Redis equal memory");
    Config figures = ConfigFactory.parseFile(json.toFile()).getConfig("figures");
    assertThat(figures.getDouble("players")).isPositive();
    assertThat(figures.getDouble("raw")).isPositive();
    assertThat(figures.getDouble("wrong")).isZero();
    assertThat(socket.ask("DBSIZE")).as("keys left").isEqualTo(0L);
  }

  @Test
  void aMissedRequirementIsSaidAndFails() {
    assertThat(flush("--require", "ratio>=1000")).isEqualTo(1);
    assertThat(out.toString()).contains("MISSED     ratio>=1000 but it is ");
  }

  @Test
  void aStoreWithAWorldIsLeftAlone() {
    socket.ask("SET", "player:{s01}:7", "somebody");

    assertThat(flush()).isEqualTo(1);

    assertThat(err.toString()).contains("holds a world").contains("player:{s01}:7");
    assertThat(socket.askText("GET", "player:{s01}:7")).isEqualTo("somebody");
    assertThat(socket.ask("DBSIZE")).isEqualTo(1L);
  }

  @Test
  void whatAKilledRunLeftIsCleanedUp() {
    socket.ask("SET", "load:run", "1");
    socket.ask("SET", "player:{s01}:7", "left over");
    socket.ask("HSET", "server:load", "incarnation", "abc");
    socket.ask("SET", "lease:abc", "server:load");

    assertThat(flush()).as(out + "\n" + err).isZero();

    assertThat(socket.ask("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void fsyncIsSetBack() {
    assertThat(flush("--fsync", "everysec")).isZero();

    assertThat(out.toString()).contains("appendfsync everysec");
    List<?> setting = (List<?>) Objects.requireNonNull(socket.ask("CONFIG", "GET", "appendfsync"));
    assertThat((byte[]) setting.get(1)).asString().isEqualTo("always");
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(flush("--require", "speed>1")).isEqualTo(1);
    assertThat(flush("--record-bytes", "100")).isEqualTo(1);
    assertThat(flush("--dirty", "200%")).isEqualTo(1);
    assertThat(err.toString().strip().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("speed>1"))
        .anyMatch(line -> line.contains("--record-bytes 100"))
        .anyMatch(line -> line.contains("--dirty"));
  }

  @Test
  void readsWhatRedisBenchmarkSays() {
    String csv = "\"test\",\"rps\",\"avg_latency_ms\"\n\"SET\",\"123456.79\",\"0.5\"\n";

    assertThat(RedisBenchmark.rate(csv)).isEqualTo(123456.79);
  }
}
