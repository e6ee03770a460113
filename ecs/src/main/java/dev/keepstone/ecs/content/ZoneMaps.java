package dev.keepstone.ecs.content;

import java.util.Arrays;
import java.util.List;

/**
 * All zones of a world. Records and rows name a zone by its number; inside the process it also has
 * an index, dense and in order of reading, for arrays that hold something of each zone.
 */
public final class ZoneMaps {
  /** What {@link #indexOf} answers for a number that no zone has. */
  public static final int NONE = -1;

  private final List<ZoneMap> zones;
  private final int[] indexByNumber;

  /**
   * @param zones the first is where newcomers appear
   * @throws IllegalArgumentException when there is none, or two have the same number
   */
  public ZoneMaps(List<ZoneMap> zones) {
    this.zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("a world needs at least one zone: zones=0");
    }
    int highest = 0;
    for (ZoneMap zone : zones) {
      highest = Math.max(highest, zone.zone());
    }
    indexByNumber = new int[highest + 1];
    Arrays.fill(indexByNumber, NONE);
    for (int i = 0; i < zones.size(); i++) {
      int number = zones.get(i).zone();
      if (indexByNumber[number] != NONE) {
        throw new IllegalArgumentException("two maps have the same number: zone=" + number);
      }
      indexByNumber[number] = i;
    }
  }

  /** Where newcomers appear, at its spawn point. */
  public ZoneMap spawnZone() {
    return zones.get(0);
  }

  public int count() {
    return zones.size();
  }

  /**
   * One of the zones.
   *
   * @param index 0 to {@link #count()} - 1; not the zone's number
   */
  public ZoneMap at(int index) {
    return zones.get(index);
  }

  /**
   * Looks up a zone by its number.
   *
   * @param number not negative
   * @return its index, or {@link #NONE}
   */
  public int indexOf(int number) {
    return number < indexByNumber.length ? indexByNumber[number] : NONE;
  }
}
