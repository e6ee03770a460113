package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.RefusalReason;

/** Taking from the ground and dropping on it. */
final class GroundRules {
  /** How long something lies there, on the vault's clock. */
  static final long LIES_MS = 600_000;

  private final Zones zones;
  private final GroundRows rows;

  GroundRules(Zones zones, GroundRows rows) {
    this.zones = zones;
    this.rows = rows;
  }

  Step take(Draft own, Transfer transfer, long entity) {
    Zone zone = zones.find(own.after.zone);
    if (zone == null || !zone.isLoaded()) {
      return Step.WAIT;
    }
    long entry = rows.entryOf(entity);
    GroundItem item = entry == ItemIds.NONE ? null : zone.item(entry);
    if (item == null) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    if (!Places.isWithin(own.after, item.x, item.y, Places.REACH_TILES)) {
      return transfer.refuse(RefusalReason.TOO_FAR);
    }
    RefusalReason objection = transfer.takeGround(zone, item);
    if (objection == null) {
      objection =
          item.kind == Transfer.COINS
              ? transfer.putCoins(own)
              : transfer.put(own, Container.INVENTORY);
    }
    return transfer.endWith(objection);
  }

  Step drop(Draft own, Transfer transfer, int slot, int count) {
    Zone zone = zones.find(own.after.zone);
    if (zone == null || !zone.isLoaded() || zones.nowMs() == 0) {
      return Step.WAIT;
    }
    RefusalReason objection = transfer.take(own, Container.INVENTORY, slot, count);
    if (objection == null) {
      objection = transfer.putGround(zone, own.after.x, own.after.y, zones.nowMs() + LIES_MS);
    }
    return transfer.endWith(objection);
  }
}
