package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits, bounded. */
public final class Pauses {
  private static final long POLL_MS = 10;

  private Pauses() {}

  /** Sleeps. */
  public static void ms(long ms) {
    try {
      TimeUnit.MILLISECONDS.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }

  /** False when it was not so in time. */
  public static boolean until(BooleanSupplier condition, Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs >= 0) {
        return false;
      }
      ms(POLL_MS);
    }
    return true;
  }
}
