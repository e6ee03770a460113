package dev.keepstone.ecs.system;

/**
 * Keeps the lowest few of many keys: a bounded max-heap, so that most candidates cost one
 * comparison. See {@link NearestFew} for what a key is.
 */
final class NearestHeap {
  private final long[] keys;
  private int limit;
  private int size;

  NearestHeap(int capacity) {
    keys = new long[capacity];
    limit = capacity;
  }

  /**
   * Starts anew.
   *
   * @param newLimit how many are kept: 1 to the capacity
   */
  void clear(int newLimit) {
    limit = newLimit;
    size = 0;
  }

  /** Takes a key if it is lower than the highest that is kept. */
  void offer(long key) {
    if (size < limit) {
      siftUp(size++, key);
    } else if (key < keys[0]) {
      siftDown(key);
    }
  }

  /** Copies what is kept, in no certain order. */
  void copyTo(long[] into, int from) {
    System.arraycopy(keys, 0, into, from, size);
  }

  private void siftUp(int from, long key) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (keys[parent] >= key) {
        break;
      }
      keys[at] = keys[parent];
      at = parent;
    }
    keys[at] = key;
  }

  /** Puts a key in the place of the highest. */
  private void siftDown(long key) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && keys[child + 1] > keys[child]) {
        child++;
      }
      if (keys[child] <= key) {
        break;
      }
      keys[at] = keys[child];
      at = child;
    }
    keys[at] = key;
  }
}
