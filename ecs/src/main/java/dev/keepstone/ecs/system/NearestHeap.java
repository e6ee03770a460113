package dev.keepstone.ecs.system;

/**
 * Keeps the nearest few of many: a bounded max-heap of keys (squared distance in the high half,
 * index in the low half), so that most candidates cost one comparison. Equal distances are ordered
 * by index: the same input always gives the same list.
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

  int size() {
    return size;
  }

  /**
   * Takes a candidate if it is nearer than the farthest that is kept.
   *
   * @param distanceSquared not negative, not NaN
   * @param index not negative
   */
  void offer(float distanceSquared, int index) {
    // The bits of floats that aren't negative are ordered like the floats.
    long key = ((long) Float.floatToRawIntBits(distanceSquared) << 32) | index;
    if (size < keys.length) {
      siftUp(size++, key);
    } else if (key < keys[0]) {
      siftDown(0, size, key);
    }
  }

  /** Nearest first. Ends the heap: {@link #clear()} before the next offer. */
  void sort() {
    for (int last = size - 1; last > 0; last--) {
      long farthest = keys[0];
      siftDown(0, last, keys[last]);
      keys[last] = farthest;
    }
  }

  int index(int rank) {
    return (int) keys[rank];
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
