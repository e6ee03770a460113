package dev.keepstone.bench.jmh.world;

import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.content.WorldContent;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * World data made for a measurement: a square field with a wall around it and rabbits all over it.
 * Goes through the real reader, as a Tiled map.
 */
public final class OpenField {
  /** Speed, strolls and rests of the rabbits in {@code config/world/creatures.conf}'s range. */
  private static final String CREATURES =
      """
      creatures {
        rabbit { name = rabbit, hp = 5, speed-tiles-per-s = 3, walk-max = 2 s, pause-max = 4 s }
      }
      """;

  private static final int MAX_RABBITS_OF_A_SPAWN = 1000;
  private static final int TILE_PIXELS = 16;

  private OpenField() {}

  /**
   * Makes the fields, each a zone, numbered from 1 on.
   *
   * @param sizeTiles of each, both ways, at most 1 024
   * @param rabbits in each
   */
  public static WorldContent of(int zones, int sizeTiles, int rabbits) {
    List<ContentSource> maps = new ArrayList<>();
    for (int zone = 1; zone <= zones; zone++) {
      maps.add(new ContentSource("open-field-" + zone + ".tmj", map(zone, sizeTiles, rabbits)));
    }
    return WorldContent.read(maps, new ContentSource("creatures.conf", CREATURES));
  }

  private static String map(int zone, int size, int rabbits) {
    String middle = Double.toString(size * TILE_PIXELS / 2.0);
    return """
        {"type":"map","orientation":"orthogonal","infinite":false,"width":%1$d,"height":%1$d,
         "tilewidth":16,"tileheight":16,
         "properties":[{"name":"name","value":"Open field"},{"name":"zone","value":%6$d}],
         "layers":[
          {"name":"ground","type":"tilelayer","width":%1$d,"height":%1$d,"data":[%2$s]},
          {"name":"walls","type":"tilelayer","width":%1$d,"height":%1$d,"data":[%3$s]},
          {"name":"spawn","type":"objectgroup","objects":[
           {"id":1,"name":"spawn","x":%4$s,"y":%4$s,"width":0,"height":0}]},
          {"name":"creatures","type":"objectgroup","objects":[%5$s]}]}
        """
        .formatted(
            size, tiles(size, false), tiles(size, true), middle, spawns(size, rabbits), zone);
  }

  private static String tiles(int size, boolean edgeOnly) {
    StringBuilder tiles = new StringBuilder(2 * size * size);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        boolean edge = x == 0 || y == 0 || x == size - 1 || y == size - 1;
        tiles.append(x + y == 0 ? "" : ",").append(!edgeOnly || edge ? 1 : 0);
      }
    }
    return tiles.toString();
  }

  private static String spawns(int size, int rabbits) {
    StringJoiner spawns = new StringJoiner(",");
    int inside = (size - 3) * TILE_PIXELS;
    for (int left = rabbits, id = 2; left > 0; left -= MAX_RABBITS_OF_A_SPAWN, id++) {
      spawns.add(
          """
          {"id":%d,"name":"","x":%2$d,"y":%2$d,"width":%3$d,"height":%3$d,"properties":[
           {"name":"type","value":"rabbit"},{"name":"count","value":%4$d},
           {"name":"wander","value":8}]}"""
              .formatted(id, TILE_PIXELS + 8, inside, Math.min(left, MAX_RABBITS_OF_A_SPAWN)));
    }
    return spawns.toString();
  }
}
