package dev.keepstone.ecs.system;

/**
 * Keeps the lowest few of many keys: a bounded max-heap, so that most candidates cost one
 * comparison. See {@link NearestFew} for what a key is.
 */
final class NearestHeap {
  private final long[] keys;
  private int size;

  NearestHeap(int capacity) {
    keys = new long[capacity];
  }

  void clear() {
    size = 0;
  }

  /** Takes a key if it is lower than the highest that is kept. */
  void offer(long key) {
    if (size < keys.length) {
      siftUp(size++, key);
    } else if (key < keys[0]) {
      siftDown(0, size, key);
    }
  }

  /**
   * Empties the heap.
   *
   * @param into gets the keys from 0 on, lowest first
   * @return how many there were
   */
  int drainSorted(long[] into) {
    int count = size;
    while (size > 0) {
      into[--size] = keys[0];
      siftDown(0, size, keys[size]);
    }
    return count;
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

  private void siftDown(int from, int end, long key) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= end) {
        break;
      }
      if (child + 1 < end && keys[child + 1] > keys[child]) {
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
