package dev.keepstone.ecs.message;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Checks the groups of a message against its length before they are read. */
final class Groups {
  private static final int HEADER_BYTES = 4;

  private Groups() {}

  /**
   * Whether groups that follow each other lie inside of the message.
   *
   * @param at where the first one's header is
   * @param end of the message
   * @param blockBytes shortest block of each group; a newer sender's may be longer
   */
  static boolean areWithin(DirectBuffer buffer, int at, int end, int... blockBytes) {
    long position = at; // 65 535 blocks of 65 535 bytes are more than an int can count
    for (int shortest : blockBytes) {
      if (position + HEADER_BYTES > end) {
        return false;
      }
      int block = unsignedShort(buffer, (int) position);
      int count = unsignedShort(buffer, (int) position + 2);
      position += HEADER_BYTES + (long) block * count;
      if (block < shortest || position > end) {
        return false;
      }
    }
    return true;
  }

  private static int unsignedShort(DirectBuffer buffer, int index) {
    return buffer.getShort(index, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }
}
