package dev.keepstone.net.update;

import dev.keepstone.ecs.message.sbe.EntityKind;

/**
 * How urgent a change is when not all fit: nearer ones and players come first. Points add up for
 * each tick that a change has waited, so that nobody waits for ever: the least urgent is told at
 * least once while the most urgent is told {@value #MAX_POINTS} times.
 */
final class Relevance {
  static final int MAX_POINTS = 16;

  private static final long VERY_NEAR = square(3);
  private static final long NEAR = square(6);
  private static final long MIDDLE = square(12);

  private Relevance() {}

  /**
   * Points for one tick.
   *
   * @param dx from the player, in quanta, as dy
   */
  static int points(int dx, int dy, int kind) {
    long distance = (long) dx * dx + (long) dy * dy;
    int points;
    if (distance <= VERY_NEAR) {
      points = 8;
    } else if (distance <= NEAR) {
      points = 4;
    } else {
      points = distance <= MIDDLE ? 2 : 1;
    }
    return kind == EntityKind.PLAYER.value() ? 2 * points : points;
  }

  private static long square(int tiles) {
    long quanta = Quantum.of(tiles);
    return quanta * quanta;
  }
}
