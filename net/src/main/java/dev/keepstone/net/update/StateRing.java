package dev.keepstone.net.update;

import java.util.Arrays;

/**
 * The newest {@value UpdateFormat#REMEMBERED} states of what is near one player, by the numbers of
 * their updates. A state is a row of slots, each empty or an entity:
 *
 * <pre>
 *   ids      entity, 0: empty
 *   xs, ys   quanta
 *   looks    kind &lt;&lt; 16 | hp
 * </pre>
 *
 * <p>Grows with the most that was ever near, in steps that double: 11 KiB for up to 32 entities, 67
 * KiB for 200; allocates nothing else. One thread at a time.
 */
final class StateRing {
  static final int NONE = -1;

  /** One more than are remembered: what is not kept has changed nothing. */
  private static final int ROWS = UpdateFormat.REMEMBERED + 1;

  private static final int FIRST_CAPACITY = 32;
  private static final int MASK = UpdateFormat.REMEMBERED - 1;

  private final int[] numbers = new int[UpdateFormat.REMEMBERED];
  private final int[] rows = new int[UpdateFormat.REMEMBERED];
  private final int[] zones = new int[ROWS];
  private final int[] counts = new int[ROWS];
  private int spare = UpdateFormat.REMEMBERED;
  private int capacity = FIRST_CAPACITY;
  long[] ids = new long[ROWS * FIRST_CAPACITY];
  int[] xs = new int[ROWS * FIRST_CAPACITY];
  int[] ys = new int[ROWS * FIRST_CAPACITY];
  int[] looks = new int[ROWS * FIRST_CAPACITY];

  StateRing() {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
  }

  /** Forgets all states. */
  void clear() {
    Arrays.fill(numbers, 0);
  }

  /** The row of this update's state, or {@link #NONE}; 0 is no update. */
  int find(int number) {
    int at = number & MASK;
    return number != 0 && numbers[at] == number ? rows[at] : NONE;
  }

  /** The row to write the next state into. */
  int spare() {
    return spare;
  }

  /** What was written into the spare row is the state of this update now. */
  void keep(int number, int zone, int count) {
    int at = number & MASK;
    int row = spare;
    spare = rows[at];
    rows[at] = row;
    numbers[at] = number;
    zones[row] = zone;
    int used = count;
    while (used > 0 && ids[first(row) + used - 1] == 0) {
      used--;
    }
    counts[row] = used;
  }

  int zone(int row) {
    return zones[row];
  }

  /** Slots in use; those behind it are empty, whatever the arrays hold. */
  int count(int row) {
    return row == NONE ? 0 : counts[row];
  }

  /** Index of a state's first slot in the arrays; valid until {@link #reserve}. */
  int first(int row) {
    return row * capacity;
  }

  /** Makes room for states of so many slots; true when all rows have moved for it. */
  boolean reserve(int slots) {
    if (slots <= capacity) {
      return false;
    }
    int grown = capacity;
    while (grown < slots) {
      grown = Math.min(UpdateFormat.MAX_SLOTS, grown * 2);
    }
    long[] newIds = new long[ROWS * grown];
    int[] newXs = new int[ROWS * grown];
    int[] newYs = new int[ROWS * grown];
    int[] newLooks = new int[ROWS * grown];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(ids, row * capacity, newIds, row * grown, capacity);
      System.arraycopy(xs, row * capacity, newXs, row * grown, capacity);
      System.arraycopy(ys, row * capacity, newYs, row * grown, capacity);
      System.arraycopy(looks, row * capacity, newLooks, row * grown, capacity);
    }
    ids = newIds;
    xs = newXs;
    ys = newYs;
    looks = newLooks;
    capacity = grown;
    return true;
  }

  /** The entity in a slot of a state, 0 for none. */
  long id(int row, int slot) {
    return slot < count(row) ? ids[first(row) + slot] : 0;
  }
}
