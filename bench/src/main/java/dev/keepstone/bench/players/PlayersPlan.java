package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;
import java.util.concurrent.TimeUnit;

/**
 * What to measure.
 *
 * @param players in the world at once
 * @param hz inputs and updates of each player a second: the world ticks so often
 * @param ports pairs of Aeron ports
 * @param rounds of Aeron and of plain UDP
 * @param seconds measured in each round
 * @param warmUpSeconds played before that: everybody has just come in, and much is compiled then
 * @param isStock whether the server takes one datagram a port and duty cycle, as Aeron does by
 *     itself
 */
record PlayersPlan(
    int players, int hz, int ports, int rounds, int seconds, int warmUpSeconds, boolean isStock) {
  private static final int MAX_PLAYERS = 4_000;
  private static final int MAX_HZ = 60;
  private static final int MAX_PORTS = 16;

  /** What plain UDP may take beyond a tick before the machine is called too busy. */
  private static final long PLAIN_SLACK_MS = 25;

  PlayersPlan {
    check(players >= 1 && players <= MAX_PLAYERS, "--players", players, "1 to " + MAX_PLAYERS);
    check(hz >= 1 && hz <= MAX_HZ, "--hz", hz, "1 to " + MAX_HZ);
    check(ports >= 1 && ports <= MAX_PORTS, "--ports", ports, "1 to " + MAX_PORTS);
    check(rounds >= 1, "--rounds", rounds, "1 or more");
    check(seconds >= 1, "--seconds", seconds, "1 or more");
    check(warmUpSeconds >= 0, "--warm-up", warmUpSeconds, "0 or more");
  }

  private static void check(boolean good, String flag, long value, String wanted) {
    if (!good) {
      throw new LoadException("out of range: " + flag + " is " + value + "; use " + wanted);
    }
  }

  long intervalNs() {
    return TimeUnit.SECONDS.toNanos(1) / hz;
  }

  /**
   * A round counts if the plain server's p99 stays below this: an input waits for a tick at most,
   * and whatever is beyond that and some slack is the machine's own delay. 75 ms at 20 Hz.
   */
  double plainLimitMs() {
    return 1e3 / hz + PLAIN_SLACK_MS;
  }
}
