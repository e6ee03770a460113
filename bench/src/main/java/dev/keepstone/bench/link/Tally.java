package dev.keepstone.bench.link;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * One direction: what was sent and refused on one thread, and what came on another. Any thread may
 * read.
 */
final class Tally {
  private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(1);
  private static final int DIGITS = 3;

  private final SingleWriterRecorder timesUs = new SingleWriterRecorder(LONGEST_US, DIGITS);
  private volatile long sent;
  private volatile long refused;
  private volatile long received;

  /** By the sending thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void onOffered(boolean wasTaken) {
    if (wasTaken) {
      sent++;
    } else {
      refused++;
    }
  }

  /** By the receiving thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void onReceived(long dueNs, long nowNs) {
    received++;
    long us = TimeUnit.NANOSECONDS.toMicros(nowNs - dueNs);
    timesUs.recordValue(Math.min(LONGEST_US, Math.max(0, us)));
  }

  long sent() {
    return sent;
  }

  long refused() {
    return refused;
  }

  long received() {
    return received;
  }

  /** From when a message was due to its arrival, since the last call. */
  Histogram takeTimesUs() {
    return timesUs.getIntervalHistogram();
  }
}
