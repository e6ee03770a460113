package dev.keepstone.ecs.content;

import java.util.List;

/**
 * One zone: which tiles are walls, where newcomers appear, which creatures live where, where banks
 * and shops are, and what appears on the ground. Tile (0, 0) is the north-west corner; x grows to
 * the east, y to the south. Everything outside is wall.
 */
public final class ZoneMap {
  private final int zone;
  private final String name;
  private final int widthTiles;
  private final int heightTiles;
  private final boolean[] walls;
  private final float spawnX;
  private final float spawnY;
  private final List<CreatureSpawn> creatureSpawns;
  private final List<Place> places;
  private final List<ItemSpot> itemSpots;

  /**
   * @param zone number in records, 1 to 65 535; 0 means "never placed" there
   * @param walls by row: tile (x, y) is at y * widthTiles + x; not copied
   */
  ZoneMap(
      int zone,
      String name,
      int widthTiles,
      int heightTiles,
      boolean[] walls,
      float spawnX,
      float spawnY,
      List<CreatureSpawn> creatureSpawns,
      List<Place> places,
      List<ItemSpot> itemSpots) {
    this.zone = zone;
    this.name = name;
    this.widthTiles = widthTiles;
    this.heightTiles = heightTiles;
    this.walls = walls;
    this.spawnX = spawnX;
    this.spawnY = spawnY;
    this.creatureSpawns = List.copyOf(creatureSpawns);
    this.places = List.copyOf(places);
    this.itemSpots = List.copyOf(itemSpots);
  }

  public int zone() {
    return zone;
  }

  public String name() {
    return name;
  }

  public int widthTiles() {
    return widthTiles;
  }

  public int heightTiles() {
    return heightTiles;
  }

  public float spawnX() {
    return spawnX;
  }

  public float spawnY() {
    return spawnY;
  }

  public List<CreatureSpawn> creatureSpawns() {
    return creatureSpawns;
  }

  /** Banks and shops. */
  public List<Place> places() {
    return places;
  }

  /** What appears on the ground by itself: no two of one kind on one tile. */
  public List<ItemSpot> itemSpots() {
    return itemSpots;
  }

  public boolean isWall(int tileX, int tileY) {
    return tileX < 0
        || tileY < 0
        || tileX >= widthTiles
        || tileY >= heightTiles
        || walls[tileY * widthTiles + tileX];
  }
}
