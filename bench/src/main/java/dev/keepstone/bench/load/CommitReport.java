package dev.keepstone.bench.load;

import static dev.keepstone.bench.load.Samples.at;
import static dev.keepstone.bench.load.Samples.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run of commits has found. Rates and ratios are medians of rounds. */
final class CommitReport implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "commits",
          "ratio",
          "ratioBenchmark",
          "raw",
          "benchmark",
          "p50",
          "p90",
          "p99",
          "p99.9",
          "max",
          "flushed",
          "clientCpu",
          "serverCpu",
          "refused",
          "wrong",
          "unbalanced");

  private final CommitPlan plan;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> rawRates = new ArrayList<>();
  private final List<Double> benchmarkRates = new ArrayList<>();
  private final List<Double> flushRates = new ArrayList<>();
  private final List<Double> clientCpu = new ArrayList<>();
  private final List<Double> serverCpu = new ArrayList<>();
  private final Histogram latenciesUs = Samples.newHistogramUs();
  private long durable;
  private long rejected;
  private long wrongRecords;
  private long unbalanced;

  CommitReport(CommitPlan plan) {
    this.plan = plan;
  }

  /** The vault's part of one round. */
  void add(
      double rate, double flushRate, Histogram roundUs, double clientShare, double serverShare) {
    rates.add(rate);
    if (plan.flushedRows() > 0) {
      flushRates.add(flushRate);
    }
    latenciesUs.add(roundUs);
    clientCpu.add(clientShare);
    serverCpu.add(serverShare);
  }

  /**
   * The limits in the same round.
   *
   * @param benchmarkRate 0: there is no redis-benchmark
   */
  void addLimits(double rawRate, double benchmarkRate) {
    rawRates.add(rawRate);
    if (benchmarkRate > 0) {
      benchmarkRates.add(benchmarkRate);
    }
  }

  /**
   * What was found at the end.
   *
   * @param unbalanced players whose coins are not what the ledger says, and entries too many or too
   *     few
   */
  void checked(long durable, long rejected, long wrongRecords, long unbalanced) {
    this.durable = durable;
    this.rejected = rejected;
    this.wrongRecords = wrongRecords;
    this.unbalanced = unbalanced;
  }

  @Override
  public boolean isSound() {
    return rejected == 0 && wrongRecords == 0 && unbalanced == 0;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("commits", Samples.median(rates));
    Samples.putLimit(figures, "raw", "ratio", rates, rawRates);
    Samples.putLimit(figures, "benchmark", "ratioBenchmark", rates, benchmarkRates);
    Samples.putPercentiles(figures, latenciesUs);
    if (!flushRates.isEmpty()) {
      figures.put("flushed", Samples.median(flushRates));
    }
    figures.put("clientCpu", Samples.median(clientCpu));
    figures.put("serverCpu", Samples.median(serverCpu));
    figures.put("refused", (double) rejected);
    figures.put("wrong", (double) wrongRecords);
    figures.put("unbalanced", (double) unbalanced);
    return figures;
  }

  @Override
  public List<String> lines() {
    Map<String, Double> f = figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "committed  %d rounds of a second: two records of %d bytes and a ledger line each, %d"
                + " in flight",
            rates.size(), plan.recordBytes(), plan.inFlight()));
    lines.add(
        line(
            "vault      %,.0f commits/s (%,.0f to %,.0f)",
            at(f, "commits"), Samples.quantile(rates, 0), Samples.quantile(rates, 1)));
    lines.addAll(Samples.limitLines(f, rates, rawRates, plan.inFlight()));
    lines.add("a commit   " + Samples.percentiles(f));
    if (!flushRates.isEmpty()) {
      lines.add(
          line(
              "beside it  %,.0f rows/s flushed, of %,d paced over each second",
              at(f, "flushed"), plan.flushedRows()));
    }
    lines.add(
        line(
            "processor  client %.0f %%, Redis %.0f %% of one, while the vault worked",
            100 * at(f, "clientCpu"), 100 * at(f, "serverCpu")));
    lines.add(line("refused    %d commits and players", rejected));
    lines.add(Samples.checkedLine(plan.players(), wrongRecords));
    lines.add(
        unbalanced == 0
            ? line("ledger     its %d entries balance with what everybody has", durable)
            : line(
                "ledger     DIFFERS from what players have: differences=%d commits=%d",
                unbalanced, durable));
    return lines;
  }
}
