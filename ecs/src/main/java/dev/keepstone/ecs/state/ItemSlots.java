package dev.keepstone.ecs.state;

import java.util.Arrays;

/**
 * The slots of one container: kind, count and unique id of what lies in each. Kind 0 is an empty
 * slot, whose count and id are 0 too; an item that is not unique has the id 0.
 */
public final class ItemSlots {
  public static final int NONE = -1;

  private final int[] kinds;
  private final int[] counts;
  private final long[] uniques;

  public ItemSlots(int size) {
    kinds = new int[size];
    counts = new int[size];
    uniques = new long[size];
  }

  public int size() {
    return kinds.length;
  }

  /** 0: empty. */
  public int kind(int slot) {
    return kinds[slot];
  }

  public int count(int slot) {
    return counts[slot];
  }

  /** 0: not unique. */
  public long unique(int slot) {
    return uniques[slot];
  }

  public boolean isEmpty(int slot) {
    return kinds[slot] == 0;
  }

  public void set(int slot, int kind, int count, long unique) {
    kinds[slot] = kind;
    counts[slot] = count;
    uniques[slot] = unique;
  }

  public void clear(int slot) {
    set(slot, 0, 0, 0);
  }

  public int emptyCount() {
    int empty = 0;
    for (int kind : kinds) {
      empty += kind == 0 ? 1 : 0;
    }
    return empty;
  }

  public void clear() {
    Arrays.fill(kinds, 0);
    Arrays.fill(counts, 0);
    Arrays.fill(uniques, 0);
  }

  /** Both have the same size. */
  public void copyFrom(ItemSlots other) {
    System.arraycopy(other.kinds, 0, kinds, 0, kinds.length);
    System.arraycopy(other.counts, 0, counts, 0, counts.length);
    System.arraycopy(other.uniques, 0, uniques, 0, uniques.length);
  }
}
