package dev.keepstone.net.server.metrics;

import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The last minute or two of a recorder that only tells what is new since it was asked: one whole
 * minute and the one under way. Callable by any thread, one at a time.
 */
final class RecentTimes {
  private static final long WINDOW_NS = 60_000_000_000L;

  private final UnaryOperator<@Nullable Histogram> recorder;
  private final double unitSeconds;
  private @Nullable Histogram recycled;
  private @Nullable Histogram current;
  private @Nullable Histogram previous;
  private long windowStartNs;

  /**
   * A view on a recorder.
   *
   * @param recorder gives the interval since its last call; its argument may be reused
   * @param unitSeconds of a recorded value
   */
  RecentTimes(UnaryOperator<@Nullable Histogram> recorder, double unitSeconds, long nowNs) {
    this.recorder = recorder;
    this.unitSeconds = unitSeconds;
    windowStartNs = nowNs;
  }

  /** Takes in what is new. */
  synchronized void update(long nowNs) {
    Histogram interval = recorder.apply(recycled);
    recycled = interval;
    if (interval == null) {
      return;
    }
    if (nowNs - windowStartNs >= WINDOW_NS) {
      windowStartNs = nowNs;
      previous = current;
      current = null;
    }
    if (current == null) {
      current = interval.copy();
    } else {
      current.add(interval);
    }
  }

  /**
   * A percentile in seconds; not a number when nothing was recorded.
   *
   * @param percentile 0 to 100
   */
  synchronized double seconds(double percentile) {
    Histogram all = current;
    if (all == null) {
      return Double.NaN;
    }
    if (previous != null) {
      all = all.copy();
      all.add(previous);
    }
    return all.getTotalCount() == 0
        ? Double.NaN
        : all.getValueAtPercentile(percentile) * unitSeconds;
  }
}
