package dev.keepstone.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** Arithmetic of reports: medians of rounds, and ratios of paired ones. */
public final class Samples {
  private static final long LONGEST_US = 600_000_000;
  private static final int DIGITS = 3;

  private Samples() {}

  static Histogram newHistogramUs() {
    return new Histogram(LONGEST_US, DIGITS);
  }

  /** Adds p50 to max, in milliseconds. */
  static void putPercentiles(Map<String, Double> figures, Histogram us) {
    figures.put("p50", us.getValueAtPercentile(50) / 1e3);
    figures.put("p90", us.getValueAtPercentile(90) / 1e3);
    figures.put("p99", us.getValueAtPercentile(99) / 1e3);
    figures.put("p99.9", us.getValueAtPercentile(99.9) / 1e3);
    figures.put("max", us.getMaxValue() / 1e3);
  }

  static String percentiles(Map<String, Double> f) {
    return line(
        "p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, longest %.2f",
        at(f, "p50"), at(f, "p90"), at(f, "p99"), at(f, "p99.9"), at(f, "max"));
  }

  /**
   * Adds a limit and the ratio to it, unless it was not measured.
   *
   * @param limits a rate for each of the rates
   */
  static void putLimit(
      Map<String, Double> figures,
      String limit,
      String ratio,
      List<Double> rates,
      List<Double> limits) {
    if (!limits.isEmpty()) {
      figures.put(limit, median(limits));
      figures.put(ratio, median(ratios(rates, limits)));
    }
  }

  /** How the rates stand to both limits, the second with so many in flight; two lines. */
  static List<String> limitLines(
      Map<String, Double> f, List<Double> rates, List<Double> rawRates, int benchmarkInFlight) {
    return List.of(
        line(
            "raw SET    %,.0f a second; ratio %.2f (quartiles %.2f to %.2f)",
            at(f, "raw"),
            at(f, "ratio"),
            quantile(ratios(rates, rawRates), 0.25),
            quantile(ratios(rates, rawRates), 0.75)),
        f.containsKey("benchmark")
            ? line(
                "benchmark  %,.0f a second (redis-benchmark -P %d -c 1); ratio %.2f",
                at(f, "benchmark"), benchmarkInFlight, at(f, "ratioBenchmark"))
            : "benchmark  redis-benchmark is not on the PATH: left out");
  }

  /** Whether the records in the store were found to be those of memory. */
  static String checkedLine(long players, long wrongRecords) {
    return wrongRecords == 0
        ? line("checked    all %d records in Redis equal memory", players)
        : line("checked    %d of %d records in Redis DIFFER from memory", wrongRecords, players);
  }

  public static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  public static double at(Map<String, Double> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  static List<Double> ratios(List<Double> rates, List<Double> limits) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      ratios.add(rates.get(i) / limits.get(i));
    }
    return ratios;
  }

  public static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
