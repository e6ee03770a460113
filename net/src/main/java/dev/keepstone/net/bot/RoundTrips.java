package dev.keepstone.net.bot;

import org.HdrHistogram.Histogram;

/**
 * Time from sending an input to the first update that reports it acted upon. Only the oldest input
 * that an update newly covers is counted, so that a late update is not made to look good by the
 * inputs that it covers too.
 */
public final class RoundTrips {
  /** More than the inputs of 10 s at 20 Hz; an older one was lost, not slow. */
  private static final int CAPACITY = 256;

  private static final long NOT_COUNTED = 0;

  private final long[] sentNs = new long[CAPACITY];
  private final Histogram histogramUs;
  private int newestSent;
  private int newestAcked;

  /**
   * One client's.
   *
   * @param histogramUs where they are recorded, in microseconds; shared by many clients of a thread
   */
  public RoundTrips(Histogram histogramUs) {
    this.histogramUs = histogramUs;
  }

  /** A new session counts its sequences from 1 again. */
  public void reset() {
    newestSent = 0;
    newestAcked = 0;
  }

  /**
   * Sequences count up from 1. Those in between are of intents that don't count here, such as an
   * operation, which waits for its turn.
   */
  public void onSent(int sequence, long nowNs) {
    for (int other = Math.max(newestSent + 1, sequence - CAPACITY); other < sequence; other++) {
      sentNs[other & (CAPACITY - 1)] = NOT_COUNTED;
    }
    sentNs[sequence & (CAPACITY - 1)] = nowNs;
    newestSent = sequence;
  }

  /** An update has come that acts upon this sequence and all before it. */
  public void onAcked(int sequence, long nowNs) {
    if (sequence <= newestAcked || sequence > newestSent) {
      return;
    }
    int covered = Math.max(newestAcked + 1, newestSent - CAPACITY + 1);
    newestAcked = sequence;
    while (covered <= sequence && sentNs[covered & (CAPACITY - 1)] == NOT_COUNTED) {
      covered++;
    }
    if (covered <= sequence) {
      long roundTripUs = (nowNs - sentNs[covered & (CAPACITY - 1)]) / 1_000;
      histogramUs.recordValue(
          Math.min(Math.max(1, roundTripUs), histogramUs.getHighestTrackableValue()));
    }
  }
}
