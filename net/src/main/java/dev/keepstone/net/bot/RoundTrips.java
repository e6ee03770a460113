package dev.keepstone.net.bot;

import org.HdrHistogram.Histogram;

/**
 * Time from sending an input to the first update that reports it acted upon. Only the oldest input
 * that an update newly covers is counted, so that a late update is not made to look good by the
 * inputs that it covers too.
 */
final class RoundTrips {
  /** More than the inputs of 10 s at 20 Hz; an older one was lost, not slow. */
  private static final int CAPACITY = 256;

  private final long[] sentNs = new long[CAPACITY];
  private final Histogram histogramUs;
  private int newestSent;
  private int newestAcked;

  RoundTrips(Histogram histogramUs) {
    this.histogramUs = histogramUs;
  }

  /** A new session counts its sequences from 1 again. */
  void reset() {
    newestSent = 0;
    newestAcked = 0;
  }

  /** Sequences count up from 1. */
  void onSent(int sequence, long nowNs) {
    sentNs[sequence & (CAPACITY - 1)] = nowNs;
    newestSent = sequence;
  }

  void onAcked(int sequence, long nowNs) {
    if (sequence <= newestAcked || sequence > newestSent) {
      return;
    }
    int oldestCovered = newestAcked + 1;
    newestAcked = sequence;
    if (newestSent - oldestCovered < CAPACITY && sentNs[oldestCovered & (CAPACITY - 1)] != 0) {
      long roundTripUs = (nowNs - sentNs[oldestCovered & (CAPACITY - 1)]) / 1_000;
      histogramUs.recordValue(
          Math.min(Math.max(1, roundTripUs), histogramUs.getHighestTrackableValue()));
    }
  }
}
