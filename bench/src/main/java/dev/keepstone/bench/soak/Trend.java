package dev.keepstone.bench.soak;

import dev.keepstone.bench.load.LoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a figure grows: the slope of a straight line through its samples (least squares), and how
 * much of that slope may be noise (its standard error). One thread.
 */
final class Trend {
  /** A slope by chance is further out than this in one of a hundred. */
  private static final double SIGNIFICANT = 2.6;

  /** Growth below this share of the figure over the whole run matters to nobody. */
  private static final double MATTERS = 0.05;

  private static final int FEWEST = 6;

  private final String name;
  private final String unit;
  private final double least;
  private final List<double[]> samples = new ArrayList<>();

  /**
   * @param least growth over the whole run that matters at all, in the unit: a thread or a file
   *     more or less is no leak
   */
  Trend(String name, String unit, double least) {
    this.name = name;
    this.unit = unit;
    this.least = least;
  }

  /**
   * Adds a sample.
   *
   * @throws LoadException when it is no number: a figure that is missing must not look flat
   */
  void add(double minutes, double value) {
    if (Double.isNaN(value)) {
      throw new LoadException("the server does not tell this figure: " + name);
    }
    samples.add(new double[] {minutes, value});
  }

  private double mean(int column) {
    return samples.stream().mapToDouble(sample -> sample[column]).average().orElse(0);
  }

  private double spreadOfTimes() {
    double middle = mean(0);
    return samples.stream().mapToDouble(s -> (s[0] - middle) * (s[0] - middle)).sum();
  }

  /** Growth a minute. */
  double slope() {
    double times = spreadOfTimes();
    double middle = mean(0);
    double value = mean(1);
    return times == 0
        ? 0
        : samples.stream().mapToDouble(s -> (s[0] - middle) * (s[1] - value)).sum() / times;
  }

  /** Standard error of the slope. */
  double noise() {
    double times = spreadOfTimes();
    if (times == 0 || samples.size() < 3) {
      return 0;
    }
    double slope = slope();
    double middle = mean(0);
    double value = mean(1);
    double rest =
        samples.stream()
            .mapToDouble(s -> s[1] - value - slope * (s[0] - middle))
            .map(off -> off * off)
            .sum();
    return Math.sqrt(rest / (samples.size() - 2) / times);
  }

  boolean isMeasured() {
    return samples.size() >= FEWEST;
  }

  boolean grows() {
    double minutes = samples.isEmpty() ? 0 : samples.get(samples.size() - 1)[0] - samples.get(0)[0];
    double grown = slope() * minutes;
    return isMeasured()
        && slope() > SIGNIFICANT * noise()
        && grown > Math.max(least, MATTERS * mean(1));
  }

  String name() {
    return name;
  }

  String line() {
    if (!isMeasured()) {
      return String.format(
          Locale.ROOT, "%-14s not judged: %d samples, %d needed", name, samples.size(), FEWEST);
    }
    return String.format(
        Locale.ROOT,
        "%-14s %-7s mean %.1f %s, slope %+.3f a minute (noise %.3f, %d samples)",
        name,
        grows() ? "GROWS" : "flat",
        mean(1),
        unit,
        slope(),
        noise(),
        samples.size());
  }
}
