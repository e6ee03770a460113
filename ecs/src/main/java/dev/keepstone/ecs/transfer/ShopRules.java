package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.StateLimits;
import org.jspecify.annotations.Nullable;

/** Buying from the shop within reach and selling to it. */
final class ShopRules {
  private final Zones zones;
  private final ItemTable items;

  ShopRules(Zones zones, ItemTable items) {
    this.zones = zones;
    this.items = items;
  }

  Step buy(Draft own, Transfer transfer, int kind, int count) {
    Zone zone = zones.find(own.after.zone);
    if (zone == null || !zone.isLoaded()) {
      return Step.WAIT;
    }
    Shop shop = within(zone, own.after);
    if (shop == null) {
      return transfer.refuse(RefusalReason.TOO_FAR);
    }
    ItemType type = items.get(kind);
    int good = shop.indexOf(kind);
    if (type == null || good == Shop.NONE || count <= 0) {
      return transfer.refuse(RefusalReason.BAD_INTENT);
    }
    if (count > (long) type.maxStack() * StateLimits.INVENTORY_SLOTS) {
      return transfer.refuse(RefusalReason.NO_ROOM);
    }
    if (count > shop.available(good)) {
      return transfer.refuse(RefusalReason.NOT_ENOUGH);
    }
    RefusalReason objection = transfer.takeCoins(own, (long) count * type.price());
    if (objection == null) {
      transfer.putShop(zone, shop, shop.till());
    }
    int each = type.isUnique() ? 1 : count;
    for (int bought = 0; bought < count && objection == null; bought += each) {
      objection = transfer.takeShop(zone, shop, good, each);
      if (objection == null) {
        objection = transfer.put(own, Container.INVENTORY);
      }
    }
    return transfer.endWith(objection);
  }

  /** The shop pays from its till, and only as long as there is enough in it. */
  Step sell(Draft own, Transfer transfer, int slot, int count) {
    Zone zone = zones.find(own.after.zone);
    if (zone == null || !zone.isLoaded()) {
      return Step.WAIT;
    }
    Shop shop = within(zone, own.after);
    if (shop == null) {
      return transfer.refuse(RefusalReason.TOO_FAR);
    }
    if (slot >= own.after.inventory.size() || own.after.inventory.isEmpty(slot)) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    ItemType type = items.get(own.after.inventory.kind(slot));
    int amount = count == 0 ? own.after.inventory.count(slot) : count;
    int good = type == null ? Shop.NONE : shop.indexOf(type.kind());
    if (type == null || good == Shop.NONE) {
      return transfer.refuse(RefusalReason.NOT_ALLOWED);
    }
    RefusalReason objection = transfer.take(own, Container.INVENTORY, slot, amount);
    if (objection == null) {
      transfer.putShop(zone, shop, good);
      objection = transfer.takeShop(zone, shop, shop.till(), (long) amount * type.sellPrice());
    }
    if (objection == null) {
      objection = transfer.putCoins(own);
    }
    return transfer.endWith(objection);
  }

  static @Nullable Shop within(Zone zone, PlayerState state) {
    for (Shop shop : zone.shops()) {
      if (shop.place.isWithin(state.x, state.y, Places.REACH_TILES)) {
        return shop;
      }
    }
    return null;
  }
}
