package dev.keepstone.bench.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one simulation is made of.
 *
 * @param servers of different names on one store
 * @param bots players, each on one server at a time
 * @param isEverySecond Redis syncs once a second, and loses what it has confirmed since
 * @param faultMs how long faults happen; 0: none at all
 * @param armed faults that happen on purpose, much more often than by chance
 */
record SimulationOptions(
    int servers, int bots, boolean isEverySecond, long faultMs, Set<Armed> armed) {
  static final int MAX_SERVERS = 3;

  /** Rare moments that can be asked for. */
  enum Armed {
    /** A server stands still just after it has sent a save or a commit. */
    PAUSE_AFTER_SEND,
    /** Leases vanish, so that records and zones are taken from servers that still act. */
    TAKEN_BY_FORCE,
    /** Links are cut so that what was on its way is executed much later. */
    LATE_COMMANDS,
    /** Nothing but crashes, after long times of rest, and a slow network. */
    CALM_CRASHES,
    /** Redis stops and comes back without its last second, all the time. */
    STORE_GOES_BACK,
    /**
     * Claims are executed and answered without sense, and links break when a zone event was just
     * executed.
     */
    LOST_ANSWERS
  }

  SimulationOptions {
    armed = armed.isEmpty() ? EnumSet.noneOf(Armed.class) : EnumSet.copyOf(armed);
  }

  /** As a seed chooses them: mostly all faults, sometimes none. */
  static SimulationOptions of(long seed) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed * 31 + 7);
    int servers = 2 + random.nextInt(2);
    int bots = 6 + random.nextInt(7);
    boolean isQuiet = random.nextInt(20) == 0;
    boolean isEverySecond = random.nextInt(8) == 0;
    EnumSet<Armed> armed = EnumSet.noneOf(Armed.class);
    for (Armed one : Armed.values()) {
      if (random.nextInt(8) == 0 && (one != Armed.STORE_GOES_BACK || isEverySecond)) {
        armed.add(one);
      }
    }
    return new SimulationOptions(
        servers, bots, isEverySecond, isQuiet ? 0 : 30_000 + random.nextInt(60_000), armed);
  }

  boolean isArmed(Armed one) {
    return armed.contains(one);
  }
}
