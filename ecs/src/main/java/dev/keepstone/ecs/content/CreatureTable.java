package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** All kinds of creatures, ordered by key: the index of a kind is what rows hold. */
public final class CreatureTable {
  /** Fastest step of 0.5 tiles at the slowest tick of 10 Hz. */
  static final double MAX_SPEED_TILES_PER_S = 5;

  private final List<CreatureType> types;

  private CreatureTable(List<CreatureType> types) {
    this.types = List.copyOf(types);
  }

  /**
   * Reads a HOCON file with one block a kind below {@code creatures}.
   *
   * @throws ContentException when a value is missing or out of its range
   */
  public static CreatureTable read(ContentSource source) {
    try {
      Config creatures = ContentParser.parse(source, ConfigSyntax.CONF).getConfig("creatures");
      List<CreatureType> types = new ArrayList<>();
      for (String key : new TreeSet<>(creatures.root().keySet())) {
        types.add(read(source, key, creatures.getConfig(ConfigUtil.quoteString(key))));
      }
      return new CreatureTable(types);
    } catch (ConfigException e) {
      throw new ContentException(
          source.name(), "", String.valueOf(e.getMessage()), "see config/world/creatures.conf");
    }
  }

  private static CreatureType read(ContentSource source, String key, Config kind) {
    String place = "creature=" + key;
    double speed = kind.getDouble("speed-tiles-per-s");
    String name = kind.getString("name");
    check(
        source, place, !name.isBlank() && name.length() <= 32, "name", name, "1 to 32 characters");
    check(
        source,
        place,
        speed > 0 && speed <= MAX_SPEED_TILES_PER_S,
        "speed-tiles-per-s",
        speed,
        "0 to 5");
    return new CreatureType(
        key,
        name,
        number(source, place, "hp", kind.getInt("hp"), 1, 65_535),
        (float) speed,
        number(source, place, "walk-max", ms(kind, "walk-max"), 200, 60_000),
        number(source, place, "pause-max", ms(kind, "pause-max"), 0, 300_000));
  }

  private static long ms(Config kind, String path) {
    return kind.getDuration(path, TimeUnit.MILLISECONDS);
  }

  private static int number(
      ContentSource source, String place, String name, long value, int min, int max) {
    check(source, place, value >= min && value <= max, name, value, min + " to " + max);
    return (int) value;
  }

  private static void check(
      ContentSource source, String place, boolean ok, String name, Object value, String allowed) {
    if (!ok) {
      throw new ContentException(
          source.name(), place, "out of range: " + name + "=" + value, "allowed is " + allowed);
    }
  }

  public int size() {
    return types.size();
  }

  public CreatureType get(int index) {
    return types.get(index);
  }

  /** Returns -1 when there is no such kind */
  public int indexOf(String key) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
