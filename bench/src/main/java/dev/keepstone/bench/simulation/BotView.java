package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What one bot knows of the world around it and of what it has. */
final class BotView {
  private final List<Long> players = new ArrayList<>();
  private final List<Long> items = new ArrayList<>();
  private final int[] inventory = new int[28];
  private final int[] bank = new int[64];
  private long coins;
  private int worn;

  void clear() {
    players.clear();
    items.clear();
    java.util.Arrays.fill(inventory, 0);
    java.util.Arrays.fill(bank, 0);
    coins = 0;
    worn = 0;
  }

  void onAppeared(AppearedDecoder appeared) {
    if (appeared.afresh() == 1) {
      players.clear();
      items.clear();
    }
    for (AppearedDecoder.EntitiesDecoder entity : appeared.entities()) {
      EntityKind kind = entity.kind();
      (kind == EntityKind.PLAYER ? players : items).add(entity.entity());
      entity.skipName();
    }
  }

  void onVanished(VanishedDecoder vanished) {
    for (VanishedDecoder.EntitiesDecoder entity : vanished.entities()) {
      Long gone = entity.entity();
      players.remove(gone);
      items.remove(gone);
    }
  }

  void onOwnSlots(OwnSlotsDecoder own) {
    coins = own.coins();
    for (OwnSlotsDecoder.SlotsDecoder slot : own.slots()) {
      Container container = slot.container();
      if (container == Container.INVENTORY && slot.slot() < inventory.length) {
        inventory[slot.slot()] = slot.kind();
      } else if (container == Container.BANK && slot.slot() < bank.length) {
        bank[slot.slot()] = slot.kind();
      } else if (container == Container.EQUIPMENT) {
        worn = slot.kind() == 0 ? 0 : slot.slot() + 1;
      }
    }
  }

  long coins() {
    return coins;
  }

  /** A slot of the equipment with something in it, or -1. */
  int wornSlot() {
    return worn - 1;
  }

  /** Some slot of the inventory with something in it, or -1. */
  int someSlot(SplittableRandom random) {
    return some(inventory, random, 0);
  }

  /** Some slot of the inventory with that kind, or -1. */
  int slotOf(int kind, SplittableRandom random) {
    return some(inventory, random, kind);
  }

  int someBankSlot(SplittableRandom random) {
    return some(bank, random, 0);
  }

  private static int some(int[] kinds, SplittableRandom random, int kind) {
    int start = random.nextInt(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      int slot = (start + i) % kinds.length;
      if (kinds[slot] != 0 && (kind == 0 || kinds[slot] == kind)) {
        return slot;
      }
    }
    return -1;
  }

  /** An entity of a player in sight, or 0. */
  long somePlayer(SplittableRandom random) {
    return players.isEmpty() ? 0 : players.get(random.nextInt(players.size()));
  }

  /** An entity on the ground in sight, or 0. */
  long someItem(SplittableRandom random) {
    return items.isEmpty() ? 0 : items.get(random.nextInt(items.size()));
  }

  int itemCount() {
    return items.size();
  }
}
