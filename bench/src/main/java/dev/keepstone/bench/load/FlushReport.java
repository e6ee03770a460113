package dev.keepstone.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** What a run has found. Rates and ratios are medians of rounds, ratios of paired ones. */
final class FlushReport {
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

  private static final long LONGEST_US = 600_000_000;
  private static final int DIGITS = 3;

  private final FlushPlan plan;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> rawRates = new ArrayList<>();
  private final List<Double> benchmarkRates = new ArrayList<>();
  private final List<Double> bytesPerPlayer = new ArrayList<>();
  private final Histogram batchesUs = new Histogram(LONGEST_US, DIGITS);
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

  /** Nothing was rejected and every record is what the world has. */
  boolean isSound() {
    return rejected == 0 && wrongRecords == 0;
  }

  /** Times in milliseconds, rates a second, processors as a share of one. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("players", median(rates));
    figures.put("raw", median(rawRates));
    figures.put("ratio", median(ratios(rawRates)));
    if (!benchmarkRates.isEmpty()) {
      figures.put("benchmark", median(benchmarkRates));
      figures.put("ratioBenchmark", median(ratios(benchmarkRates)));
    }
    figures.put("p50", batchMs(50));
    figures.put("p90", batchMs(90));
    figures.put("p99", batchMs(99));
    figures.put("p99.9", batchMs(99.9));
    figures.put("max", batchesUs.getMaxValue() / 1e3);
    figures.put("clientCpu", clientCpuS / seconds);
    figures.put("serverCpu", serverCpuS / seconds);
    figures.put("bytes", median(bytesPerPlayer));
    figures.put("rejected", (double) rejected);
    figures.put("wrong", (double) wrongRecords);
    return figures;
  }

  /** For a person. */
  List<String> lines() {
    Map<String, Double> f = figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "flushed    %d rounds of %d rows, %d bytes a record, saves of %d rows, %d in flight",
            rates.size(),
            plan.dirtyRows(),
            plan.recordBytes(),
            plan.batchRows(),
            plan.batchesInFlight()));
    lines.add(
        line(
            "vault      %,.0f players/s (%,.0f to %,.0f)",
            at(f, "players"), quantile(rates, 0), quantile(rates, 1)));
    lines.add(
        line(
            "raw SET    %,.0f a second; ratio %.2f (quartiles %.2f to %.2f)",
            at(f, "raw"),
            at(f, "ratio"),
            quantile(ratios(rawRates), 0.25),
            quantile(ratios(rawRates), 0.75)));
    lines.add(
        benchmarkRates.isEmpty()
            ? "benchmark  redis-benchmark is not on the PATH: left out"
            : line(
                "benchmark  %,.0f a second (redis-benchmark -P 64 -c 1); ratio %.2f",
                at(f, "benchmark"), at(f, "ratioBenchmark")));
    lines.add(
        line(
            "a batch    p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, longest %.2f",
            at(f, "p50"), at(f, "p90"), at(f, "p99"), at(f, "p99.9"), at(f, "max")));
    lines.add(
        line(
            "processor  client %.0f %%, Redis %.0f %% of one, while the vault flushed",
            100 * at(f, "clientCpu"), 100 * at(f, "serverCpu")));
    lines.add(
        line(
            "allocated  %.0f bytes a player flushed, by the vault's and the client's threads",
            at(f, "bytes")));
    lines.add(line("rejected   %d rows; %d commands sent again", rejected, retries));
    lines.add(
        wrongRecords == 0
            ? line("checked    all %d records in Redis equal memory", plan.players())
            : line(
                "checked    %d of %d records in Redis DIFFER from memory",
                wrongRecords, plan.players()));
    return lines;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static double at(Map<String, Double> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  private double batchMs(double percentile) {
    return batchesUs.getValueAtPercentile(percentile) / 1e3;
  }

  private List<Double> ratios(List<Double> limits) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      ratios.add(rates.get(i) / limits.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  private static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
