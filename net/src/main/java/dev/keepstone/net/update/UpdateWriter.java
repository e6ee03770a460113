package dev.keepstone.net.update;

import static dev.keepstone.net.update.StateRing.NONE;
import static dev.keepstone.net.update.UpdateFormat.GONE;
import static dev.keepstone.net.update.UpdateFormat.HURT;
import static dev.keepstone.net.update.UpdateFormat.MOVED;
import static dev.keepstone.net.update.UpdateFormat.NEW;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Writes what one player is told each tick as the difference to the newest state that this player's
 * client has acknowledged; see {@link UpdateFormat} for the bytes.
 *
 * <p><b>A state is what the client has after an update</b>, not what the world shows: where not all
 * changes fit into the budget, the others stay as they were in the baseline and wait, each by its
 * {@link Relevance}. Both sides compute the same state, so nothing drifts apart, and a lost update
 * costs nothing but itself: the next one builds on the same baseline.
 *
 * <p><b>Nothing goes back.</b> What the state before has already told beyond the baseline is told
 * again, whatever it costs, until the client has acknowledged it. Who is gone is always told.
 *
 * <p><b>A full state</b> is the difference to nothing. It is written when the client has
 * acknowledged nothing yet, or nothing in the newest {@value UpdateFormat#REMEMBERED} updates, or
 * was in another zone then.
 *
 * <p>{@link #write} prepares an update, {@link #commit} makes it the newest; one that was not sent
 * is simply never committed. Allocates only when more are near than ever before. One thread.
 */
public final class UpdateWriter {
  private static final int STEP_BYTES = 2;

  private final UpdateScratch scratch;
  private final SlotTable slots;
  private final StateRing ring = new StateRing();

  private int newest;
  private int newestState;
  private int acknowledged;

  // The update in hand.
  private int number;
  private int baseline;
  private int into;
  private int zone;
  private int slotCount;
  private boolean isOwnOnly;
  private int deferred;

  /**
   * @param scratch shared by all writers of the thread
   */
  public UpdateWriter(UpdateScratch scratch) {
    this.scratch = scratch;
    slots = new SlotTable(scratch);
  }

  /**
   * Prepares an update of what the world shows.
   *
   * @param snapshot read from its start
   * @param budgetBytes for the body of a difference; what must be told is told beyond it
   * @param isFullAllowed whether a full state may be sent now, if one is needed, whatever it takes;
   *     else that has to wait, and the update is of the own state only
   * @return length of {@link #body}, at most {@link UpdateFormat#MAX_BODY_BYTES}
   */
  public int write(SnapshotDecoder snapshot, int budgetBytes, boolean isFullAllowed) {
    snapshot.sbeRewind();
    slots.assign(snapshot);
    number = newest + 1;
    zone = snapshot.zone();
    deferred = 0;
    int base = baselineFor(number);
    baseline = base == NONE ? 0 : acknowledged;
    isOwnOnly = base == NONE && !isFullAllowed;
    writeOwn(snapshot);
    if (isOwnOnly) {
      return UpdateFormat.OWN_BYTES;
    }
    slotCount = Math.max(slots.count(), ring.count(base));
    ring.reserve(slotCount);
    Arrays.fill(scratch.ids, slots.count(), slotCount, 0);
    int ownX = Quantum.of(snapshot.x());
    int ownY = Quantum.of(snapshot.y());
    choose(base, budgetBytes, ownX, ownY);
    return writeEntities(base, ownX, ownY);
  }

  /** The update that was written, from offset 0; valid until the thread's next. */
  public DirectBuffer body() {
    return scratch.body;
  }

  /** Its number, which counts up from 1. */
  public int number() {
    return number;
  }

  /** Number of the update whose state it builds on; 0 for a full state. */
  public int baseline() {
    return baseline;
  }

  /** Whether all it holds is the player's own state. */
  public boolean isOwnOnly() {
    return isOwnOnly;
  }

  /** How many entities have changed and found no room. */
  public int deferredCount() {
    return deferred;
  }

  /** How many updates ago the newest state was made that the client has acknowledged. */
  public int unacknowledged() {
    return newestState - acknowledged;
  }

  /** The update that was written is on its way: the next one gets the next number. */
  public void commit() {
    newest = number;
    if (isOwnOnly) {
      return;
    }
    newestState = number;
    ring.keep(number, zone, slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      boolean isToldGoneOnly = scratch.ops[slot] == GONE && scratch.ids[slot] != 0;
      if (scratch.ops[slot] == 0 || (scratch.chosen[slot] && !isToldGoneOnly)) {
        slots.waiting[slot] = 0;
      }
    }
  }

  /**
   * The client has a state.
   *
   * @param update as the client says; anything is possible
   * @return true when that is news
   */
  public boolean acknowledge(long update) {
    if (update <= acknowledged || update > newest || ring.find((int) update) == NONE) {
      return false;
    }
    acknowledged = (int) update;
    return true;
  }

  /** Where the baseline is, or NONE if there is none to build on. */
  private int baselineFor(int update) {
    int base = update - acknowledged < UpdateFormat.REMEMBERED ? ring.find(acknowledged) : NONE;
    return base == NONE || ring.zone(base) != zone ? NONE : base;
  }

  private void writeOwn(SnapshotDecoder snapshot) {
    var body = scratch.body;
    body.putByte(UpdateFormat.FLAGS_OFFSET, (byte) (isOwnOnly ? UpdateFormat.OWN_ONLY : 0));
    body.putLong(UpdateFormat.TICK_OFFSET, snapshot.tick(), LITTLE_ENDIAN);
    body.putInt(UpdateFormat.ACKED_OFFSET, (int) snapshot.ackedSequence(), LITTLE_ENDIAN);
    body.putShort(UpdateFormat.ZONE_OFFSET, (short) zone, LITTLE_ENDIAN);
    body.putFloat(UpdateFormat.X_OFFSET, snapshot.x(), LITTLE_ENDIAN);
    body.putFloat(UpdateFormat.Y_OFFSET, snapshot.y(), LITTLE_ENDIAN);
    body.putShort(UpdateFormat.HP_OFFSET, (short) snapshot.hp(), LITTLE_ENDIAN);
  }

  /** Finds what has changed, and what of it this update tells. */
  private void choose(int base, int budgetBytes, int ownX, int ownY) {
    int state = ring.find(newestState);
    int must = UpdateFormat.BITS_OFFSET + 2 * UpdateFormat.bitmapBytes(slotCount);
    int optional = 0;
    int optionalBytes = 0;
    for (int slot = 0; slot < slotCount; slot++) {
      int op = opOf(base, slot, ownX, ownY);
      scratch.ops[slot] = (byte) op;
      scratch.chosen[slot] = op != 0;
      if (op == 0) {
        continue;
      }
      if (base == NONE || scratch.ids[slot] == 0 || isToldSince(base, state, slot)) {
        must += scratch.costs[slot];
      } else {
        slots.waiting[slot] +=
            Relevance.points(
                scratch.xs[slot] - ownX, scratch.ys[slot] - ownY, kindOf(scratch.looks[slot]));
        scratch.order[optional++] = (long) slots.waiting[slot] << Byte.SIZE | slot;
        optionalBytes += scratch.costs[slot];
      }
    }
    if (must + optionalBytes > budgetBytes) {
      defer(base, optional, budgetBytes - must);
    }
  }

  /** Leaves out what is least urgent; what was there before and is not any more is still told. */
  private void defer(int base, int optional, int budgetBytes) {
    sortByUrgency(optional);
    int left = budgetBytes;
    for (int i = 0; i < optional; i++) {
      int slot = (int) scratch.order[i] & 0xFF;
      left -= scratch.costs[slot];
      if (left >= 0) {
        continue;
      }
      deferred++;
      if (scratch.ops[slot] == NEW && ring.id(base, slot) != 0) {
        scratch.ops[slot] = GONE;
      } else {
        scratch.chosen[slot] = false;
      }
    }
  }

  /**
   * An insertion sort: it is done in crowds only, and the order changes little from tick to tick.
   */
  private void sortByUrgency(int count) {
    long[] order = scratch.order;
    for (int i = 1; i < count; i++) {
      long key = order[i];
      int hole = i;
      while (hole > 0 && order[hole - 1] < key) {
        order[hole] = order[hole - 1];
        hole--;
      }
      order[hole] = key;
    }
  }

  /** What has to be told of a slot, 0 for nothing; sets what it costs. */
  private int opOf(int base, int slot, int ownX, int ownY) {
    long before = ring.id(base, slot);
    long now = scratch.ids[slot];
    if (now == 0) {
      scratch.costs[slot] = 1;
      return before == 0 ? 0 : GONE;
    }
    int hp = scratch.looks[slot] & 0xFFFF;
    if (before != now
        || kindOf(scratch.looks[slot]) != kindOf(ring.looks[ring.first(base) + slot])) {
      scratch.costs[slot] =
          1
              + Varint.lengthBytes((int) now)
              + Varint.lengthBytes((int) (now >>> Integer.SIZE))
              + zigzagBytes(scratch.xs[slot] - ownX)
              + zigzagBytes(scratch.ys[slot] - ownY)
              + Varint.lengthBytes(hp);
      return NEW;
    }
    int was = ring.first(base) + slot;
    int dx = scratch.xs[slot] - ring.xs[was];
    int dy = scratch.ys[slot] - ring.ys[was];
    int op = (dx | dy) == 0 ? 0 : MOVED;
    if (scratch.looks[slot] != ring.looks[was]) {
      op |= HURT;
    }
    int movedBytes = isStep(op, dx, dy) ? STEP_BYTES : 1 + zigzagBytes(dx) + zigzagBytes(dy);
    scratch.costs[slot] =
        switch (op) {
          case MOVED -> movedBytes;
          case HURT -> 1 + Varint.lengthBytes(hp);
          default -> movedBytes + Varint.lengthBytes(hp);
        };
    return op;
  }

  /** Whether the newest state says of a slot what the baseline doesn't: it must not go back. */
  private boolean isToldSince(int base, int state, int slot) {
    if (state == NONE || state == base) {
      return false;
    }
    boolean isTold = ring.id(state, slot) == scratch.ids[slot];
    boolean isInBaseline = ring.id(base, slot) == scratch.ids[slot];
    if (!isTold || !isInBaseline) {
      return isTold != isInBaseline;
    }
    int was = ring.first(base) + slot;
    int told = ring.first(state) + slot;
    return ring.xs[told] != ring.xs[was]
        || ring.ys[told] != ring.ys[was]
        || ring.looks[told] != ring.looks[was];
  }

  private int writeEntities(int base, int ownX, int ownY) {
    var body = scratch.body;
    into = ring.spare();
    int steps = UpdateFormat.BITS_OFFSET;
    int bitmapBytes = UpdateFormat.bitmapBytes(slotCount);
    int others = steps + bitmapBytes;
    int position = others + bitmapBytes;
    body.putByte(UpdateFormat.SLOTS_OFFSET, (byte) slotCount);
    body.setMemory(steps, 2 * bitmapBytes, (byte) 0);
    for (int slot = 0; slot < slotCount; slot++) {
      int was = ring.first(base) + slot;
      boolean isTold = scratch.chosen[slot];
      remember(base, slot, isTold);
      if (!isTold) {
        continue;
      }
      int op = scratch.ops[slot];
      int dx = scratch.xs[slot] - (op == NEW ? ownX : op == GONE ? 0 : ring.xs[was]);
      int dy = scratch.ys[slot] - (op == NEW ? ownY : op == GONE ? 0 : ring.ys[was]);
      if (isStep(op, dx, dy)) {
        setBit(steps, slot);
        body.putByte(position, (byte) dx);
        body.putByte(position + 1, (byte) dy);
        position += STEP_BYTES;
      }
    }
    for (int slot = 0; slot < slotCount; slot++) {
      if (!scratch.chosen[slot] || isBitSet(steps, slot)) {
        continue;
      }
      setBit(others, slot);
      position = writeEntry(base, slot, position, ownX, ownY);
    }
    return position;
  }

  private int writeEntry(int base, int slot, int from, int ownX, int ownY) {
    var body = scratch.body;
    int op = scratch.ops[slot];
    int position = from;
    if (op == GONE) {
      body.putByte(position, (byte) GONE);
      return position + 1;
    }
    int was = ring.first(base) + slot;
    int originX = op == NEW ? ownX : ring.xs[was];
    int originY = op == NEW ? ownY : ring.ys[was];
    if (op == NEW) {
      int kind = kindOf(scratch.looks[slot]);
      body.putByte(position, (byte) (NEW | kind << UpdateFormat.KIND_SHIFT));
      position = Varint.write(body, position + 1, (int) scratch.ids[slot]);
      position = Varint.write(body, position, (int) (scratch.ids[slot] >>> Integer.SIZE));
    } else {
      body.putByte(position++, (byte) op);
    }
    if (op == NEW || (op & MOVED) != 0) {
      position = Varint.write(body, position, Varint.fold(scratch.xs[slot] - originX));
      position = Varint.write(body, position, Varint.fold(scratch.ys[slot] - originY));
    }
    if (op == NEW || (op & HURT) != 0) {
      position = Varint.write(body, position, scratch.looks[slot] & 0xFFFF);
    }
    return position;
  }

  /** The state after this update: what it tells, else what the baseline has. */
  private void remember(int base, int slot, boolean isTold) {
    int cell = ring.first(into) + slot;
    if (isTold) {
      ring.ids[cell] = scratch.ops[slot] == GONE ? 0 : scratch.ids[slot];
      ring.xs[cell] = scratch.xs[slot];
      ring.ys[cell] = scratch.ys[slot];
      ring.looks[cell] = scratch.looks[slot];
    } else {
      int from = ring.first(base) + slot;
      long id = ring.id(base, slot);
      ring.ids[cell] = id;
      if (id != 0) {
        ring.xs[cell] = ring.xs[from];
        ring.ys[cell] = ring.ys[from];
        ring.looks[cell] = ring.looks[from];
      }
    }
  }

  private void setBit(int bitmap, int slot) {
    int index = bitmap + (slot >>> 3);
    scratch.body.putByte(index, (byte) (scratch.body.getByte(index) | 1 << (slot & 7)));
  }

  private boolean isBitSet(int bitmap, int slot) {
    return (scratch.body.getByte(bitmap + (slot >>> 3)) >>> (slot & 7) & 1) != 0;
  }

  private static boolean isStep(int op, int dx, int dy) {
    return op == MOVED && dx == (byte) dx && dy == (byte) dy;
  }

  private static int kindOf(int look) {
    return look >>> SlotTable.KIND_SHIFT;
  }

  private static int zigzagBytes(int signed) {
    return Varint.lengthBytes(Varint.fold(signed));
  }
}
