package dev.keepstone.ecs.rule;

import dev.keepstone.ecs.content.ZoneMap;

/**
 * How bodies move: a body is a square of {@link #BODY_RADIUS_TILES} around its position that never
 * overlaps a wall. Each axis is tried alone, x first, so that a body slides along what it runs
 * into.
 *
 * <p>Only additions, multiplications and comparisons of {@code float}: the same bits on every JVM.
 */
public final class Movement {
  /** Half the side of a body: two fit past each other in a passage one tile wide, three don't. */
  public static final float BODY_RADIUS_TILES = 0.3f;

  public static final float PLAYER_SPEED_TILES_PER_S = 4f;

  /** Longest walk that one intent can order: 5 s at 20 Hz. */
  public static final int MAX_WALK_TICKS = 100;

  /** A faster body could pass a wall of one tile between two ticks. */
  public static final float MAX_STEP_TILES = 0.5f;

  /**
   * Kept between a body and the wall it stopped at, so that rounding never puts it inside. Much
   * larger than the spacing of floats at the far end of the largest map (2^-13 at 1 024 tiles).
   */
  private static final float SKIN_TILES = 1f / 1024;

  private static final float DIAGONAL = 0.70710677f;

  private Movement() {}

  /** What a step per axis must be multiplied with so that a diagonal isn't faster. */
  public static float scaleOf(int directionX, int directionY) {
    return directionX != 0 && directionY != 0 ? DIAGONAL : 1f;
  }

  /** False for a NaN or infinite step as well. */
  public static boolean isPossibleStep(float velocityX, float velocityY) {
    return Math.abs(velocityX) <= MAX_STEP_TILES && Math.abs(velocityY) <= MAX_STEP_TILES;
  }

  /** Whether a body can be here; false for NaN and for what is outside of the map. */
  public static boolean fits(ZoneMap map, float x, float y) {
    return x >= 0
        && y >= 0
        && x <= map.widthTiles()
        && y <= map.heightTiles()
        && !overlapsWall(
            map,
            x - BODY_RADIUS_TILES,
            y - BODY_RADIUS_TILES,
            x + BODY_RADIUS_TILES,
            y + BODY_RADIUS_TILES);
  }

  /**
   * Moves along x.
   *
   * @param velocityX tiles to go along x, at most {@link #MAX_STEP_TILES}
   * @return the new x of a body that fits at (x, y): as far as it gets
   */
  public static float stepX(ZoneMap map, float x, float y, float velocityX) {
    float edge =
        velocityX > 0 ? x + velocityX + BODY_RADIUS_TILES : x + velocityX - BODY_RADIUS_TILES;
    if (!overlapsWall(map, edge, y - BODY_RADIUS_TILES, edge, y + BODY_RADIUS_TILES)) {
      return x + velocityX;
    }
    return stopBefore(x, floor(edge), velocityX);
  }

  /** The same along y. */
  public static float stepY(ZoneMap map, float x, float y, float velocityY) {
    float edge =
        velocityY > 0 ? y + velocityY + BODY_RADIUS_TILES : y + velocityY - BODY_RADIUS_TILES;
    if (!overlapsWall(map, x - BODY_RADIUS_TILES, edge, x + BODY_RADIUS_TILES, edge)) {
      return y + velocityY;
    }
    return stopBefore(y, floor(edge), velocityY);
  }

  /** Goes up to the wall, and never back: a body that stands closer than the skin stays. */
  private static float stopBefore(float position, int wallTile, float velocity) {
    return velocity > 0
        ? Math.max(position, wallTile - BODY_RADIUS_TILES - SKIN_TILES)
        : Math.min(position, wallTile + 1 + BODY_RADIUS_TILES + SKIN_TILES);
  }

  private static boolean overlapsWall(
      ZoneMap map, float left, float top, float right, float bottom) {
    int lastX = floor(right);
    int lastY = floor(bottom);
    for (int tileY = floor(top); tileY <= lastY; tileY++) {
      for (int tileX = floor(left); tileX <= lastX; tileX++) {
        if (map.isWall(tileX, tileY)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int floor(float value) {
    int truncated = (int) value;
    return value < truncated ? truncated - 1 : truncated;
  }
}
