package dev.keepstone.net.update;

/**
 * Positions of others as whole numbers: a 32nd of a tile, which is half a pixel where a tile is 16
 * pixels wide. What is shown is at most half a quantum off; the world knows nothing of it.
 */
public final class Quantum {
  private static final float PER_TILE = 32;

  /** Largest difference between a position and what is shown of it, in tiles. */
  public static final float MAX_ERROR_TILES = 0.5f / PER_TILE;

  private Quantum() {}

  /** Quanta of a position in tiles; 0 for NaN. */
  public static int of(float tiles) {
    return Math.round(tiles * PER_TILE);
  }

  /** Tiles of so many quanta. */
  public static float tiles(int quanta) {
    return quanta / PER_TILE;
  }
}
