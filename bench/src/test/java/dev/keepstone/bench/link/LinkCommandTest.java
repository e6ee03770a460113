package dev.keepstone.bench.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.bench.load.CommandRun;
import java.io.StringWriter;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The whole command over real links, small; and what its report says of losses. */
class LinkCommandTest {
  private final StringWriter out = new StringWriter();

  private int link(String arguments) {
    return CommandRun.execute(new LinkCommand(), out, arguments.split(" ", -1));
  }

  @Test
  void carriesMessagesOfTwoGateways() {
    int code =
        link(
            "--messages 60 --gateways 2 --rounds 1 --seconds 1 --warm-up 0"
                + " --require inputs>1,updates>1,lost<=0,linkCores>0,inputP99>0");

    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("60 messages a second each way, 64 B up, 300 B down, over 2 streams each way")
        .contains("lost       0");
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(link("--messages 19")).isEqualTo(1);
    assertThat(link("--messages 100 --gateways 6")).isEqualTo(1);
    assertThat(link("--update-bytes 1201")).isEqualTo(1);
    assertThat(link("--require speed>1")).isEqualTo(1);
    assertThat(out.toString().strip().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("--messages is 19"))
        .anyMatch(line -> line.contains("--gateways is 6"))
        .anyMatch(line -> line.contains("--update-bytes is 1201"))
        .anyMatch(line -> line.contains("speed>1"));
  }

  @Test
  void countsWhatHasNotComeBeyondWhatIsOnItsWay() {
    LinkReport report = new LinkReport(new LinkPlan(200, 1, 64, 300, 2, 1, 0));

    report.add(round(new LinkReport.Counts(100, 0, 95), new LinkReport.Counts(100, 3, 100)));
    report.add(round(new LinkReport.Counts(100, 0, 92), new LinkReport.Counts(100, 4, 95)));

    Map<String, Double> figures = report.figures();
    assertThat(figures).containsEntry("lost", 3.0).containsEntry("refused", 7.0);
    assertThat(LinkReport.FIGURES).containsAll(figures.keySet());
    assertThat(report.isSound()).isTrue();
    report.add(round(new LinkReport.Counts(100, 0, 0), new LinkReport.Counts(1, 0, 1)));
    assertThat(report.isSound()).isFalse();
  }

  private static LinkReport.Round round(LinkReport.Counts inputs, LinkReport.Counts updates) {
    Histogram us = new Histogram(3);
    us.recordValue(1_000);
    return new LinkReport.Round(1, us, us, inputs, updates, 0.1, 0.1, 0.3, 0);
  }
}
