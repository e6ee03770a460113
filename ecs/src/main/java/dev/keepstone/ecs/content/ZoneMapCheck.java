package dev.keepstone.ecs.content;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold for a map that could be read: whatever is there can be got at. */
final class ZoneMapCheck {
  private final ContentSource source;
  private final ZoneMap map;

  ZoneMapCheck(ContentSource source, ZoneMap map) {
    this.source = source;
    this.map = map;
  }

  void check() {
    checkStandable("layer=spawn object=spawn", map.spawnX(), map.spawnY());
    for (CreatureSpawn spawn : map.creatureSpawns()) {
      checkCreatures(spawn);
    }
    for (Place place : map.places()) {
      checkInside(
          "layer=places object at x=" + place.x() + " y=" + place.y(),
          place.x(),
          place.y(),
          place.widthTiles(),
          place.heightTiles());
    }
    checkItems(map.itemSpots());
  }

  /** What lies there tells which spot it belongs to: by its kind and where it lies. */
  private void checkItems(List<ItemSpot> spots) {
    Set<List<Number>> taken = new HashSet<>();
    for (ItemSpot spot : spots) {
      String place = "layer=items object at x=" + spot.x() + " y=" + spot.y();
      checkStandable(place, spot.x(), spot.y());
      if (!taken.add(List.of(spot.kind(), spot.x(), spot.y()))) {
        throw new ContentException(
            source.name(),
            place,
            "the same item twice on one tile: kind=" + spot.kind(),
            "move one of them, or use amount");
      }
    }
  }

  private void checkCreatures(CreatureSpawn spawn) {
    String place = "layer=creatures object at x=" + spawn.x() + " y=" + spawn.y();
    checkInside(place, spawn.x(), spawn.y(), spawn.widthTiles(), spawn.heightTiles());
    int right = (int) (spawn.x() + spawn.widthTiles());
    int bottom = (int) (spawn.y() + spawn.heightTiles());
    for (int y = (int) spawn.y(); y <= bottom; y++) {
      for (int x = (int) spawn.x(); x <= right; x++) {
        if (!map.isWall(x, y)) {
          return;
        }
      }
    }
    throw new ContentException(
        source.name(), place, "nothing but walls there", "move it to where one can stand");
  }

  private void checkInside(String place, float x, float y, float width, float height) {
    if (!(x >= 0)
        || !(y >= 0)
        || !(width >= 0)
        || !(height >= 0)
        || x + width > map.widthTiles()
        || y + height > map.heightTiles()) {
      throw new ContentException(
          source.name(), place, "outside of the map", "move it or make it smaller");
    }
  }

  private void checkStandable(String place, float x, float y) {
    if (!(x >= 0) || !(y >= 0) || map.isWall((int) x, (int) y)) {
      throw new ContentException(
          source.name(),
          place,
          "inside a wall or outside of the map: x=" + x + " y=" + y,
          "move it to where one can stand");
    }
  }
}
