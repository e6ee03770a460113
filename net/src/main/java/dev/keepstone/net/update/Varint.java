package dev.keepstone.net.update;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * LEB128 numbers of 32 bits: 7 bits a byte, the lowest first, the high bit says that more follow.
 */
final class Varint {
  /** {@link #read}: it ends too late, or has more than 32 bits. */
  static final long MALFORMED = -1;

  private static final int MAX_BYTES = 5;

  private Varint() {}

  /** How many bytes an unsigned number takes. */
  static int lengthBytes(int unsigned) {
    return (38 - Integer.numberOfLeadingZeros(unsigned | 1)) / 7;
  }

  /** Returns the position after it. */
  static int write(MutableDirectBuffer buffer, int at, int unsigned) {
    int left = unsigned;
    int position = at;
    while ((left & ~0x7F) != 0) {
      buffer.putByte(position++, (byte) (left | 0x80));
      left >>>= 7;
    }
    buffer.putByte(position, (byte) left);
    return position + 1;
  }

  /**
   * Reads a number that ends before {@code limit}.
   *
   * @return how many bytes it has in the high half, the number in the low one; or {@link
   *     #MALFORMED}
   */
  static long read(DirectBuffer buffer, int at, int limit) {
    long number = 0;
    for (int i = 0; i < MAX_BYTES && at + i < limit; i++) {
      int next = buffer.getByte(at + i);
      number |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return number >>> Integer.SIZE != 0 ? MALFORMED : (i + 1L) << Integer.SIZE | number;
      }
    }
    return MALFORMED;
  }

  /** Small numbers of either sign become small ones without. */
  static int fold(int signed) {
    return (signed << 1) ^ (signed >> 31);
  }

  static int unfold(int folded) {
    return (folded >>> 1) ^ -(folded & 1);
  }
}
