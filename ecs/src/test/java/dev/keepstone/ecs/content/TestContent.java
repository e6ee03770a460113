package dev.keepstone.ecs.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * World data for tests, drawn: {@code #} is a wall, {@code @} the spawn point, {@code r} a rabbit,
 * everything else free. Goes through the real reader, as a Tiled map.
 */
public final class TestContent {
  public static final String CREATURES =
      """
      creatures {
        rabbit { name = rabbit, hp = 5, speed-tiles-per-s = 3, walk-max = 1 s, pause-max = 2 s }
        statue { name = statue, hp = 99, speed-tiles-per-s = 1, walk-max = 1 s, pause-max = 0 s }
      }
      """;

  /** A bank and a shop are in the north-west of every first zone: at (2, 2) and (6, 2). */
  public static final String ITEMS =
      """
      items {
        bread   { kind = 1, name = bread,   max-stack = 100,    equip-slot = none,       heal-hp = 12, price = 8 }
        sword   { kind = 2, name = sword,   max-stack = 1,      equip-slot = weapon,     heal-hp = 0,  price = 180 }
        arrow   { kind = 3, name = arrow,   max-stack = 999999, equip-slot = ammunition, heal-hp = 0,  price = 2 }
        pebble  { kind = 4, name = pebble,  max-stack = 10,     equip-slot = none,       heal-hp = 0,  price = 0 }
        axe     { kind = 5, name = axe,     max-stack = 1,      equip-slot = weapon,     heal-hp = 0,  price = 90 }
      }
      """;

  public static final String SHOPS =
      """
      shops { stall { shop = 7, till = 300, goods { bread = 20, sword = 2, axe = 0 } } }
      """;

  static final String PLACES =
      """
      {"id":5,"name":"places","type":"objectgroup","x":0,"y":0,"draworder":"topdown",
       "opacity":1,"visible":true,"objects":[
        {"id":20,"name":"","type":"","x":32,"y":32,"width":16,"height":16,"rotation":0,
         "visible":true,"properties":[{"name":"type","type":"string","value":"bank"}]},
        {"id":21,"name":"","type":"","x":96,"y":32,"width":16,"height":16,"rotation":0,
         "visible":true,"properties":[{"name":"type","type":"string","value":"shop"},
                                      {"name":"shop","type":"string","value":"stall"}]}]}""";

  private static final int TILE_PIXELS = 16;

  private TestContent() {}

  /** An open field with a wall around it and the spawn point in its middle. */
  public static WorldContent field(int sizeTiles) {
    return field(sizeTiles, 0);
  }

  /** The same with rabbits all over it. */
  public static WorldContent field(int sizeTiles, int rabbits) {
    return fields(1, sizeTiles, rabbits);
  }

  /** Zones 1, 2, ... of such fields, each with as many rabbits. */
  public static WorldContent fields(int zones, int sizeTiles, int rabbits) {
    List<String> maps = new ArrayList<>();
    for (int zone = 1; zone <= zones; zone++) {
      maps.add(fieldJson(zone, sizeTiles, rabbits));
    }
    return readAll(maps);
  }

  /** The same with each of these {@link #spot}s in every zone. */
  public static WorldContent fields(int zones, int sizeTiles, int rabbits, String... spots) {
    List<String> maps = new ArrayList<>();
    for (int zone = 1; zone <= zones; zone++) {
      maps.add(withSpots(fieldJson(zone, sizeTiles, rabbits), spots));
    }
    return readAll(maps);
  }

  /** The map with one more layer. */
  static String withSpots(String mapJson, String... spots) {
    int end = mapJson.lastIndexOf(']');
    return mapJson.substring(0, end)
        + """
          ,{"id":6,"name":"items","type":"objectgroup","x":0,"y":0,"draworder":"topdown",
            "opacity":1,"visible":true,"objects":["""
        + String.join(",", spots)
        + "]}"
        + mapJson.substring(end);
  }

  /** One object of the layer items, somewhere on that tile. */
  public static String spot(String item, int tileX, int tileY, int amount, int respawnSeconds) {
    return String.format(
        Locale.ROOT,
        """
        {"id":30,"name":"","type":"","point":true,"x":%d,"y":%d,"width":0,"height":0,"rotation":0,
         "visible":true,"properties":[
          {"name":"item","type":"string","value":"%s"},
          {"name":"amount","type":"int","value":%d},
          {"name":"respawn-seconds","type":"int","value":%d}]}""",
        tileX * TILE_PIXELS + 3,
        tileY * TILE_PIXELS + 5,
        item,
        amount,
        respawnSeconds);
  }

  private static String fieldJson(int zone, int sizeTiles, int rabbits) {
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < sizeTiles; y++) {
      boolean edge = y == 0 || y == sizeTiles - 1;
      rows.add(edge ? "#".repeat(sizeTiles) : "#" + ".".repeat(sizeTiles - 2) + "#");
    }
    int middle = sizeTiles / 2;
    rows.set(middle, "#" + ".".repeat(middle - 1) + "@" + ".".repeat(sizeTiles - middle - 2) + "#");
    String herd =
        rabbits == 0
            ? ""
            : creature("rabbit", 1.5, 1.5, sizeTiles - 3.0, sizeTiles - 3.0, rabbits, 8);
    return json(zone, rows.toArray(new String[0]), herd);
  }

  public static WorldContent drawn(String... rows) {
    List<String> creatures = new ArrayList<>();
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        if (rows[y].charAt(x) == 'r') {
          creatures.add(creature("rabbit", x + 0.5, y + 0.5, 0, 0, 1, 3));
        } else if (rows[y].charAt(x) == 's') {
          creatures.add(creature("statue", x + 0.5, y + 0.5, 0, 0, 1, 0));
        }
      }
    }
    return read(json(rows, String.join(",", creatures)));
  }

  static WorldContent read(String mapJson) {
    return readAll(List.of(mapJson));
  }

  static WorldContent readAll(List<String> mapJsons) {
    List<ContentSource> maps = new ArrayList<>();
    for (String json : mapJsons) {
      maps.add(
          new ContentSource(maps.isEmpty() ? "test.tmj" : "test" + maps.size() + ".tmj", json));
    }
    return WorldContent.read(
        maps,
        new ContentSource("test.conf", CREATURES),
        new ContentSource("items.conf", ITEMS),
        new ContentSource("shops.conf", SHOPS));
  }

  /** One object of the layer creatures; numbers in tiles. */
  static String creature(
      String type, double x, double y, double width, double height, int count, int wander) {
    return String.format(
        Locale.ROOT,
        """
        {"id":7,"name":"","type":"","x":%s,"y":%s,"width":%s,"height":%s,"rotation":0,
         "visible":true,"properties":[
          {"name":"type","type":"string","value":"%s"},
          {"name":"count","type":"int","value":%d},
          {"name":"wander","type":"int","value":%d}]}""",
        x * TILE_PIXELS,
        y * TILE_PIXELS,
        width * TILE_PIXELS,
        height * TILE_PIXELS,
        type,
        count,
        wander);
  }

  /** A Tiled map as its editor writes it. */
  static String json(String[] rows, String creatures) {
    return json(1, rows, creatures);
  }

  static String json(int zone, String[] rows, String creatures) {
    int width = rows[0].length();
    int height = rows.length;
    StringBuilder ground = new StringBuilder();
    StringBuilder walls = new StringBuilder();
    double spawnX = 0;
    double spawnY = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        String comma = ground.isEmpty() ? "" : ",";
        ground.append(comma).append(1);
        walls.append(comma).append(rows[y].charAt(x) == '#' ? 2 : 0);
        if (rows[y].charAt(x) == '@') {
          spawnX = x + 0.5;
          spawnY = y + 0.5;
        }
      }
    }
    return String.format(
        Locale.ROOT,
        """
        {"type":"map","version":"1.10","tiledversion":"1.11.0","orientation":"orthogonal",
         "renderorder":"right-down","infinite":false,"width":%1$d,"height":%2$d,
         "tilewidth":16,"tileheight":16,"nextlayerid":5,"nextobjectid":9,
         "properties":[{"name":"name","type":"string","value":"%8$s"},
                       {"name":"zone","type":"int","value":%9$d}],
         "tilesets":[],
         "layers":[
          {"id":1,"name":"ground","type":"tilelayer","x":0,"y":0,"width":%1$d,"height":%2$d,
           "opacity":1,"visible":true,"data":[%3$s]},
          {"id":2,"name":"walls","type":"tilelayer","x":0,"y":0,"width":%1$d,"height":%2$d,
           "opacity":1,"visible":true,"data":[%4$s]},
          {"id":3,"name":"spawn","type":"objectgroup","x":0,"y":0,"draworder":"topdown",
           "opacity":1,"visible":true,"objects":[
            {"id":1,"name":"spawn","type":"","point":true,"x":%5$s,"y":%6$s,"width":0,"height":0,
             "rotation":0,"visible":true}]},
          {"id":4,"name":"creatures","type":"objectgroup","x":0,"y":0,"draworder":"topdown",
           "opacity":1,"visible":true,"objects":[%7$s]}%10$s
         ]}
        """,
        width,
        height,
        ground,
        walls,
        spawnX * TILE_PIXELS,
        spawnY * TILE_PIXELS,
        creatures,
        zone == 1 ? "Testfield" : "Testfield " + zone,
        zone,
        zone == 1 && width >= 12 && height >= 8 ? "," + PLACES : "");
  }
}
