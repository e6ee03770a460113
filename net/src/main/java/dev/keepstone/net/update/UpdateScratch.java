package dev.keepstone.net.update;

import static dev.keepstone.net.update.UpdateFormat.MAX_SLOTS;

import org.agrona.concurrent.UnsafeBuffer;

/** What all writers of one thread use while they write. */
public final class UpdateScratch {
  private static final int HINTS = 4_096;
  private static final int HINT_MASK = HINTS - 1;

  // What the world shows now, by slot.
  final long[] ids = new long[MAX_SLOTS];
  final int[] xs = new int[MAX_SLOTS];
  final int[] ys = new int[MAX_SLOTS];
  final int[] looks = new int[MAX_SLOTS];

  // What has to be written, by slot.
  final byte[] ops = new byte[MAX_SLOTS];
  final int[] costs = new int[MAX_SLOTS];
  final boolean[] chosen = new boolean[MAX_SLOTS];

  // Those of the world's list that have no slot yet.
  final long[] newIds = new long[MAX_SLOTS];
  final int[] newXs = new int[MAX_SLOTS];
  final int[] newYs = new int[MAX_SLOTS];
  final int[] newLooks = new int[MAX_SLOTS];

  final long[] order = new long[MAX_SLOTS];
  final UnsafeBuffer body = new UnsafeBuffer(new byte[UpdateFormat.MAX_BODY_BYTES]);

  /**
   * A guess at the slot of an entity, by its index: may be old or another's, and is only believed
   * if that slot really holds it. So nothing ever has to be cleared.
   */
  private final short[] hints = new short[HINTS];

  void hint(long entity, int slot) {
    hints[(int) entity & HINT_MASK] = (short) slot;
  }

  int hint(long entity) {
    return hints[(int) entity & HINT_MASK];
  }
}
