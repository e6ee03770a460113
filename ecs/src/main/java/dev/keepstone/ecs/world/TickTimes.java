package dev.keepstone.ecs.world;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * How long each part of a tick takes. The clock is the caller's and is only ever read for this:
 * nothing in the world depends on it. Recording allocates nothing.
 *
 * <p>Written by the world thread, read by any one other thread.
 */
public final class TickTimes {
  private static final TickPhase[] PHASES = TickPhase.values();

  /** A longer phase is recorded as this. */
  private static final long HIGHEST_NS = 10_000_000_000L;

  /** Two digits keep a histogram in 40 KiB. */
  private static final int DIGITS = 2;

  private final NanoClock clock;
  private final SingleWriterRecorder[] recorders = new SingleWriterRecorder[PHASES.length];
  private long lastNs;

  TickTimes(NanoClock clock) {
    this.clock = clock;
    for (int i = 0; i < recorders.length; i++) {
      recorders[i] = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    }
  }

  void begin() {
    lastNs = clock.nanoTime();
  }

  @SuppressWarnings("EnumOrdinal") // an index in memory
  void end(TickPhase phase) {
    long nowNs = clock.nanoTime();
    recorders[phase.ordinal()].recordValue(Math.max(0, Math.min(HIGHEST_NS, nowNs - lastNs)));
    lastNs = nowNs;
  }

  /**
   * The durations of a phase since this or {@link #describeP99} was called last, in nanoseconds.
   *
   * @param recycle of an earlier call, or null
   */
  @SuppressWarnings("EnumOrdinal") // an index in memory
  public Histogram interval(TickPhase phase, @Nullable Histogram recycle) {
    return recorders[phase.ordinal()].getIntervalHistogram(recycle);
  }

  /** The 99th percentile of each phase since the last call, such as {@code grid 0.35 ms}. */
  public String describeP99() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PHASES.length; i++) {
      long p99Ns = recorders[i].getIntervalHistogram().getValueAtPercentile(99);
      text.append(i == 0 ? "" : ", ")
          .append(String.format(Locale.ROOT, "%s %.2f ms", PHASES[i], p99Ns / 1e6));
    }
    return text.toString();
  }
}
