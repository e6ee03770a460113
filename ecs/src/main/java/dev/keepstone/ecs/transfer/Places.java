package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.Place;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.state.PlayerState;

/** How near one must be for what. */
final class Places {
  /** To banks, shops and what lies on the ground. */
  static final float REACH_TILES = 2f;

  /** Between two who trade. */
  static final float TRADE_TILES = 10f;

  private final ZoneMaps zones;

  Places(ZoneMaps zones) {
    this.zones = zones;
  }

  boolean isAtBank(PlayerState state) {
    for (Place place : zones.at(zones.indexOf(state.zone)).places()) {
      if (place.isBank() && place.isWithin(state.x, state.y, REACH_TILES)) {
        return true;
      }
    }
    return false;
  }

  static boolean isWithin(PlayerState state, float x, float y, float tiles) {
    float away = state.x - x;
    float along = state.y - y;
    return away * away + along * along <= tiles * tiles;
  }
}
