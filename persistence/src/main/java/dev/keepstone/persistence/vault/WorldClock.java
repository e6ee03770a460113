package dev.keepstone.persistence.vault;

import org.agrona.concurrent.EpochClock;

/** Tells the world what time it is, about once a second: it has no clock of its own. */
final class WorldClock {
  private static final long EVERY_NS = 1_000_000_000L;

  private final EpochClock epochClock;
  private final WorldPublisher world;
  private long nextNs;

  WorldClock(EpochClock epochClock, WorldPublisher world, long nowNs) {
    this.epochClock = epochClock;
    this.world = world;
    nextNs = nowNs;
  }

  /** One step; returns work done. */
  int doWork(long nowNs) {
    if (nowNs - nextNs < 0) {
      return 0;
    }
    nextNs = nowNs + EVERY_NS;
    world.clock(epochClock.time());
    return 1;
  }
}
