package dev.keepstone.ecs.table;

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
 *
 * <p>What is known of an index lies side by side in one quarter of a cache line, because whoever
 * follows an id to a random row pays for each line that he touches:
 *
 * <pre>
 *            in use                  free
 *   +0       generation              0
 *   +1       number of the chunk     generation of the next entity
 *   +2       row in the chunk        next free index, or -1
 *   +3       what {@link CommandBuffer} has in store for it, 0 = nothing
 * </pre>
 */
public final class EntityIds {
  /** No entity; also the answer when there is no room for another. */
  public static final long NONE = 0;

  private static final int SHIFT = 2;
  private static final int GENERATION = 0;
  private static final int CHUNK = 1;
  private static final int NEXT_GENERATION = 1;
  private static final int OFFSET = 2;
  private static final int NEXT_FREE = 2;
  private static final int COMMAND = 3;

  private static final int NOWHERE = -1;

  /** An index times four must fit into an {@code int}. */
  static final int MAX_CAPACITY = 1 << 28;

  private final int[] slots;
  private final int capacity;
  private int firstFree = NOWHERE;
  private int nextUnusedIndex;
  private int liveCount;

  /**
   * @param capacity how many entities can live at once
   */
  EntityIds(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "bad capacity: entities=" + capacity + " | allowed is 1 to " + MAX_CAPACITY);
    }
    this.capacity = capacity;
    this.slots = new int[capacity << SHIFT];
  }

  /** The part of an id below {@link #capacity()}: two living entities never share it. */
  public static int indexOf(long id) {
    return (int) id;
  }

  static int generationOf(long id) {
    return (int) (id >>> 32);
  }

  public int capacity() {
    return capacity;
  }

  public int liveCount() {
    return liveCount;
  }

  /** False for a stale id, for {@link #NONE} and for any number that was never an id. */
  public boolean isLive(long id) {
    int index = indexOf(id);
    int generation = generationOf(id);
    return index >= 0
        && index < capacity
        && generation != 0
        && slots[(index << SHIFT) + GENERATION] == generation;
  }

  /** Returns the new id, or {@link #NONE} when the capacity is reached. It has no row yet. */
  long allocate() {
    int index = firstFree;
    int generation = 1;
    if (index != NOWHERE) {
      firstFree = slots[(index << SHIFT) + NEXT_FREE];
      generation = slots[(index << SHIFT) + NEXT_GENERATION];
    } else if (nextUnusedIndex < capacity) {
      index = nextUnusedIndex++;
    } else {
      return NONE;
    }
    slots[(index << SHIFT) + GENERATION] = generation;
    liveCount++;
    return ((long) generation << 32) | index;
  }

  void free(long id) {
    int slot = indexOf(id) << SHIFT;
    int nextGeneration = generationOf(id) + 1;
    slots[slot + GENERATION] = 0;
    slots[slot + COMMAND] = 0;
    liveCount--;
    if (nextGeneration != 0) {
      slots[slot + NEXT_GENERATION] = nextGeneration;
      slots[slot + NEXT_FREE] = firstFree;
      firstFree = indexOf(id);
    }
  }

  void place(long id, int chunkNumber, int offset) {
    int slot = indexOf(id) << SHIFT;
    slots[slot + CHUNK] = chunkNumber;
    slots[slot + OFFSET] = offset;
  }

  int chunkOf(long id) {
    return slots[(indexOf(id) << SHIFT) + CHUNK];
  }

  int offsetOf(long id) {
    return slots[(indexOf(id) << SHIFT) + OFFSET];
  }

  int command(long id) {
    return slots[(indexOf(id) << SHIFT) + COMMAND];
  }

  void command(long id, int command) {
    slots[(indexOf(id) << SHIFT) + COMMAND] = command;
  }

  /** For tests of the last generation: the index must be free and must have been used. */
  void skipToGeneration(int index, int generation) {
    slots[(index << SHIFT) + NEXT_GENERATION] = generation;
  }
}
