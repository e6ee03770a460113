package dev.keepstone.ecs.counter;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One number for each {@link WorldCounter}: written by the world thread alone with plain adds and
 * opaque stores (no bus lock, no allocation), read by any thread, at most a moment old.
 */
@SuppressWarnings("EnumOrdinal") // an index for as long as the process lives, never stored
public final class WorldCounters {
  private final AtomicLongArray values = new AtomicLongArray(WorldCounter.values().length);

  /** Callable by any thread. */
  public long get(WorldCounter counter) {
    return values.getOpaque(counter.ordinal());
  }

  public void increment(WorldCounter counter) {
    add(counter, 1);
  }

  public void add(WorldCounter counter, long delta) {
    int index = counter.ordinal();
    values.setOpaque(index, values.getPlain(index) + delta);
  }

  /** For gauges. */
  public void set(WorldCounter counter, long value) {
    values.setOpaque(counter.ordinal(), value);
  }
}
