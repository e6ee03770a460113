package dev.keepstone.bench.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.bench.load.CommandRun;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the report of the command says; and the whole command at a real server, small, with {@code
 * -Dkeepstone.logins=true}.
 */
class LoginsCommandTest {
  private final StringWriter out = new StringWriter();

  private int logins(String arguments) {
    return CommandRun.execute(new LoginsCommand(), out, arguments.split(" ", -1));
  }

  /** Starts a server twice: some ten seconds, so only when it is asked for. */
  @Test
  @EnabledIfSystemProperty(named = "keepstone.logins", matches = "true")
  void everybodyRegistersAndComesBackAfterARestart() {
    int code =
        logins(
            "--players 3 --ports 1 --connecting 2"
                + " --require in>=3,thrownOut<=0,tickP99>0,passwordCores>0,loginP99>0");

    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString()).contains("3 of 3 in after").contains("thrown out of the world 0");
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(logins("--players 0")).isEqualTo(1);
    assertThat(logins("--ports 17")).isEqualTo(1);
    assertThat(logins("--hz 9")).isEqualTo(1);
    assertThat(logins("--require speed>1")).isEqualTo(1);
    assertThat(out.toString().strip().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("--players is 0"))
        .anyMatch(line -> line.contains("--ports is 17"))
        .anyMatch(line -> line.contains("--hz is 9"))
        .anyMatch(line -> line.contains("speed>1"));
  }

  @Test
  void tellsWhoIsMissingAndWhatWasAnswered() {
    LoginTally tally = new LoginTally();
    tally.onRefused(RefusalCode.BUSY);
    tally.onRefused(RefusalCode.BUSY);
    tally.onRefused(RefusalCode.EXPIRED);
    tally.onEntered(2_000_000_000L);
    tally.onLost(false, "no answer");
    LoginsReport report =
        new LoginsReport(
            new LoginsPlan(2, 1, 20, 1, 60), 1, 60, tally, 1, 20, 0, 0.5, 0.1, 0.9, 0.3, 0);

    Map<String, Double> figures = report.figures();
    assertThat(report.isSound()).isFalse();
    assertThat(figures)
        .containsEntry("missing", 1.0)
        .containsEntry("refused", 3.0)
        .containsEntry("failed", 1.0);
    assertThat(figures.get("loginP50")).isBetween(1_990.0, 2_010.0);
    assertThat(LoginsReport.FIGURES).containsAll(figures.keySet());
    assertThat(report.lines())
        .anyMatch(line -> line.contains("BUSY 2, EXPIRED 1"))
        .anyMatch(line -> line.contains("the last one: no answer"));
  }
}
