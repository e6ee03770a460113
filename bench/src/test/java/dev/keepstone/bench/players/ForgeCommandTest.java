package dev.keepstone.bench.players;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.bench.load.CommandRun;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command at a real server, small. */
class ForgeCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  private int forge(String... arguments) {
    return CommandRun.execute(new ForgeCommand(), out, arguments);
  }

  @Test
  void forgesWhilePlayersPlayAndTells() {
    Path json = folder.resolve("figures.json");

    int code =
        forge(
            "--players=3",
            "--frames=2000",
            "--rounds=1",
            "--seconds=1",
            "--warm-up=0",
            "--json=" + json,
            "--require=dropped<=0,images<=0,bytes<=1048576,counted>=0.25");

    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString()).contains("3 players").contains("2000 forged frames");
    Config figures = ConfigFactory.parseFile(json.toFile()).getConfig("figures");
    assertThat(figures.getDouble("quietP99")).isPositive();
    assertThat(figures.getDouble("p99")).isPositive();
    assertThat(figures.getDouble("framesPerSecond")).isBetween(100.0, 2_100.0);
    assertThat(ForgeReport.FIGURES).containsAll(figures.root().keySet());
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(forge("--frames", "0")).isEqualTo(1);
    assertThat(forge("--require", "speed>1")).isEqualTo(1);
    assertThat(out.toString().strip().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("--frames is 0"))
        .anyMatch(line -> line.contains("speed>1"));
  }
}
