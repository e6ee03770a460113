package dev.keepstone.ecs.counter;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bugs that were caught where they could cost one player only. Each is counted; the first of each
 * distinct trace is kept for whoever logs it (the world has no log of its own).
 */
public final class Faults {
  /** More distinct bugs than this are only counted. */
  static final int MAX_KEPT = 64;

  private final WorldCounters counters;
  private final List<Throwable> distinct = new CopyOnWriteArrayList<>();

  public Faults(WorldCounters counters) {
    this.counters = counters;
  }

  /** Called on the world thread. */
  public void record(Throwable fault) {
    counters.increment(WorldCounter.FAULTS);
    if (distinct.size() < MAX_KEPT && isNew(fault)) {
      distinct.add(fault);
    }
  }

  /** One of each kind, oldest first. Callable by any thread; only ever grows at its end. */
  public List<Throwable> distinct() {
    return List.copyOf(distinct);
  }

  private boolean isNew(Throwable fault) {
    for (Throwable known : distinct) {
      if (known.getClass() == fault.getClass()
          && Arrays.equals(known.getStackTrace(), fault.getStackTrace())) {
        return false;
      }
    }
    return true;
  }
}
