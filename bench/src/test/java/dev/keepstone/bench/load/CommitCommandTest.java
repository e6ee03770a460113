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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command on a real Redis, small. What it shares with flush is tested there. */
class CommitCommandTest {
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

  private int commit(String... more) {
    List<String> arguments = new ArrayList<>(List.of("commit", "--store", uri()));
    arguments.addAll(List.of("--players", "51", "--seconds", "1", "--in-flight", "8"));
    arguments.addAll(List.of(more));
    CommandLine load = Load.commandLine().setOverwrittenOptionsAllowed(true);
    load.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return load.execute(arguments.toArray(new String[0]));
  }

  @Test
  void commitsBesideAFlushChecksTellsAndLeavesNothing() {
    Path json = folder.resolve("figures.json");

    int code =
        commit(
            "--beside-flush",
            "100",
            "--require",
            "commits>1,unbalanced<=0,p99<60s",
            "--json",
            json.toString());

    assertThat(code).as(out + "\n" + err).isZero();
    assertThat(out.toString())
        .contains("1 rounds of a second")
        .contains("all 151 records in Redis equal memory")
        .contains("entries balance with what everybody has");
    Config figures = ConfigFactory.parseFile(json.toFile()).getConfig("figures");
    assertThat(figures.getDouble("commits")).isPositive();
    assertThat(figures.getDouble("raw")).isPositive();
    assertThat(figures.getDouble("flushed")).isPositive();
    assertThat(figures.getDouble("refused")).isZero();
    assertThat(socket.ask("DBSIZE")).as("keys left").isEqualTo(0L);
  }

  @Test
  void aStoreWithALedgerIsLeftAlone() {
    socket.ask("XADD", "ledger", "*", "lines", "x");

    assertThat(commit()).isEqualTo(1);

    assertThat(err.toString()).contains("holds a world").contains("ledger");
    assertThat(socket.ask("XLEN", "ledger")).isEqualTo(1L);
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(commit("--require", "speed>1")).isEqualTo(1);
    assertThat(commit("--in-flight", "26")).isEqualTo(1);
    assertThat(commit("--seconds", "0")).isEqualTo(1);
    assertThat(err.toString().strip().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("speed>1"))
        .anyMatch(line -> line.contains("--in-flight is 26"))
        .anyMatch(line -> line.contains("--seconds is 0"));
  }
}
