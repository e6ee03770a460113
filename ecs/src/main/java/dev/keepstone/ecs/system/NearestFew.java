package dev.keepstone.ecs.system;

import java.util.Arrays;

/**
 * Chooses the nearest few of some candidates. A key holds the squared distance in its high half and
 * an index in its low half, so that equal distances are ordered by index: the same candidates
 * always give the same choice.
 *
 * <p>Most searches find fewer than may be chosen, and nothing is left to do: the order is only made
 * for those who ask for it. Else candidates are dealt out by distance: rings of equal area hold
 * about equally many of a crowd, so all rings but one are taken or left as a whole, and only the
 * few of that one are compared with each other. Where everybody stands on one spot, that is
 * everybody; then a heap does it.
 *
 * <p>Whether a candidate is near is a coin toss that no processor foresees: it is calculated
 * instead of branched on, here and in dealing (a wrong guess costs as much as five candidates).
 */
final class NearestFew {
  private static final int RINGS = 64;

  private static final int SIGN_SHIFT = Integer.SIZE - 1;

  private final int limit;
  private final int maxCandidates;

  /** One more than there may be: what isn't kept is written, and written over. */
  private final long[] keys;

  private final long[] outermost;
  private final int[] inRing = new int[RINGS];
  private final NearestHeap heap;
  private int count;

  /**
   * @param limit how many may be chosen
   * @param maxCandidates that may be gathered in one search
   */
  NearestFew(int limit, int maxCandidates) {
    this.limit = limit;
    this.maxCandidates = maxCandidates;
    keys = new long[maxCandidates + 1];
    outermost = new long[maxCandidates + 1];
    heap = new NearestHeap(limit);
  }

  int maxCandidates() {
    return maxCandidates;
  }

  /** Starts a search. */
  void clear() {
    count = 0;
  }

  /** How many there are: candidates in the circle, or, after {@link #choose}, chosen ones. */
  int count() {
    return count;
  }

  /**
   * Takes those of {@code from .. to-1} that lie in the circle; at most {@link #maxCandidates} may
   * be looked at in one search.
   *
   * @param positions x and y in turns
   * @param radiusSquared not negative
   */
  void gather(float[] positions, int from, int to, float x, float y, float radiusSquared) {
    long[] into = keys;
    int kept = count;
    int tooFar = Float.floatToRawIntBits(radiusSquared) + 1;
    for (int i = from; i < to; i++) {
      float dx = positions[2 * i] - x;
      float dy = positions[2 * i + 1] - y;
      // The bits of floats that aren't negative are ordered like the floats, NaN above them all.
      int distance = Float.floatToRawIntBits(dx * dx + dy * dy) & Integer.MAX_VALUE;
      into[kept] = ((long) distance << Integer.SIZE) | i;
      kept += (distance - tooFar) >>> SIGN_SHIFT;
    }
    count = kept;
  }

  /** Takes a candidate out again; the last one gets its rank. */
  void remove(int rank) {
    keys[rank] = keys[--count];
  }

  /**
   * Leaves the nearest, as many as may be chosen, in no certain order.
   *
   * @param farthestSquared no candidate is farther
   */
  void choose(float farthestSquared) {
    if (count <= limit) {
      return;
    }
    float ringsPerUnit = RINGS / Math.max(farthestSquared, Float.MIN_NORMAL);
    Arrays.fill(inRing, 0);
    for (int i = 0; i < count; i++) {
      inRing[ringOf(keys[i], ringsPerUnit)]++;
    }
    int within = 0;
    int ring = 0;
    while (within + inRing[ring] < limit) {
      within += inRing[ring++];
    }
    int doubtful = divide(ring, ringsPerUnit);
    chooseOfRing(doubtful, limit - within);
  }

  /**
   * Keeps what is nearer than a ring and puts those in it aside.
   *
   * @return how many lie in it
   */
  private int divide(int ring, float ringsPerUnit) {
    long[] from = keys;
    long[] aside = outermost;
    int kept = 0;
    int inside = 0;
    for (int i = 0; i < count; i++) {
      long key = from[i];
      int beyond = ringOf(key, ringsPerUnit) - ring;
      from[kept] = key;
      kept += beyond >>> SIGN_SHIFT;
      aside[inside] = key;
      inside += (~beyond & (beyond - 1)) >>> SIGN_SHIFT; // 1 when it is 0
    }
    count = kept;
    return inside;
  }

  private void chooseOfRing(int doubtful, int wanted) {
    if (doubtful > wanted) {
      heap.clear(wanted);
      for (int i = 0; i < doubtful; i++) {
        heap.offer(outermost[i]);
      }
      heap.copyTo(keys, count);
    } else {
      System.arraycopy(outermost, 0, keys, count, wanted);
    }
    count += wanted;
  }

  /** The nearest gets rank 0. */
  void sort() {
    // Arrays.sort allocates in newer JDKs; of so few keys an insertion sort is as quick.
    for (int i = 1; i < count; i++) {
      long key = keys[i];
      int at = i;
      while (at > 0 && keys[at - 1] > key) {
        keys[at] = keys[--at];
      }
      keys[at] = key;
    }
  }

  int index(int rank) {
    return (int) keys[rank];
  }

  private static int ringOf(long key, float ringsPerUnit) {
    float distanceSquared = Float.intBitsToFloat((int) (key >>> Integer.SIZE));
    return Math.min(RINGS - 1, (int) (distanceSquared * ringsPerUnit));
  }
}
