package dev.keepstone.net.update;

import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.UpdateEncoder;

/**
 * The body of an update, which travels in one {@code Update} message or, cut into parts of {@link
 * #MAX_PART_BYTES}, in several. Little endian; {@code v} is an unsigned LEB128 number, {@code z} a
 * signed one folded into it (0, -1, 1, -2 ...).
 *
 * <pre>
 *   +0   flags u8           1: own state only, the body ends before "slots"
 *   +1   tick u64
 *   +9   acked sequence u32 newest intent of this player that the world has acted on
 *   +13  zone u16
 *   +15  x f32, y f32       own position, exact
 *   +23  hp u16
 *   +25  slots u8           so many slots are in use, at most 200
 *   +26  steps              one bit a slot, the lowest bit first: it moved by (i8, i8) quanta
 *        others             one bit a slot: an entry, see below
 *        dx i8, dy i8       for each slot in "steps", in order
 *        entry              for each slot in "others", in order:
 *
 *   entry: | op u8 = 1 |                                                       gone
 *          | op u8 = 2 + 16 * kind | v index | v generation | z x | z y | v hp |  new
 *          | op u8 = 4, 8 or 12 | 4: z dx, z dy | 8: v hp |                    changed
 * </pre>
 *
 * <p>All that isn't named is as it was in the baseline, which is empty for a full state. Positions
 * of entities are whole quanta; of a new one relative to the player's own, of a changed one
 * relative to the baseline.
 */
public final class UpdateFormat {
  /** Most entities in one state: as many as the world tells. */
  public static final int MAX_SLOTS = 200;

  /** What both sides remember: 0.8 s at 20 Hz; who answers later than that gets full states. */
  public static final int REMEMBERED = 16;

  /** Largest sealed frame that carries an update. */
  public static final int MTU_BYTES = 1_200;

  /** Bytes of the body in one part; each part but the last has exactly so many. */
  public static final int MAX_PART_BYTES =
      MTU_BYTES
          - WireLimits.SEAL_OVERHEAD_BYTES
          - MessageHeaderEncoder.ENCODED_LENGTH
          - UpdateEncoder.BLOCK_LENGTH
          - UpdateEncoder.bodyHeaderLength();

  /** {@link #MAX_SLOTS} entries of the longest kind need five. */
  public static final int MAX_PARTS = 6;

  /** Longest body. */
  public static final int MAX_BODY_BYTES = MAX_PARTS * MAX_PART_BYTES;

  static final int OWN_ONLY = 1;

  static final int FLAGS_OFFSET = 0;
  static final int TICK_OFFSET = 1;
  static final int ACKED_OFFSET = 9;
  static final int ZONE_OFFSET = 13;
  static final int X_OFFSET = 15;
  static final int Y_OFFSET = 19;
  static final int HP_OFFSET = 23;
  static final int SLOTS_OFFSET = 25;
  static final int OWN_BYTES = SLOTS_OFFSET;
  static final int BITS_OFFSET = SLOTS_OFFSET + 1;

  static final int GONE = 1;
  static final int NEW = 2;
  static final int MOVED = 4;
  static final int HURT = 8;
  static final int OP_MASK = 15;
  static final int KIND_SHIFT = 4;

  private UpdateFormat() {}

  static int bitmapBytes(int slots) {
    return (slots + 7) >>> 3;
  }
}
