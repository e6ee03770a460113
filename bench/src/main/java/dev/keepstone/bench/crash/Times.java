package dev.keepstone.bench.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How long something took, each time. One thread. */
final class Times {
  private final List<Double> seconds = new ArrayList<>();

  void addNs(long ns) {
    seconds.add(Math.max(0, ns) / (double) TimeUnit.SECONDS.toNanos(1));
  }

  boolean isEmpty() {
    return seconds.isEmpty();
  }

  double p50() {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) / 2);
  }

  double max() {
    return Collections.max(seconds);
  }

  @Override
  public String toString() {
    return isEmpty()
        ? "not measured"
        : String.format(
            Locale.ROOT, "p50 %.1f s, max %.1f s (%d times)", p50(), max(), seconds.size());
  }
}
