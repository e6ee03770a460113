package dev.keepstone.ecs.content;

/**
 * A rectangle of a map where something can be done.
 *
 * @param shopIndex in the {@link ShopTable}, or {@link #BANK}
 * @param x left edge, tiles
 * @param y top edge, tiles
 * @param widthTiles 0 for a point
 * @param heightTiles 0 for a point
 */
public record Place(int shopIndex, float x, float y, float widthTiles, float heightTiles) {
  public static final int BANK = -1;

  public boolean isBank() {
    return shopIndex == BANK;
  }

  /** Whether a point is in it or at most so far from its edge. */
  public boolean isWithin(float pointX, float pointY, float reachTiles) {
    float away = Math.max(0, Math.max(x - pointX, pointX - (x + widthTiles)));
    float along = Math.max(0, Math.max(y - pointY, pointY - (y + heightTiles)));
    return away * away + along * along <= reachTiles * reachTiles;
  }
}
