package dev.keepstone.ecs.content;

/** All data that a world is made of. */
public record WorldContent(ZoneMap zone, CreatureTable creatures) {
  /**
   * Reads and checks everything; {@link ContentSource#of} reads from a file or a stream.
   *
   * @param map a Tiled map in JSON
   * @param creatures the kinds of creatures in HOCON
   * @throws ContentException that names the file, the place in it and the reason
   */
  public static WorldContent read(ContentSource map, ContentSource creatures) {
    CreatureTable table = CreatureTable.read(creatures);
    return new WorldContent(new TiledMapReader(map, table).read(), table);
  }
}
