package dev.keepstone.net.update;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;

/**
 * What a client has been told of the present: its own state, and who is near and where. Changes
 * with the next update; belongs to the thread that polls the client.
 */
public final class View {
  private final LongPredicate isNamed;
  private final StateRing ring;
  private final int[] cells = new int[UpdateFormat.MAX_SLOTS];

  private int count;
  private long tick;
  private long nearTick;
  private long ackedSequence;
  private int zone;
  private float x;
  private float y;
  private int hp;

  View(LongPredicate isNamed, StateRing ring) {
    this.isNamed = isNamed;
    this.ring = ring;
  }

  /** The world's tick that this is the state of. */
  public long tick() {
    return tick;
  }

  /**
   * The world's tick that those near are shown as of. Before {@link #tick} only while a full state
   * is on its way.
   */
  public long nearTick() {
    return nearTick;
  }

  /** The newest intent of this player that the world has acted on. */
  public long ackedSequence() {
    return ackedSequence;
  }

  /** Number of the zone. */
  public int zone() {
    return zone;
  }

  /** Own position in tiles to the east, exact. */
  public float x() {
    return x;
  }

  /** Own position in tiles to the south, exact. */
  public float y() {
    return y;
  }

  public int hp() {
    return hp;
  }

  /** How many are shown near; the accessors below take an index below this. */
  public int nearCount() {
    return count;
  }

  public long entity(int index) {
    return ring.ids[cells[index]];
  }

  /** Tiles to the east, at most {@link Quantum#MAX_ERROR_TILES} off. */
  public float x(int index) {
    return Quantum.tiles(ring.xs[cells[index]]);
  }

  /** Tiles to the south, at most {@link Quantum#MAX_ERROR_TILES} off. */
  public float y(int index) {
    return Quantum.tiles(ring.ys[cells[index]]);
  }

  public int hp(int index) {
    return ring.looks[cells[index]] & 0xFFFF;
  }

  /** An {@code EntityKind} code. */
  public int kind(int index) {
    return ring.looks[cells[index]] >>> SlotTable.KIND_SHIFT;
  }

  void clear() {
    count = 0;
  }

  void own(DirectBuffer body, int at) {
    tick = body.getLong(at + UpdateFormat.TICK_OFFSET, LITTLE_ENDIAN);
    ackedSequence = body.getInt(at + UpdateFormat.ACKED_OFFSET, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    zone = body.getShort(at + UpdateFormat.ZONE_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    x = body.getFloat(at + UpdateFormat.X_OFFSET, LITTLE_ENDIAN);
    y = body.getFloat(at + UpdateFormat.Y_OFFSET, LITTLE_ENDIAN);
    hp = body.getShort(at + UpdateFormat.HP_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
  }

  /** Shows the state that came with the own one. */
  void showNearNow(int state) {
    nearTick = tick;
    showNear(state);
  }

  /** Shows a state of the ring, or nobody. Nobody of another zone is shown. */
  void showNear(int state) {
    count = 0;
    if (state == StateRing.NONE || ring.zone(state) != zone) {
      return;
    }
    int first = ring.first(state);
    for (int cell = first; cell < first + ring.count(state); cell++) {
      if (ring.ids[cell] != 0 && isNamed.test(ring.ids[cell])) {
        cells[count++] = cell;
      }
    }
  }
}
