package dev.keepstone.bench.crash;

/** What a cycle kills. */
public enum KillTarget {
  SERVER,
  REDIS,
  /** The server, then Redis. */
  BOTH,
  /** The players' side: the process of all bots. */
  BOTS,
  /** The machine of server and Redis: both die, and the disk has only what was synced to it. */
  POWER,
  /** The first four in a random order, each as often. */
  RANDOM;

  boolean killsServer() {
    return this == SERVER || this == BOTH || this == POWER;
  }

  boolean killsRedis() {
    return this == REDIS || this == BOTH || this == POWER;
  }
}
