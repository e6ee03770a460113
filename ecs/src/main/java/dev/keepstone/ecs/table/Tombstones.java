package dev.keepstone.ecs.table;

/**
 * Who was removed since the consumer that needs to know (replication) has last cleared this: a
 * removed row has no dirty bit left that could say so. Persistence needs none: it removes a row
 * only after the last save.
 */
public final class Tombstones {
  /** The most that are kept: looking at everything is cheaper than going through a longer list. */
  static final int MAX_COUNT = 4096;

  private final long[] entities;
  private int count;
  private boolean overrun;

  /**
   * @param capacity how many entities can live at once
   */
  Tombstones(int capacity) {
    entities = new long[Math.min(capacity, MAX_COUNT)];
  }

  /** How many are known; in the order of their removal. */
  public int count() {
    return count;
  }

  public long entity(int index) {
    return entities[index];
  }

  /**
   * True when more were removed than are kept here: the consumer must compare everything instead of
   * going through this list.
   */
  public boolean isOverrun() {
    return overrun;
  }

  /** Called by the consumer when it has told all of them. */
  public void clear() {
    count = 0;
    overrun = false;
  }

  void add(long entity) {
    if (count < entities.length) {
      entities[count++] = entity;
    } else {
      overrun = true;
    }
  }
}
