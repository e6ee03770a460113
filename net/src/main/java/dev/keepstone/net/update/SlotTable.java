package dev.keepstone.net.update;

import static dev.keepstone.net.update.UpdateFormat.MAX_SLOTS;

import dev.keepstone.ecs.message.sbe.SnapshotDecoder;

/**
 * Which slot each entity near one player has: a number below 200 instead of an id of 64 bits, for
 * as long as it is near. Who comes takes the lowest that is free.
 */
final class SlotTable {
  static final int KIND_SHIFT = 16;

  private final UpdateScratch scratch;
  private final long[] entities = new long[MAX_SLOTS];

  /** How long each has waited to be told, in {@link Relevance} points. */
  final int[] waiting = new int[MAX_SLOTS];

  private int count;

  SlotTable(UpdateScratch scratch) {
    this.scratch = scratch;
  }

  /** No slot at or above this is in use. */
  int count() {
    return count;
  }

  /**
   * Lays what the world shows out by slot, in the scratch; slots below {@link #count} that are
   * empty have id 0 there.
   */
  void assign(SnapshotDecoder snapshot) {
    for (int slot = 0; slot < count; slot++) {
      scratch.hint(entities[slot], slot);
      scratch.ids[slot] = 0;
    }
    int newcomers = place(snapshot);
    for (int slot = 0; slot < count; slot++) {
      entities[slot] = scratch.ids[slot];
    }
    settle(newcomers);
    while (count > 0 && entities[count - 1] == 0) {
      count--;
    }
  }

  /** Puts everybody who has a slot there, and the others aside; returns how many those are. */
  private int place(SnapshotDecoder snapshot) {
    int newcomers = 0;
    int left = MAX_SLOTS;
    for (SnapshotDecoder.NearDecoder near = snapshot.near(); near.hasNext() && left > 0; left--) {
      near.next();
      long id = near.entity();
      int x = Quantum.of(near.x());
      int y = Quantum.of(near.y());
      int look = near.kindRaw() << KIND_SHIFT | near.hp();
      int slot = find(id);
      if (slot >= 0) {
        put(slot, id, x, y, look);
      } else {
        scratch.newIds[newcomers] = id;
        scratch.newXs[newcomers] = x;
        scratch.newYs[newcomers] = y;
        scratch.newLooks[newcomers++] = look;
      }
    }
    return newcomers;
  }

  private void settle(int newcomers) {
    int slot = 0;
    for (int i = 0; i < newcomers; i++) {
      while (slot < count && entities[slot] != 0) {
        slot++;
      }
      put(slot, scratch.newIds[i], scratch.newXs[i], scratch.newYs[i], scratch.newLooks[i]);
      entities[slot] = scratch.newIds[i];
      waiting[slot] = 0;
      count = Math.max(count, slot + 1);
    }
  }

  private void put(int slot, long id, int x, int y, int look) {
    scratch.ids[slot] = id;
    scratch.xs[slot] = x;
    scratch.ys[slot] = y;
    scratch.looks[slot] = look;
  }

  private int find(long entity) {
    int hint = scratch.hint(entity);
    if (hint < count && entities[hint] == entity) {
      return hint;
    }
    for (int slot = 0; slot < count; slot++) {
      if (entities[slot] == entity) {
        return slot;
      }
    }
    return -1;
  }
}
