package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;

/**
 * What to measure.
 *
 * @param players who all want in at once
 * @param connecting who may be between their first datagram and the server's hello at a time: all
 *     of them share this machine's sockets and one media driver
 * @param ports pairs of Aeron ports
 * @param limitSeconds who is not in by then never gets in
 */
record LoginsPlan(int players, int connecting, int ports, int limitSeconds) {
  private static final int MAX_PLAYERS = 4_000;
  private static final int MAX_PORTS = 16;

  LoginsPlan {
    check("--players", players, MAX_PLAYERS);
    check("--connecting", connecting, MAX_PLAYERS);
    check("--ports", ports, MAX_PORTS);
    check("--limit", limitSeconds, Integer.MAX_VALUE);
  }

  private static void check(String flag, int value, int max) {
    if (value < 1 || value > max) {
      throw new LoadException("out of range: " + flag + " is " + value + "; use 1 to " + max);
    }
  }
}
