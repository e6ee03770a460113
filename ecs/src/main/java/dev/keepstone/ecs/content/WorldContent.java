package dev.keepstone.ecs.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All data that a world is made of. */
public record WorldContent(
    ZoneMaps zones, CreatureTable creatures, ItemTable items, ShopTable shops) {

  /** A world without items and shops: see the other. */
  public static WorldContent read(List<ContentSource> maps, ContentSource creatures) {
    return read(maps, CreatureTable.read(creatures), ItemTable.empty(), ShopTable.empty());
  }

  /**
   * Reads and checks everything; {@link ContentSource#of} reads from a file or a stream.
   *
   * @param maps Tiled maps in JSON, at least one; the first is where newcomers appear
   * @param creatures the kinds of creatures in HOCON
   * @param items the kinds of items in HOCON
   * @param shops in HOCON; a shop is in at most one place of all maps
   * @throws ContentException that names the file, the place in it and the reason
   * @throws IllegalArgumentException when there is no map
   */
  public static WorldContent read(
      List<ContentSource> maps, ContentSource creatures, ContentSource items, ContentSource shops) {
    ItemTable itemTable = ItemTable.read(items);
    return read(maps, CreatureTable.read(creatures), itemTable, ShopTable.read(shops, itemTable));
  }

  private static WorldContent read(
      List<ContentSource> maps, CreatureTable creatures, ItemTable items, ShopTable shops) {
    List<ZoneMap> zones = new ArrayList<>();
    Map<Integer, String> fileByZone = new HashMap<>();
    Map<Integer, String> fileByShop = new HashMap<>();
    for (ContentSource source : maps) {
      ZoneMap zone = new TiledMapReader(source, creatures, items, shops).read();
      String other = fileByZone.put(zone.zone(), source.name());
      if (other != null) {
        throw new ContentException(
            source.name(),
            "",
            "the same number as in " + other + ": zone=" + zone.zone(),
            "give each map its own custom property zone");
      }
      for (Place place : zone.places()) {
        String otherMap = place.isBank() ? null : fileByShop.put(place.shopIndex(), source.name());
        if (otherMap != null) {
          throw new ContentException(
              source.name(),
              "layer=places",
              "a shop in two places: shop="
                  + shops.at(place.shopIndex()).key()
                  + " is also in "
                  + otherMap,
              "place it once, or make another shop");
        }
      }
      zones.add(zone);
    }
    return new WorldContent(new ZoneMaps(zones), creatures, items, shops);
  }
}
