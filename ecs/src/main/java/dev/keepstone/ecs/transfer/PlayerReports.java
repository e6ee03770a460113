package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.rule.Levels;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.StateLimits;
import java.util.Arrays;

/** Tells players what is theirs: all of it when they enter, and later what has changed. */
final class PlayerReports {
  /** With names of 32 characters such a message stays far below the 8 KiB that a frame has. */
  private static final int KINDS_PER_MESSAGE = 40;

  private static final int ALL_SLOTS =
      StateLimits.INVENTORY_SLOTS + StateLimits.EQUIPMENT_SLOTS + StateLimits.BANK_SLOTS;

  private final OperationPublisher publisher;
  private final Lifecycle lifecycle;
  private final ItemTable items;
  private final byte[][] itemNames;

  PlayerReports(OperationPublisher publisher, Lifecycle lifecycle, ItemTable items) {
    this.publisher = publisher;
    this.lifecycle = lifecycle;
    this.items = items;
    itemNames = new byte[items.size()][];
    for (int i = 0; i < itemNames.length; i++) {
      itemNames[i] = items.at(i).utf8Name();
    }
  }

  void tellAll(Session session, PlayerState state) {
    boolean hadRoom =
        sendItemKinds(session) && sendAllSlots(session, state) && sendStanding(session, state);
    if (!hadRoom) {
      lifecycle.overrun(session);
    }
  }

  private boolean sendItemKinds(Session session) {
    boolean hadRoom = true;
    for (int first = 0; first < items.size() && hadRoom; first += KINDS_PER_MESSAGE) {
      int end = Math.min(items.size(), first + KINDS_PER_MESSAGE);
      publisher.beginItemKinds(session.id(), end - first);
      for (int i = first; i < end; i++) {
        ItemType type = items.at(i);
        publisher.itemKind(type.kind(), type.maxStack(), type.equipSlot(), itemNames[i]);
      }
      hadRoom = publisher.sendItemKinds();
    }
    return hadRoom;
  }

  /** All slots of a character fit into one message. */
  private boolean sendAllSlots(Session session, PlayerState state) {
    publisher.beginOwnSlots(session.id(), state.coins, ALL_SLOTS);
    addOccupied(Container.INVENTORY, state.inventory);
    addOccupied(Container.EQUIPMENT, state.equipment);
    addOccupied(Container.BANK, state.bank);
    return publisher.sendOwnSlots();
  }

  private void addOccupied(Container container, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        add(container, slots, slot);
      }
    }
  }

  private void add(Container container, ItemSlots slots, int slot) {
    publisher.ownSlot(container, slot, slots.kind(slot), slots.count(slot), slots.unique(slot));
  }

  private boolean sendStanding(Session session, PlayerState state) {
    publisher.beginStanding(
        session.id(),
        state.lifetimeXp,
        state.playtimeMs,
        state.deaths,
        Levels.levelOf(state.lifetimeXp),
        state.skillXp.length);
    for (int skill = 0; skill < state.skillXp.length; skill++) {
      publisher.skill(skill, state.skillXp[skill], Levels.levelOf(state.skillXp[skill]));
    }
    return publisher.sendStanding();
  }

  /** What a transfer has changed for one of its players. */
  void tellChanges(Draft draft) {
    Session session = draft.session();
    publisher.beginOwnSlots(session.id(), draft.after.coins, ALL_SLOTS);
    int changed =
        addChanged(Container.INVENTORY, draft.before.inventory, draft.after.inventory)
            + addChanged(Container.EQUIPMENT, draft.before.equipment, draft.after.equipment)
            + addChanged(Container.BANK, draft.before.bank, draft.after.bank);
    boolean hadRoom = true;
    if (changed > 0 || draft.before.coins != draft.after.coins) {
      hadRoom = publisher.sendOwnSlots();
    }
    boolean advanced =
        draft.before.lifetimeXp != draft.after.lifetimeXp
            || draft.before.deaths != draft.after.deaths
            || !Arrays.equals(draft.before.skillXp, draft.after.skillXp);
    if (hadRoom && advanced) {
      hadRoom = sendStanding(session, draft.after);
    }
    if (!hadRoom) {
      lifecycle.overrun(session);
    }
  }

  private int addChanged(Container container, ItemSlots before, ItemSlots after) {
    int changed = 0;
    for (int slot = 0; slot < after.size(); slot++) {
      boolean same =
          before.kind(slot) == after.kind(slot)
              && before.count(slot) == after.count(slot)
              && before.unique(slot) == after.unique(slot);
      if (!same) {
        add(container, after, slot);
        changed++;
      }
    }
    return changed;
  }
}
