package dev.keepstone.ecs.replay;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The file of a recorded inbox. All numbers are little-endian.
 *
 * <pre>
 * file:   0  8   magic "KEEPINBX"
 *         8  4   format version
 *        12      block 0: the header, UTF-8 lines "name=value" ({@link InboxLogHeader})
 *                blocks 1..n: entries, never split over two blocks
 *
 * block:  0  4   payload length, 1 .. {@value #MAX_PAYLOAD_BYTES}
 *         4  4   CRC32C of the block's number (8 bytes), the payload length (4) and the payload
 *         8      payload
 *
 * entry:  0  4   body length
 *         4  4   type
 *         8      body
 *
 * type 1  MESSAGE  one message as the inbox gave it
 *      2  REFUSED  int32 which offer of this tick, counted from 0 over all outboxes, found no room
 *      3  FAILED   int32 which offer of this tick threw
 *      4  TICK     int64 tick, int64 hash of the world after it, int32 flags
 *                  (1: the hash was computed, 2: the tick was broken off by a fault)
 *      5  END      empty: the recording was ended on purpose
 * </pre>
 *
 * <p>Entries stand in the order in which things happened. What an outbox answers is written down
 * because it changes the world: a vault ring without room refuses a login or leaves a row dirty, a
 * gateway without room fills its backlog, and a full backlog ends sessions. Only refusals are
 * written; every other offer was taken.
 *
 * <p>The number of a block is not stored, only checked: a block that was lost, doubled or moved
 * fails like a damaged one.
 */
final class InboxLogDescriptor {
  /** "KEEPINBX" read as a little-endian number. */
  static final long MAGIC = 0x58424E495045454BL;

  static final int FORMAT_VERSION = 1;
  static final int FILE_HEADER_BYTES = 12;

  static final int BLOCK_HEADER_BYTES = 8;
  static final int MAX_PAYLOAD_BYTES = 512 * 1024;

  static final int ENTRY_HEADER_BYTES = 8;
  static final int TYPE_OFFSET = 4;

  /** Messages of the inbox's Aeron stream have 8 KiB at most. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  static final int MESSAGE = 1;
  static final int REFUSED = 2;
  static final int FAILED = 3;
  static final int TICK = 4;
  static final int END = 5;

  static final int ANSWER_BYTES = 4;

  static final int TICK_HASH_OFFSET = 8;
  static final int TICK_FLAGS_OFFSET = 16;
  static final int TICK_BYTES = 20;
  static final int FLAG_HASHED = 1;
  static final int FLAG_BROKEN_OFF = 2;

  private InboxLogDescriptor() {}

  /** Whether an entry of this type may have a body of this length. */
  static boolean isPossible(int type, int bodyBytes) {
    return switch (type) {
      case MESSAGE -> bodyBytes >= 0 && bodyBytes <= MAX_BODY_BYTES;
      case REFUSED, FAILED -> bodyBytes == ANSWER_BYTES;
      case TICK -> bodyBytes == TICK_BYTES;
      case END -> bodyBytes == 0;
      default -> false;
    };
  }

  static int checksum(CRC32C crc, long blockNumber, byte[] payload, int lengthBytes) {
    crc.reset();
    addLittleEndian(crc, blockNumber, Long.BYTES);
    addLittleEndian(crc, lengthBytes, Integer.BYTES);
    crc.update(payload, 0, lengthBytes);
    return (int) crc.getValue();
  }

  private static void addLittleEndian(CRC32C crc, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      crc.update((int) (value >>> (8 * i)) & 0xFF);
    }
  }

  static int bodyBytes(DirectBuffer buffer, int entry) {
    return buffer.getInt(entry, ByteOrder.LITTLE_ENDIAN);
  }

  static int type(DirectBuffer buffer, int entry) {
    return buffer.getInt(entry + TYPE_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }
}
