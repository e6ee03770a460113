package dev.keepstone.net.server.metrics;

import java.util.function.LongSupplier;

/**
 * When a row was confirmed last, to the second: found out by asking the counter once a second.
 * Sampled by one thread, read by any.
 */
public final class LastSave {
  private final LongSupplier rowsDurable;
  private volatile long changedNs;
  private long lastCount;

  public LastSave(LongSupplier rowsDurable, long nowNs) {
    this.rowsDurable = rowsDurable;
    changedNs = nowNs;
  }

  /** Call it about once a second. */
  public void sample(long nowNs) {
    long count = rowsDurable.getAsLong();
    if (count != lastCount) {
      lastCount = count;
      changedNs = nowNs;
    }
  }

  /** Since the last confirmed row, or since the start. */
  double ageSeconds(long nowNs) {
    return (nowNs - changedNs) / 1e9;
  }
}
