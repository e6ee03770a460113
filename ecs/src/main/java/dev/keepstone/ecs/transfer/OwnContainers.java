package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.rule.Vitals;
import dev.keepstone.ecs.state.ItemSlots;
import org.jspecify.annotations.Nullable;

/** What a player does with what is his: wear it, sort it, bank it, eat it. */
final class OwnContainers {
  private final ItemTable items;
  private final Places places;

  OwnContainers(ItemTable items, Places places) {
    this.items = items;
    this.places = places;
  }

  /** What was worn there goes where the new one came from. */
  Step equip(Draft own, Transfer transfer, int slot) {
    ItemType type = typeAt(own.after.inventory, slot);
    if (type == null) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    if (!type.isWorn()) {
      return transfer.refuse(RefusalReason.NOT_ALLOWED);
    }
    transfer.exchange(own, Container.INVENTORY, slot, Container.EQUIPMENT, type.equipSlot());
    return Step.COMMIT;
  }

  Step unequip(Draft own, Transfer transfer, int slot) {
    return move(own, transfer, Container.EQUIPMENT, slot, 0, Container.INVENTORY);
  }

  /** Moves within the inventory too are kept: they are a player's own order of things. */
  Step swap(Draft own, Transfer transfer, int slot, int toSlot) {
    ItemSlots inventory = own.after.inventory;
    if (slot >= inventory.size() || toSlot >= inventory.size() || slot == toSlot) {
      return transfer.refuse(RefusalReason.BAD_INTENT);
    }
    if (inventory.isEmpty(slot) && inventory.isEmpty(toSlot)) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    transfer.exchange(own, Container.INVENTORY, slot, Container.INVENTORY, toSlot);
    return Step.COMMIT;
  }

  Step deposit(Draft own, Transfer transfer, int slot, int count) {
    return places.isAtBank(own.after)
        ? move(own, transfer, Container.INVENTORY, slot, count, Container.BANK)
        : transfer.refuse(RefusalReason.TOO_FAR);
  }

  Step withdraw(Draft own, Transfer transfer, int slot, int count) {
    return places.isAtBank(own.after)
        ? move(own, transfer, Container.BANK, slot, count, Container.INVENTORY)
        : transfer.refuse(RefusalReason.TOO_FAR);
  }

  /** Eats or drinks one. */
  Step consume(Draft own, Transfer transfer, int slot) {
    ItemType type = typeAt(own.after.inventory, slot);
    if (type == null) {
      return transfer.refuse(RefusalReason.NOT_THERE);
    }
    if (type.healHp() == 0) {
      return transfer.refuse(RefusalReason.NOT_ALLOWED);
    }
    RefusalReason objection = transfer.take(own, Container.INVENTORY, slot, 1);
    if (objection == null) {
      transfer.putSink(NamedAccount.CONSUMED);
      own.after.hp = Math.min(Vitals.PLAYER_MAX_HP, own.after.hp + type.healHp());
    }
    return transfer.endWith(objection);
  }

  private static Step move(
      Draft own, Transfer transfer, Container from, int slot, int count, Container to) {
    RefusalReason objection = transfer.take(own, from, slot, count);
    if (objection == null) {
      objection = transfer.put(own, to);
    }
    return transfer.endWith(objection);
  }

  private @Nullable ItemType typeAt(ItemSlots slots, int slot) {
    return slot < slots.size() && !slots.isEmpty(slot) ? items.get(slots.kind(slot)) : null;
  }
}
