package dev.keepstone.net.update;

import static dev.keepstone.net.update.StateRing.NONE;
import static dev.keepstone.net.update.UpdateFormat.BITS_OFFSET;
import static dev.keepstone.net.update.UpdateFormat.GONE;
import static dev.keepstone.net.update.UpdateFormat.HURT;
import static dev.keepstone.net.update.UpdateFormat.MAX_SLOTS;
import static dev.keepstone.net.update.UpdateFormat.MOVED;
import static dev.keepstone.net.update.UpdateFormat.NEW;
import static dev.keepstone.net.update.UpdateFormat.OWN_BYTES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;

/**
 * Reads updates that may be lost, repeated and in any order, and shows the newest; the counterpart
 * of {@link UpdateWriter}. An update is taken as a whole or not at all.
 *
 * <p>Trusts nobody: whatever the bytes, {@link #read} returns an outcome, and what it takes is
 * bounded by {@link UpdateFormat}. One thread.
 */
public final class UpdateReader {
  private static final int REFUSED = -1;

  private final StateRing ring = new StateRing();
  private final UpdateParts assembly = new UpdateParts();
  private final View view;

  private int newest;
  private int newestState;

  // The body in hand.
  private DirectBuffer body = assembly.body();
  private int position;
  private int limit;
  private int base;
  private int into;
  private int number;

  /**
   * @param isNamed whether the client knows who an entity is: only those are shown, so that an
   *     update which overtakes the names shows no strangers, and one that comes after the news that
   *     somebody has vanished no ghosts
   */
  public UpdateReader(LongPredicate isNamed) {
    view = new View(isNamed, ring);
  }

  /** Nothing of what came before counts. */
  public void reset() {
    ring.clear();
    assembly.clear();
    newest = 0;
    newestState = 0;
    view.clear();
  }

  /** What the newest update shows; changes with each one that is APPLIED. */
  public View view() {
    return view;
  }

  /** Number of the newest state that this client has: what it acknowledges; 0 for none. */
  public int newestState() {
    return newestState;
  }

  /**
   * Takes one message.
   *
   * @param number u32, as baseline: only positive ones are in use
   * @param part from 0
   * @param from holds the part of the body; read during the call only
   */
  public UpdateOutcome read(
      int number, int baseline, int part, int parts, DirectBuffer from, int at, int lengthBytes) {
    if (number <= 0 || baseline < 0 || baseline >= number || part < 0 || parts < 1) {
      return UpdateOutcome.MALFORMED;
    }
    if (number <= newest || assembly.isBeyond(number)) {
      return UpdateOutcome.STALE;
    }
    int bodyBytes = lengthBytes;
    body = from;
    position = at;
    if (parts > 1) {
      bodyBytes = assembly.add(number, baseline, part, parts, from, at, lengthBytes);
      body = assembly.body();
      position = 0;
      if (bodyBytes == 0) {
        return UpdateOutcome.INCOMPLETE;
      }
    } else if (lengthBytes > UpdateFormat.MAX_PART_BYTES || part != 0) {
      return UpdateOutcome.MALFORMED;
    }
    this.number = number;
    limit = position + bodyBytes;
    return bodyBytes < OWN_BYTES ? UpdateOutcome.MALFORMED : apply(baseline);
  }

  private UpdateOutcome apply(int baseline) {
    int start = position;
    int flags = body.getByte(start + UpdateFormat.FLAGS_OFFSET);
    if (flags == UpdateFormat.OWN_ONLY) {
      if (baseline != 0 || limit - start != OWN_BYTES) {
        return UpdateOutcome.MALFORMED;
      }
      newest = number;
      view.own(body, start);
      view.showNear(ring.find(newestState));
      return UpdateOutcome.APPLIED;
    }
    if (flags != 0 || limit - start < BITS_OFFSET) {
      return UpdateOutcome.MALFORMED;
    }
    base = ring.find(baseline);
    if (baseline != 0 && (base == NONE || number - baseline >= UpdateFormat.REMEMBERED)) {
      return UpdateOutcome.NO_BASELINE;
    }
    int slots = body.getByte(start + UpdateFormat.SLOTS_OFFSET) & 0xFF;
    if (slots > MAX_SLOTS
        || slots < ring.count(base)
        || limit - start < BITS_OFFSET + 2 * UpdateFormat.bitmapBytes(slots)
        || !readEntities(start, slots)) {
      return UpdateOutcome.MALFORMED;
    }
    newest = number;
    newestState = number;
    ring.keep(
        number, body.getShort(start + UpdateFormat.ZONE_OFFSET, LITTLE_ENDIAN) & 0xFFFF, slots);
    view.own(body, start);
    view.showNearNow(into);
    return UpdateOutcome.APPLIED;
  }

  private boolean readEntities(int start, int slots) {
    if (ring.reserve(slots)) {
      view.showNear(ring.find(newestState));
    }
    into = ring.spare();
    int bitmapBytes = UpdateFormat.bitmapBytes(slots);
    int steps = start + BITS_OFFSET;
    int others = steps + bitmapBytes;
    position = others + bitmapBytes;
    copyBaseline(slots);
    for (int slot = 0; slot < slots; slot++) {
      if (isBitSet(steps, slot) && !readStep(ring.first(into) + slot)) {
        return false;
      }
    }
    int ownX = Quantum.of(body.getFloat(start + UpdateFormat.X_OFFSET, LITTLE_ENDIAN));
    int ownY = Quantum.of(body.getFloat(start + UpdateFormat.Y_OFFSET, LITTLE_ENDIAN));
    for (int slot = 0; slot < slots; slot++) {
      if (isBitSet(others, slot)
          && (isBitSet(steps, slot) || !readEntry(ring.first(into) + slot, ownX, ownY))) {
        return false;
      }
    }
    return position == limit;
  }

  private void copyBaseline(int slots) {
    int to = ring.first(into);
    int known = ring.count(base);
    int from = ring.first(base);
    if (known > 0) {
      System.arraycopy(ring.ids, from, ring.ids, to, known);
      System.arraycopy(ring.xs, from, ring.xs, to, known);
      System.arraycopy(ring.ys, from, ring.ys, to, known);
      System.arraycopy(ring.looks, from, ring.looks, to, known);
    }
    Arrays.fill(ring.ids, to + known, to + slots, 0);
  }

  private boolean readStep(int cell) {
    if (ring.ids[cell] == 0 || limit - position < 2) {
      return false;
    }
    ring.xs[cell] += body.getByte(position);
    ring.ys[cell] += body.getByte(position + 1);
    position += 2;
    return true;
  }

  private boolean readEntry(int cell, int ownX, int ownY) {
    if (position >= limit) {
      return false;
    }
    int entry = body.getByte(position++) & 0xFF;
    int op = entry & UpdateFormat.OP_MASK;
    if (op == NEW) {
      return readNewcomer(cell, entry >>> UpdateFormat.KIND_SHIFT, ownX, ownY);
    }
    if (entry != op || ring.ids[cell] == 0) {
      return false;
    }
    if (op == GONE) {
      ring.ids[cell] = 0;
      return true;
    }
    if (op == 0 || (op & ~(MOVED | HURT)) != 0) {
      return false;
    }
    boolean isMoved = (op & MOVED) != 0;
    return (!isMoved || readPosition(cell, ring.xs[cell], ring.ys[cell]))
        && ((op & HURT) == 0 || readLook(cell, ring.looks[cell] >>> SlotTable.KIND_SHIFT));
  }

  private boolean readNewcomer(int cell, int kind, int ownX, int ownY) {
    long index = readNumber();
    long generation = index == REFUSED ? REFUSED : readNumber();
    if (generation <= 0 || kind == 0) { // there is no generation 0, nor kind
      return false;
    }
    ring.ids[cell] = generation << Integer.SIZE | index;
    return readPosition(cell, ownX, ownY) && readLook(cell, kind);
  }

  private boolean readPosition(int cell, int fromX, int fromY) {
    long dx = readNumber();
    long dy = dx == REFUSED ? REFUSED : readNumber();
    if (dy == REFUSED) {
      return false;
    }
    ring.xs[cell] = fromX + Varint.unfold((int) dx);
    ring.ys[cell] = fromY + Varint.unfold((int) dy);
    return true;
  }

  private boolean readLook(int cell, int kind) {
    long hp = readNumber();
    if (hp < 0 || hp > 0xFFFF) {
      return false;
    }
    ring.looks[cell] = kind << SlotTable.KIND_SHIFT | (int) hp;
    return true;
  }

  /** The next number, unsigned; or REFUSED. */
  private long readNumber() {
    long read = Varint.read(body, position, limit);
    if (read == Varint.MALFORMED) {
      return REFUSED;
    }
    position += (int) (read >>> Integer.SIZE);
    return read & 0xFFFF_FFFFL;
  }

  private boolean isBitSet(int bitmap, int slot) {
    return (body.getByte(bitmap + (slot >>> 3)) >>> (slot & 7) & 1) != 0;
  }
}
