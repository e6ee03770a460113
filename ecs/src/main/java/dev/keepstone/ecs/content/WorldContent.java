package dev.keepstone.ecs.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All data that a world is made of. */
public record WorldContent(ZoneMaps zones, CreatureTable creatures) {
  /**
   * Reads and checks everything; {@link ContentSource#of} reads from a file or a stream.
   *
   * @param maps Tiled maps in JSON, at least one; the first is where newcomers appear
   * @param creatures the kinds of creatures in HOCON
   * @throws ContentException that names the file, the place in it and the reason
   * @throws IllegalArgumentException when there is no map
   */
  public static WorldContent read(List<ContentSource> maps, ContentSource creatures) {
    CreatureTable table = CreatureTable.read(creatures);
    List<ZoneMap> zones = new ArrayList<>();
    Map<Integer, String> fileByZone = new HashMap<>();
    for (ContentSource source : maps) {
      ZoneMap zone = new TiledMapReader(source, table).read();
      String other = fileByZone.put(zone.zone(), source.name());
      if (other != null) {
        throw new ContentException(
            source.name(),
            "",
            "the same number as in " + other + ": zone=" + zone.zone(),
            "give each map its own custom property zone");
      }
      zones.add(zone);
    }
    return new WorldContent(new ZoneMaps(zones), table);
  }
}
