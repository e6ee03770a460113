package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;

/**
 * What to measure.
 *
 * @param players who all want in at once
 * @param connecting who may be between their first datagram and the server's hello at a time: all
 *     of them share this machine's sockets and one media driver
 * @param hz the world's rate: who is in gets so many updates a second
 * @param ports pairs of Aeron ports
 * @param limitSeconds who is not in by then never gets in
 */
record LoginsPlan(int players, int connecting, int hz, int ports, int limitSeconds) {
  private static final int MAX_PLAYERS = 4_000;
  private static final int MIN_HZ = 10;
  private static final int MAX_HZ = 60;
  private static final int MAX_PORTS = 16;

  LoginsPlan {
    check("--players", players, MAX_PLAYERS);
    check("--connecting", connecting, MAX_PLAYERS);
    if (hz < MIN_HZ || hz > MAX_HZ) {
      throw new LoadException("out of range: --hz is " + hz + "; use " + MIN_HZ + " to " + MAX_HZ);
    }
    check("--ports", ports, MAX_PORTS);
    check("--limit", limitSeconds, Integer.MAX_VALUE);
  }

  private static void check(String flag, int value, int max) {
    if (value < 1 || value > max) {
      throw new LoadException("out of range: " + flag + " is " + value + "; use 1 to " + max);
    }
  }
}
