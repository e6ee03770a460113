package dev.keepstone.bench.simulation;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** The time of one simulation: it moves only when the simulation moves it. */
final class VirtualTime implements EpochClock, NanoClock {
  /** Where the wall clock stands at the beginning: any moment would do. */
  private static final long EPOCH_MS = 1_800_000_000_000L;

  private long elapsedMs;

  /** Since the beginning. */
  long elapsedMs() {
    return elapsedMs;
  }

  void advanceTo(long newElapsedMs) {
    elapsedMs = Math.max(elapsedMs, newElapsedMs);
  }

  @Override
  public long time() {
    return EPOCH_MS + elapsedMs;
  }

  @Override
  public long nanoTime() {
    return elapsedMs * 1_000_000;
  }
}
