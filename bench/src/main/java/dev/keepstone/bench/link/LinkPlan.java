package dev.keepstone.bench.link;

import dev.keepstone.bench.load.LoadException;
import java.util.concurrent.TimeUnit;

/**
 * What to measure.
 *
 * @param messages a second each way, of all gateways together
 * @param gateways with a link each: a stream each way
 * @param inputBytes of a message to the world, its header too
 * @param updateBytes of a message to a gateway, its header too
 * @param rounds measured one after the other over the same links
 * @param seconds measured in each round
 * @param warmUpSeconds the same load before that, once
 */
record LinkPlan(
    int messages,
    int gateways,
    int inputBytes,
    int updateBytes,
    int rounds,
    int seconds,
    int warmUpSeconds) {
  /** Inputs and updates of each player a second; the world's rate. */
  static final int HZ = 20;

  static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1) / HZ;

  private static final int MAX_MESSAGES = 1_000_000;
  private static final int MAX_GATEWAYS = 64;

  /** A sealed frame of a client is at most one datagram. */
  private static final int MAX_BYTES = 1_200;

  LinkPlan {
    check(messages >= HZ && messages <= MAX_MESSAGES, "--messages", messages, HZ, MAX_MESSAGES);
    check(gateways >= 1 && gateways <= MAX_GATEWAYS, "--gateways", gateways, 1, MAX_GATEWAYS);
    check(
        inputBytes >= Messages.SHORTEST_INPUT_BYTES && inputBytes <= MAX_BYTES,
        "--input-bytes",
        inputBytes,
        Messages.SHORTEST_INPUT_BYTES,
        MAX_BYTES);
    check(
        updateBytes >= Messages.SHORTEST_UPDATE_BYTES && updateBytes <= MAX_BYTES,
        "--update-bytes",
        updateBytes,
        Messages.SHORTEST_UPDATE_BYTES,
        MAX_BYTES);
    check(rounds >= 1, "--rounds", rounds, 1, Integer.MAX_VALUE);
    check(seconds >= 1, "--seconds", seconds, 1, Integer.MAX_VALUE);
    check(warmUpSeconds >= 0, "--warm-up", warmUpSeconds, 0, Integer.MAX_VALUE);
    if (messages / HZ < gateways) {
      throw new LoadException(
          "each gateway needs a player of "
              + HZ
              + " messages a second: --messages is "
              + messages
              + ", --gateways is "
              + gateways);
    }
  }

  private static void check(boolean good, String flag, int value, int min, int max) {
    if (!good) {
      throw new LoadException(
          "out of range: " + flag + " is " + value + "; use " + min + " to " + max);
    }
  }

  /** In the world, of all gateways together. */
  int players() {
    return messages / HZ;
  }

  /** Of a gateway: the first ones have one more where it does not come out even. */
  int playersOf(int gateway) {
    return players() / gateways + (gateway < players() % gateways ? 1 : 0);
  }
}
