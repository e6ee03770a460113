package dev.keepstone.net.bot;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Which way to walk to a point: straight, and around what is in the way by trying elsewhere. */
final class Course {
  private static final float NEAR_TILES = 0.4f;
  private static final float STUCK_TILES = 0.2f;
  private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int DETOUR_MS = 1_500;

  private final SplittableRandom random;

  private int directionX;
  private int directionY;
  private float checkedX;
  private float checkedY;
  private long nextCheckNs;
  private long detourUntilNs;

  Course(SplittableRandom random) {
    this.random = random;
  }

  /** Decides anew; read the direction after it. */
  void steer(float x, float y, float toX, float toY, long nowNs) {
    if (nowNs - detourUntilNs < 0) {
      return;
    }
    directionX = sign(toX - x);
    directionY = sign(toY - y);
    if (nowNs - nextCheckNs >= 0) {
      boolean wantsToMove = directionX != 0 || directionY != 0;
      boolean hasNotMoved =
          Math.abs(x - checkedX) < STUCK_TILES && Math.abs(y - checkedY) < STUCK_TILES;
      if (wantsToMove && hasNotMoved) {
        directionX = random.nextInt(3) - 1;
        directionY = random.nextInt(3) - 1;
        detourUntilNs = nowNs + TimeUnit.MILLISECONDS.toNanos(random.nextInt(DETOUR_MS));
      }
      checkedX = x;
      checkedY = y;
      nextCheckNs = nowNs + CHECK_NS;
    }
  }

  int directionX() {
    return directionX;
  }

  int directionY() {
    return directionY;
  }

  private static int sign(float distance) {
    return Math.abs(distance) < NEAR_TILES ? 0 : distance < 0 ? -1 : 1;
  }
}
