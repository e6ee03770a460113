package dev.keepstone.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run has found. Rates and ratios are medians of rounds, ratios of paired ones. */
final class FlushReport implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "players",
          "ratio",
          "ratioBenchmark",
          "raw",
          "benchmark",
          "p50",
          "p90",
          "p99",
          "p99.9",
          "max",
          "clientCpu",
          "serverCpu",
          "bytes",
          "rejected",
          "wrong");

  private final FlushPlan plan;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> rawRates = new ArrayList<>();
  private final List<Double> benchmarkRates = new ArrayList<>();
  private final List<Double> bytesPerPlayer = new ArrayList<>();
  private final Histogram batchesUs = Samples.newHistogramUs();
  private double clientCpuS;
  private double serverCpuS;
  private double seconds;
  private long retries;
  private long rejected;
  private long wrongRecords;

  FlushReport(FlushPlan plan) {
    this.plan = plan;
  }

  /**
   * One round.
   *
   * @param benchmarkRate 0: there is no redis-benchmark
   */
  void add(
      double rate,
      double rawRate,
      double benchmarkRate,
      Histogram roundBatchesUs,
      long allocatedBytes,
      long clientCpuNs,
      double roundServerCpuS) {
    rates.add(rate);
    rawRates.add(rawRate);
    if (benchmarkRate > 0) {
      benchmarkRates.add(benchmarkRate);
    }
    batchesUs.add(roundBatchesUs);
    bytesPerPlayer.add((double) allocatedBytes / plan.dirtyRows());
    clientCpuS += clientCpuNs / 1e9;
    serverCpuS += roundServerCpuS;
    seconds += plan.dirtyRows() / rate;
  }

  void retries(long count) {
    retries = count;
  }

  void rejected(long rows) {
    rejected = rows;
  }

  void wrongRecords(long records) {
    wrongRecords = records;
  }

  @Override
  public boolean isSound() {
    return rejected == 0 && wrongRecords == 0;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("players", Samples.median(rates));
    Samples.putLimit(figures, "raw", "ratio", rates, rawRates);
    Samples.putLimit(figures, "benchmark", "ratioBenchmark", rates, benchmarkRates);
    Samples.putPercentiles(figures, batchesUs);
    figures.put("clientCpu", clientCpuS / seconds);
    figures.put("serverCpu", serverCpuS / seconds);
    figures.put("bytes", Samples.median(bytesPerPlayer));
    figures.put("rejected", (double) rejected);
    figures.put("wrong", (double) wrongRecords);
    return figures;
  }

  @Override
  public List<String> lines() {
    Map<String, Double> f = figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        Samples.line(
            "flushed    %d rounds of %d rows, %d bytes a record, saves of %d rows, %d in flight",
            rates.size(),
            plan.dirtyRows(),
            plan.recordBytes(),
            plan.batchRows(),
            plan.batchesInFlight()));
    lines.add(
        Samples.line(
            "vault      %,.0f players/s (%,.0f to %,.0f)",
            Samples.at(f, "players"), Samples.quantile(rates, 0), Samples.quantile(rates, 1)));
    lines.addAll(Samples.limitLines(f, rates, rawRates, FlushPlan.BENCHMARK_IN_FLIGHT));
    lines.add("a batch    " + Samples.percentiles(f));
    lines.add(
        Samples.line(
            "processor  client %.0f %%, Redis %.0f %% of one, while the vault flushed",
            100 * Samples.at(f, "clientCpu"), 100 * Samples.at(f, "serverCpu")));
    lines.add(
        Samples.line(
            "allocated  %.0f bytes a player flushed, by the vault's and the client's threads",
            Samples.at(f, "bytes")));
    lines.add(Samples.line("rejected   %d rows; %d commands sent again", rejected, retries));
    lines.add(Samples.checkedLine(plan.players(), wrongRecords));
    return lines;
  }
}
