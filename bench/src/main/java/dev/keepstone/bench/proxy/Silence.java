package dev.keepstone.bench.proxy;

import java.time.Duration;

/** While it is on, nobody is answered. Any thread. */
final class Silence {
  private static final long NEVER = Long.MIN_VALUE;

  private long untilNs = NEVER;

  synchronized void begin(Duration length) {
    untilNs = System.nanoTime() + length.toNanos();
  }

  synchronized boolean isOn() {
    return untilNs != NEVER && System.nanoTime() - untilNs < 0;
  }

  /** True once for each that has ended. */
  synchronized boolean hasEnded() {
    if (untilNs == NEVER || isOn()) {
      return false;
    }
    untilNs = NEVER;
    return true;
  }
}
