package dev.keepstone.ecs.content;

/**
 * Where something appears on the ground by itself, and again some time after it was taken.
 *
 * @param kind of item, or {@link #COINS}
 * @param amount how many lie there; 1 of what is unique
 * @param x middle of its tile
 * @param y middle of its tile
 * @param respawnMs from when it was taken, or from when its zone was loaded without it
 */
public record ItemSpot(int kind, int amount, float x, float y, long respawnMs) {
  /** What coins have for a kind. */
  public static final int COINS = 0;
}
