package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemSpot;
import java.util.Arrays;
import java.util.List;

/**
 * What a zone's spots lack, and since when. Nothing says which spot a thing came from: it belongs
 * to the one of its kind at its very position, also after a restart. Only what never expires does:
 * what players drop is theirs to take away.
 *
 * <p>Since when is known only while the zone is ours; with a new claim the time runs anew.
 */
final class Lacking {
  private static final long NOTHING = -1;

  private final Zone zone;
  private final List<ItemSpot> spots;

  /** By spot: when its thing was first seen not to be there; {@link #NOTHING}: it is. */
  private final long[] sinceMs;

  private long claim;

  Lacking(Zone zone) {
    this.zone = zone;
    spots = zone.itemSpots();
    sinceMs = new long[spots.size()];
    Arrays.fill(sinceMs, NOTHING);
  }

  int size() {
    return sinceMs.length;
  }

  /** Looks what lies where. The zone is loaded. */
  void look(long nowMs) {
    if (claim != zone.claim()) {
      claim = zone.claim();
      Arrays.fill(sinceMs, NOTHING);
    }
    for (int i = 0; i < sinceMs.length; i++) {
      if (isThere(spots.get(i))) {
        sinceMs[i] = NOTHING;
      } else if (sinceMs[i] == NOTHING) {
        sinceMs[i] = nowMs;
      }
    }
  }

  /** What is locked is there too: it may stay, or is about to come. */
  private boolean isThere(ItemSpot spot) {
    for (int i = 0; i < zone.items().size(); i++) {
      GroundItem item = zone.items().get(i);
      if (item.kind == spot.kind()
          && item.x == spot.x()
          && item.y == spot.y()
          && item.expiresAtMs == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether its time is over, as of the last look. */
  boolean isDue(int spot, long nowMs) {
    return sinceMs[spot] != NOTHING && nowMs - sinceMs[spot] >= spots.get(spot).respawnMs();
  }

  ItemSpot spot(int index) {
    return spots.get(index);
  }
}
