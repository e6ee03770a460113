package dev.keepstone.bench.link;

import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What a run has found: medians of its rounds; what was lost or refused, of all together. */
final class LinkReport implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "inputs",
          "updates",
          "inputP50",
          "inputP99",
          "updateP50",
          "updateP99",
          "refused",
          "lost",
          "serverCores",
          "gatewayCores",
          "linkCores",
          "processCores",
          "othersCores");

  /** Messages of one direction. */
  record Counts(long sent, long refused, long received) {
    static Counts of(Tally tally) {
      // What came was sent before: read in this order, nothing seems to come from nowhere.
      long received = tally.received();
      return new Counts(tally.sent(), tally.refused(), received);
    }

    Counts since(Counts before) {
      return new Counts(sent - before.sent, refused - before.refused, received - before.received);
    }
  }

  /**
   * A round.
   *
   * @param inputTimesUs from when an input was due to its arrival at the world's inbox
   * @param updateTimesUs from the world's word to the gateway's hearing it
   * @param serverCores of the links' thread, the driver and its client at the server
   * @param gatewayCores of the same three threads at the gateways
   * @param processCores of all of the measuring process
   * @param othersCores of the machine's other processes
   */
  record Round(
      double seconds,
      Histogram inputTimesUs,
      Histogram updateTimesUs,
      Counts inputs,
      Counts updates,
      double serverCores,
      double gatewayCores,
      double processCores,
      double othersCores) {}

  private final LinkPlan plan;
  private final List<Round> rounds = new ArrayList<>();

  LinkReport(LinkPlan plan) {
    this.plan = plan;
  }

  void add(Round round) {
    rounds.add(round);
  }

  /** Something went each way. */
  @Override
  public boolean isSound() {
    return rounds.stream()
        .allMatch(round -> round.inputs().received() > 0 && round.updates().received() > 0);
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("inputs", median(round -> round.inputs().received() / round.seconds()));
    figures.put("updates", median(round -> round.updates().received() / round.seconds()));
    figures.put("inputP50", median(round -> ms(round.inputTimesUs(), 50)));
    figures.put("inputP99", median(round -> ms(round.inputTimesUs(), 99)));
    figures.put("updateP50", median(round -> ms(round.updateTimesUs(), 50)));
    figures.put("updateP99", median(round -> ms(round.updateTimesUs(), 99)));
    figures.put("refused", (double) refused());
    figures.put("lost", (double) lost());
    figures.put("serverCores", median(Round::serverCores));
    figures.put("gatewayCores", median(Round::gatewayCores));
    figures.put("linkCores", median(round -> round.serverCores() + round.gatewayCores()));
    figures.put("processCores", median(Round::processCores));
    figures.put("othersCores", median(Round::othersCores));
    return figures;
  }

  private long refused() {
    return rounds.stream()
        .mapToLong(round -> round.inputs().refused() + round.updates().refused())
        .sum();
  }

  /**
   * What was taken and has not come, beyond what is on its way at the end: a tick's updates, and as
   * many inputs as are sent meanwhile.
   */
  private long lost() {
    long lost = 0;
    for (Counts counts : List.of(sum(true), sum(false))) {
      lost += Math.max(0, counts.sent() - counts.received() - plan.players());
    }
    return lost;
  }

  private Counts sum(boolean ofInputs) {
    long sent = 0;
    long received = 0;
    for (Round round : rounds) {
      Counts counts = ofInputs ? round.inputs() : round.updates();
      sent += counts.sent();
      received += counts.received();
    }
    return new Counts(sent, 0, received);
  }

  private double median(ToDoubleFunction<Round> figure) {
    return Samples.median(rounds.stream().map(figure::applyAsDouble).toList());
  }

  private static double ms(Histogram us, double percentile) {
    return us.getValueAtPercentile(percentile) / 1e3;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Samples.line(
            "load       %d messages a second each way, %d B up, %d B down, over %d %s each way",
            plan.messages(),
            plan.inputBytes(),
            plan.updateBytes(),
            plan.gateways(),
            plan.gateways() == 1 ? "stream" : "streams"));
    for (Round round : rounds) {
      lines.add(
          Samples.line(
              "round      %,.0f up p50 %.2f p99 %.2f ms, %,.0f down p50 %.2f p99 %.2f ms, refused"
                  + " %d; cores: server %.2f, gateways %.2f, others %.2f",
              round.inputs().received() / round.seconds(),
              ms(round.inputTimesUs(), 50),
              ms(round.inputTimesUs(), 99),
              round.updates().received() / round.seconds(),
              ms(round.updateTimesUs(), 50),
              ms(round.updateTimesUs(), 99),
              round.inputs().refused() + round.updates().refused(),
              round.serverCores(),
              round.gatewayCores(),
              round.othersCores()));
    }
    Map<String, Double> f = figures();
    lines.add(
        Samples.line(
            "to world   %,.0f a second; p50 %.2f ms, p99 %.2f",
            Samples.at(f, "inputs"), Samples.at(f, "inputP50"), Samples.at(f, "inputP99")));
    lines.add(
        Samples.line(
            "to gateway %,.0f a second; p50 %.2f ms, p99 %.2f",
            Samples.at(f, "updates"), Samples.at(f, "updateP50"), Samples.at(f, "updateP99")));
    lines.add(Samples.line("lost       %d, refused %d", lost(), refused()));
    lines.add(
        Samples.line(
            "processor  server's end %.2f, gateways' end %.2f, together %.2f cores; whole process"
                + " %.2f, others %.2f",
            Samples.at(f, "serverCores"),
            Samples.at(f, "gatewayCores"),
            Samples.at(f, "linkCores"),
            Samples.at(f, "processCores"),
            Samples.at(f, "othersCores")));
    return lines;
  }
}
