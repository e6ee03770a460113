package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigSyntax;
import dev.keepstone.ecs.state.StateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads a zone from a map of the Tiled editor in its JSON format (doc.mapeditor.org, "JSON Map
 * Format"): orthogonal, finite, tile data as plain numbers. It needs
 *
 * <ul>
 *   <li>the map properties {@code zone} (number in records) and {@code name},
 *   <li>the tile layers {@code ground} and {@code walls} (a tile that isn't empty is a wall),
 *   <li>the object layer {@code spawn} with a point of that name,
 *   <li>the object layer {@code creatures}: points or rectangles with {@code type}, {@code count}
 *       and {@code wander} (tiles),
 *   <li>if there are any, the object layer {@code places}: rectangles with {@code type=bank}, or
 *       {@code type=shop} and {@code shop},
 *   <li>and, if there are any, the object layer {@code items}: points with {@code item} (of
 *       items.conf, or {@code coins}), {@code amount} and {@code respawn-seconds}.
 * </ul>
 *
 * Object positions are pixels in the file and tiles from here on.
 */
final class TiledMapReader {
  static final int MAX_SIZE_TILES = 1024;
  static final int MAX_CREATURES_OF_A_SPAWN = 1000;

  /** Leaves most of a zone's ground to what players drop. */
  static final int MAX_ITEM_SPOTS = 250;

  private static final int MIN_RESPAWN_SECONDS = 10;
  private static final int MAX_RESPAWN_SECONDS = 7 * 24 * 3600;
  private static final String COINS = "coins";
  private static final String DRAW_IT = "edit the map in Tiled and save it as JSON (.tmj)";

  private final ContentSource source;
  private final CreatureTable creatures;
  private final ItemTable items;
  private final ShopTable shops;

  TiledMapReader(ContentSource source, CreatureTable creatures, ItemTable items, ShopTable shops) {
    this.source = source;
    this.creatures = creatures;
    this.items = items;
    this.shops = shops;
  }

  ZoneMap read() {
    Config root = parse();
    return inside("", () -> read(root));
  }

  /** Says where in the map a value is missing or has another type. */
  private <T> T inside(String place, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ConfigException e) {
      throw bad(place, String.valueOf(e.getMessage()), DRAW_IT);
    }
  }

  private Config parse() {
    try {
      return ContentParser.parse(source, ConfigSyntax.JSON);
    } catch (ConfigException e) {
      throw bad("", "not JSON: " + e.getMessage(), DRAW_IT);
    }
  }

  private ZoneMap read(Config root) {
    checkFormat(root);
    int width = inRange("", "width", root.getInt("width"), 1, MAX_SIZE_TILES);
    int height = inRange("", "height", root.getInt("height"), 1, MAX_SIZE_TILES);
    TiledProperties properties = TiledProperties.of(root);
    int zone = inRange("", "zone", properties.number("zone", 0), 1, 65_535);
    String name = properties.text("name", "");
    if (name.isBlank() || name.length() > 32) {
      throw bad(
          "",
          "bad property: name=" + name,
          "give the map a custom property name, 1 to 32 characters");
    }
    List<? extends Config> layers = root.getConfigList("layers");
    double tileWidth = root.getInt("tilewidth");
    double tileHeight = root.getInt("tileheight");
    tiles(layer(layers, "ground", "tilelayer"), "layer=ground", width, height);
    boolean[] walls = tiles(layer(layers, "walls", "tilelayer"), "layer=walls", width, height);
    Config spawnLayer = layer(layers, "spawn", "objectgroup");
    Config creatureLayer = layer(layers, "creatures", "objectgroup");
    float[] spawn = inside("layer=spawn", () -> spawnPoint(spawnLayer, tileWidth, tileHeight));
    List<CreatureSpawn> creatureSpawns =
        inside("layer=creatures", () -> creatureSpawns(creatureLayer, tileWidth, tileHeight));
    List<Place> places =
        has(layers, "places")
            ? inside(
                "layer=places",
                () -> places(layer(layers, "places", "objectgroup"), tileWidth, tileHeight))
            : List.of();
    List<ItemSpot> itemSpots =
        has(layers, "items")
            ? inside(
                "layer=items",
                () -> itemSpots(layer(layers, "items", "objectgroup"), tileWidth, tileHeight))
            : List.of();
    ZoneMap map =
        new ZoneMap(
            zone,
            name,
            width,
            height,
            walls,
            spawn[0],
            spawn[1],
            creatureSpawns,
            places,
            itemSpots);
    new ZoneMapCheck(source, map).check();
    return map;
  }

  private void checkFormat(Config root) {
    if (!root.hasPath("type") || !root.getString("type").equals("map")) {
      throw bad("", "not a Tiled map: type is not map", DRAW_IT);
    }
    if (!root.getString("orientation").equals("orthogonal")) {
      throw bad("", "orientation=" + root.getString("orientation"), "use an orthogonal map");
    }
    if (root.hasPath("infinite") && root.getBoolean("infinite")) {
      throw bad("", "the map is infinite", "clear Map > Map Properties > Infinite in Tiled");
    }
    inRange("", "tilewidth", root.getInt("tilewidth"), 1, 1024);
    inRange("", "tileheight", root.getInt("tileheight"), 1, 1024);
  }

  private Config layer(List<? extends Config> layers, String name, String type) {
    for (Config layer : layers) {
      if (layer.getString("name").equals(name)) {
        if (!layer.getString("type").equals(type)) {
          throw bad(
              "layer=" + name,
              "type=" + layer.getString("type"),
              "make it a layer of type " + type);
        }
        return layer;
      }
    }
    throw bad(
        "layer=" + name,
        "the layer is missing",
        "add a layer of type " + type + " at the top level");
  }

  private static boolean has(List<? extends Config> layers, String name) {
    for (Config layer : layers) {
      if (layer.getString("name").equals(name)) {
        return true;
      }
    }
    return false;
  }

  private List<Place> places(Config layer, double tileWidth, double tileHeight) {
    List<Place> places = new ArrayList<>();
    for (Config object : layer.getConfigList("objects")) {
      String where = "layer=places object=" + object.getInt("id");
      TiledProperties properties = TiledProperties.of(object);
      places.add(
          new Place(
              shopIndex(where, properties),
              (float) (object.getDouble("x") / tileWidth),
              (float) (object.getDouble("y") / tileHeight),
              (float) (object.getDouble("width") / tileWidth),
              (float) (object.getDouble("height") / tileHeight)));
    }
    return places;
  }

  private int shopIndex(String where, TiledProperties properties) {
    String type = properties.text("type", "");
    if (type.equals("bank")) {
      return Place.BANK;
    }
    if (!type.equals("shop")) {
      throw bad(where, "unknown place: type=" + type, "use bank or shop");
    }
    String key = properties.text("shop", "");
    int index = shops.indexOf(key);
    if (index < 0) {
      throw bad(where, "unknown shop: shop=" + key, "use a shop of shops.conf");
    }
    return index;
  }

  private List<ItemSpot> itemSpots(Config layer, double tileWidth, double tileHeight) {
    List<ItemSpot> spots = new ArrayList<>();
    for (Config object : layer.getConfigList("objects")) {
      String place = "layer=items object=" + object.getInt("id");
      TiledProperties properties = TiledProperties.of(object);
      String key = properties.text("item", "");
      ItemType type = items.find(key);
      if (type == null && !key.equals(COINS)) {
        throw bad(place, "unknown item: item=" + key, "use a kind of items.conf, or coins");
      }
      int maxStack = type == null ? StateLimits.MAX_COUNT : type.maxStack();
      double seconds = properties.number("respawn-seconds", 0);
      spots.add(
          new ItemSpot(
              type == null ? ItemSpot.COINS : type.kind(),
              inRange(place, "amount", properties.number("amount", 1), 1, maxStack),
              centreOfTile(object.getDouble("x") / tileWidth),
              centreOfTile(object.getDouble("y") / tileHeight),
              1_000L
                  * inRange(
                      place,
                      "respawn-seconds",
                      seconds,
                      MIN_RESPAWN_SECONDS,
                      MAX_RESPAWN_SECONDS)));
    }
    inRange("layer=items", "objects", spots.size(), 0, MAX_ITEM_SPOTS);
    return spots;
  }

  /** True for every tile that isn't empty. */
  private boolean[] tiles(Config layer, String place, int width, int height) {
    String encoding = layer.hasPath("encoding") ? layer.getString("encoding") : "csv";
    boolean compressed = layer.hasPath("compression") && !layer.getString("compression").isEmpty();
    if (!encoding.equals("csv") || compressed) {
      throw bad(
          place,
          "encoding="
              + encoding
              + (compressed ? " compression=" + layer.getString("compression") : ""),
          "set Map > Map Properties > Tile Layer Format to CSV in Tiled and save again");
    }
    if (layer.getInt("width") != width || layer.getInt("height") != height) {
      throw bad(
          place,
          "layer is "
              + layer.getInt("width")
              + " x "
              + layer.getInt("height")
              + ", map is "
              + width
              + " x "
              + height,
          DRAW_IT);
    }
    List<Long> data = inside(place, () -> layer.getLongList("data"));
    if (data.size() != width * height) {
      throw bad(place, "dataLength=" + data.size() + " expected=" + width * height, DRAW_IT);
    }
    boolean[] filled = new boolean[data.size()];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = data.get(i) != 0;
    }
    return filled;
  }

  private float[] spawnPoint(Config layer, double tileWidth, double tileHeight) {
    for (Config object : layer.getConfigList("objects")) {
      if (object.getString("name").equals("spawn")) {
        return new float[] {
          centreOfTile(object.getDouble("x") / tileWidth),
          centreOfTile(object.getDouble("y") / tileHeight)
        };
      }
    }
    throw bad("layer=spawn", "there is no object named spawn", "add a point named spawn");
  }

  /** Where a body fits in any tile that isn't a wall. */
  private static float centreOfTile(double position) {
    return (float) (Math.floor(position) + 0.5);
  }

  private List<CreatureSpawn> creatureSpawns(Config layer, double tileWidth, double tileHeight) {
    List<CreatureSpawn> spawns = new ArrayList<>();
    for (Config object : layer.getConfigList("objects")) {
      String place = "layer=creatures object=" + object.getInt("id");
      TiledProperties properties = TiledProperties.of(object);
      String type = properties.text("type", "");
      int typeIndex = creatures.indexOf(type);
      if (typeIndex < 0) {
        throw bad(place, "unknown creature: type=" + type, "use a kind of creatures.conf");
      }
      spawns.add(
          new CreatureSpawn(
              typeIndex,
              inRange(place, "count", properties.number("count", 1), 1, MAX_CREATURES_OF_A_SPAWN),
              (float) (object.getDouble("x") / tileWidth),
              (float) (object.getDouble("y") / tileHeight),
              (float) (object.getDouble("width") / tileWidth),
              (float) (object.getDouble("height") / tileHeight),
              inRange(place, "wander", properties.number("wander", 4), 0, 100)));
    }
    return spawns;
  }

  private int inRange(String place, String name, double value, int min, int max) {
    if (!(value >= min && value <= max) || value != (int) value) {
      throw bad(
          place,
          "out of range: " + name + "=" + value,
          "use a whole number from " + min + " to " + max);
    }
    return (int) value;
  }

  private ContentException bad(String place, String reason, String advice) {
    return new ContentException(source.name(), place, reason, advice);
  }
}
