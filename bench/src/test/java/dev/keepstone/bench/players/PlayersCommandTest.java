package dev.keepstone.bench.players;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.bench.load.CommandRun;
import dev.keepstone.bench.load.LoadException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command at a real server, small; and what its report says of rounds. */
class PlayersCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  private int players(String... arguments) {
    return CommandRun.execute(new PlayersCommand(), out, arguments);
  }

  @Test
  void letsPlayersWalkBesidePlainUdpAndTells() {
    Path json = folder.resolve("figures.json");
    List<String> arguments = new ArrayList<>(List.of("--players", "5", "--ports", "1"));
    arguments.addAll(
        List.of("--rounds", "1", "--seconds", "3", "--warm-up", "0", "--json", json.toString()));
    arguments.addAll(List.of("--require", "dropped<=0,inputs>=1,updates>=1,transportCores>0"));

    int code = players(arguments.toArray(new String[0]));

    if (out.toString().contains("VOID")) {
      assertThat(code).as("a machine this busy says nothing about players").isEqualTo(1);
      return;
    }
    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString()).contains("5 players, 20 inputs").contains("counted    1 of 1");
    Config figures = ConfigFactory.parseFile(json.toFile()).getConfig("figures");
    assertThat(figures.getDouble("p99")).isGreaterThan(figures.getDouble("p50") - 1e-9);
    assertThat(figures.getDouble("bytes")).isPositive();
    assertThat(figures.getDouble("plainP50")).isPositive();
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(players("--players", "0")).isEqualTo(1);
    assertThat(players("--ports", "17")).isEqualTo(1);
    assertThat(players("--require", "speed>1")).isEqualTo(1);
    assertThat(out.toString().strip().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("--players is 0"))
        .anyMatch(line -> line.contains("--ports is 17"))
        .anyMatch(line -> line.contains("speed>1"));
  }

  @Test
  void aRoundInWhichPlainUdpWasSlowDoesNotCount() {
    PlayersReport report = new PlayersReport(new PlayersPlan(10, 20, 1, 2, 1, 0, false));

    report.add(game(500, 2), plain(76));
    assertThat(report.isSound()).isFalse();
    assertThat(report.figures()).doesNotContainKey("p99");
    assertThat(report.lines()).anyMatch(line -> line.startsWith("VOID"));
    report.add(game(60, 0), plain(50));

    assertThat(report.isSound()).isTrue();
    Map<String, Double> figures = report.figures();
    assertThat(figures).containsEntry("dropped", 2.0).containsEntry("counted", 1.0);
    assertThat(figures.get("p99")).isBetween(59.0, 61.0);
    assertThat(figures.get("cpuRatio")).isBetween(2.99, 3.01);
    assertThat(PlayersReport.FIGURES).containsAll(figures.keySet());
  }

  @Test
  void whereNobodyIsAnsweredNoTimeIsMet() {
    PlayersReport report = new PlayersReport(new PlayersPlan(10, 20, 1, 1, 1, 0, true));

    report.add(
        new PlayersReport.Game(new Histogram(3), 10, 6, 0, 0, 0.7, 0.1, 0.1, 0.9, 0.4, 0.1, 20),
        plain(50));

    assertThat(report.isSound()).isTrue();
    assertThat(report.figures()).containsEntry("dropped", 10.0).doesNotContainKeys("p50", "p99");
    assertThat(report.lines()).anyMatch(line -> line.contains("COLLAPSED"));
  }

  @Test
  void thePlainServerAnswersEverybodyAtItsRate() {
    PlayersPlan plan = new PlayersPlan(3, 50, 1, 1, 1, 0, false);
    Histogram roundTripsUs = new Histogram(60_000_000, 3);
    try (PlainServer server = new PlainServer(plan, 300);
        PlainCrowd crowd = new PlainCrowd(plan, server.address(), System.nanoTime())) {
      crowd.countInto(roundTripsUs);
      long limitNs = System.nanoTime() + 5_000_000_000L;
      while (roundTripsUs.getTotalCount() < 15 && System.nanoTime() - limitNs < 0) {
        crowd.play(System.nanoTime());
        LockSupport.parkNanos(100_000);
      }
      assertThat(roundTripsUs.getTotalCount()).isGreaterThanOrEqualTo(15);
      assertThat(crowd.inputs()).isGreaterThanOrEqualTo(15);
      assertThat(crowd.updates()).isGreaterThanOrEqualTo(15);
      assertThat(server.cpuNs()).isPositive();
    }
  }

  @Test
  void readsProcessorTimesOfThreads() {
    long pid = ProcessHandle.current().pid();
    ThreadTimes before = ThreadTimes.of(pid);
    double machineBefore = MachineTime.busySeconds();
    long limitNs = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() - limitNs < 0) {
      Thread.onSpinWait();
    }
    double all = ThreadTimes.of(pid).secondsSince(before, name -> true);

    assertThat(all).isBetween(0.01, 60.0);
    assertThat(MachineTime.busySeconds() - machineBefore).isBetween(0.01, 60.0);
    assertThat(ThreadTimes.of(pid).secondsSince(before, "no such thread"::equals)).isZero();
    assertThatThrownBy(() -> ThreadTimes.of(Integer.MAX_VALUE)).isInstanceOf(LoadException.class);
  }

  private static PlayersReport.Game game(long p99Ms, int lost) {
    return new PlayersReport.Game(
        histogram(p99Ms), lost, 20, 20, 1_000, 0.3, 0.2, 0.1, 0.7, 0.4, 0.1, 20);
  }

  private static PlayersReport.Plain plain(long p99Ms) {
    return new PlayersReport.Plain(histogram(p99Ms), 20, 20, 0.1);
  }

  private static Histogram histogram(long ms) {
    Histogram us = new Histogram(60_000_000, 3);
    us.recordValue(ms * 1_000);
    return us;
  }
}
