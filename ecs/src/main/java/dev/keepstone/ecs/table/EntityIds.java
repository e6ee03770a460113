package dev.keepstone.ecs.table;

import java.util.Arrays;

/**
 * Gives out entity ids and knows in which row each entity lives.
 *
 * <pre>
 *  63            32 31             0
 *  +---------------+---------------+
 *  |  generation   |     index     |
 *  +---------------+---------------+
 * </pre>
 *
 * <p>A freed index is used again with the next generation, so that an id that somebody kept is
 * known to be stale. The first generation is 1: no id is ever {@link #NONE}. An index whose
 * generations are used up is never given out again.
 */
public final class EntityIds {
  /** No entity; also the answer when there is no room for another. */
  public static final long NONE = 0;

  private static final int FREE = -1;

  private final int[] generations;
  private final int[] tables;
  private final int[] rows;
  private final int[] freeIndexes;
  private int freeCount;
  private int nextUnusedIndex;
  private int liveCount;

  /**
   * @param capacity how many entities can live at once
   */
  EntityIds(int capacity) {
    generations = new int[capacity];
    tables = new int[capacity];
    rows = new int[capacity];
    freeIndexes = new int[capacity];
    Arrays.fill(generations, 1);
    Arrays.fill(tables, FREE);
  }

  /** The part of an id below {@link #capacity()}: two living entities never share it. */
  public static int indexOf(long id) {
    return (int) id;
  }

  static int generationOf(long id) {
    return (int) (id >>> 32);
  }

  public int capacity() {
    return generations.length;
  }

  public int liveCount() {
    return liveCount;
  }

  /** False for a stale id, for {@link #NONE} and for any number that was never an id. */
  public boolean isLive(long id) {
    int index = indexOf(id);
    return index >= 0
        && index < nextUnusedIndex
        && generations[index] == generationOf(id)
        && tables[index] != FREE;
  }

  /** Returns the new id, or {@link #NONE} when the capacity is reached */
  long allocate(int table, int row) {
    int index;
    if (freeCount > 0) {
      index = freeIndexes[--freeCount];
    } else if (nextUnusedIndex < generations.length) {
      index = nextUnusedIndex++;
    } else {
      return NONE;
    }
    tables[index] = table;
    rows[index] = row;
    liveCount++;
    return ((long) generations[index] << 32) | index;
  }

  void free(long id) {
    int index = indexOf(id);
    tables[index] = FREE;
    liveCount--;
    if (++generations[index] != 0) {
      freeIndexes[freeCount++] = index;
    }
  }

  void place(long id, int table, int row) {
    int index = indexOf(id);
    tables[index] = table;
    rows[index] = row;
  }

  int tableOf(long id) {
    return tables[indexOf(id)];
  }

  int rowOf(long id) {
    return rows[indexOf(id)];
  }

  /** For tests of the last generation. */
  void skipToGeneration(int index, int generation) {
    generations[index] = generation;
  }
}
