package dev.keepstone.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, real kills: nothing acknowledged is lost and nothing is there twice. */
class CrashIT {
  @TempDir private Path home;

  @Test
  void nothingIsLostOrDoubledInThreeCrashes() throws Exception {
    Config figures = crash(3, 40, Duration.ofMinutes(6));
    // A comparison of nothing would also find nothing.
    assertThat(figures.getLong("acknowledged")).isGreaterThan(60);
    assertThat(figures.getLong("holdings")).isGreaterThan(40);
  }

  @Test
  @EnabledIfSystemProperty(named = "keepstone.proof", matches = "true")
  void nothingIsLostOrDoubledInTwentyCrashesOfTwoHundredPlayers() throws Exception {
    crash(20, 200, Duration.ofMinutes(40));
  }

  @Test
  @EnabledIfSystemProperty(named = "keepstone.proof", matches = "true")
  void nothingAcknowledgedIsLostInTenPowerCuts() throws Exception {
    String missing = PowerCutShim.missing();
    assumeTrue(missing == null, "skipped: " + missing);
    crash(10, 60, Duration.ofMinutes(20), "--power-cut");
  }

  @Test
  @EnabledIfSystemProperty(named = "keepstone.proof", matches = "true")
  void nothingGrowsInTenMinutes() throws Exception {
    LoadJar.Ended ended =
        LoadJar.run(home, Duration.ofMinutes(25), "soak", "--minutes", "10", "--bots", "100");
    assertThat(ended.code()).as(ended.output()).isZero();
    System.out.println(ended.output());
  }

  private Config crash(int cycles, int bots, Duration timeout, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "crash",
                "--cycles",
                Integer.toString(cycles),
                "--bots",
                Integer.toString(bots),
                "--data",
                home.resolve("run").toString(),
                "--json",
                home.resolve("crash.json").toString()));
    arguments.addAll(List.of(more));
    LoadJar.Ended ended = LoadJar.run(home, timeout, arguments.toArray(new String[0]));
    assertThat(ended.code()).as(ended.output()).isZero();
    System.out.println(ended.output());
    Config figures = ConfigFactory.parseFile(home.resolve("crash.json").toFile());
    assertThat(figures.getInt("cycles")).isEqualTo(cycles);
    assertThat(figures.getLong("compared")).isEqualTo(figures.getLong("acknowledged"));
    assertThat(figures.getLong("lost")).isZero();
    assertThat(figures.getLong("doubled")).isZero();
    return figures;
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAlone() throws Exception {
    Path theirs = Files.createDirectory(home.resolve("theirs"));
    Files.writeString(theirs.resolve("precious"), "x");
    LoadJar.Ended ended =
        LoadJar.run(home, Duration.ofMinutes(1), "crash", "--data", theirs.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("left alone").contains("--data");
    assertThat(theirs.resolve("precious")).exists();
  }
}
