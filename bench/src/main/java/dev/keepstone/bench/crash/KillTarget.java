package dev.keepstone.bench.crash;

/** What a cycle kills. */
public enum KillTarget {
  SERVER,
  REDIS,
  /** The server, then Redis. */
  BOTH,
  /** The players' side: the process of all bots. */
  BOTS,
  /** The others in a random order, each as often. */
  RANDOM;

  boolean killsServer() {
    return this == SERVER || this == BOTH;
  }

  boolean killsRedis() {
    return this == REDIS || this == BOTH;
  }
}
