package dev.keepstone.persistence.ledger;

import dev.keepstone.ecs.message.sbe.CommitDecoder.LinesDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The lines of one commit as bytes: what the {@code lines} group of a Commit message holds, so that
 * the ledger's format is part of that schema and grows with it, by appending.
 *
 * <pre>
 *   u16 block length | u16 how many | how many blocks: unique u64, amount u64, from key u64,
 *                                      to key u64, item u16, from u8, to u8   (little-endian)
 * </pre>
 *
 * A longer block than this server knows is read as far as it is known.
 */
public final class LedgerLines {
  private static final int BLOCK_LENGTH_OFFSET = 0;
  private static final int COUNT_OFFSET = 2;
  private static final int LINES_OFFSET = 4;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private LedgerLines() {}

  /**
   * Copies the lines of a message; the group is read to its end.
   *
   * @return empty when there are none
   * @throws IllegalArgumentException for a line that could never be read again
   */
  public static byte[] copy(LinesDecoder lines) {
    List<LedgerLine> copied = new ArrayList<>(lines.count());
    for (LinesDecoder line : lines) {
      copied.add(
          new LedgerLine(
              line.item(),
              line.amount(),
              line.unique(),
              container((byte) line.fromRaw()),
              line.fromKey(),
              container((byte) line.toRaw()),
              line.toKey()));
    }
    return encode(copied);
  }

  /**
   * As they go into the store.
   *
   * @return empty when there are none
   */
  public static byte[] encode(List<LedgerLine> lines) {
    if (lines.isEmpty()) {
      return new byte[0];
    }
    int blockLength = LinesDecoder.sbeBlockLength();
    byte[] bytes = new byte[LINES_OFFSET + lines.size() * blockLength];
    MutableDirectBuffer buffer = new UnsafeBuffer(bytes);
    buffer.putShort(BLOCK_LENGTH_OFFSET, (short) blockLength, ORDER);
    buffer.putShort(COUNT_OFFSET, (short) lines.size(), ORDER);
    int offset = LINES_OFFSET;
    for (LedgerLine line : lines) {
      buffer.putLong(offset + LinesDecoder.uniqueEncodingOffset(), line.unique(), ORDER);
      buffer.putLong(offset + LinesDecoder.amountEncodingOffset(), line.amount(), ORDER);
      buffer.putLong(offset + LinesDecoder.fromKeyEncodingOffset(), line.fromKey(), ORDER);
      buffer.putLong(offset + LinesDecoder.toKeyEncodingOffset(), line.toKey(), ORDER);
      buffer.putShort(offset + LinesDecoder.itemEncodingOffset(), (short) line.item(), ORDER);
      buffer.putByte(offset + LinesDecoder.fromEncodingOffset(), (byte) line.from().value());
      buffer.putByte(offset + LinesDecoder.toEncodingOffset(), (byte) line.to().value());
      offset += blockLength;
    }
    return bytes;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when lengths don't agree or a container is unknown: the entry
   *     is damaged
   */
  public static List<LedgerLine> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return List.of();
    }
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    int blockLength =
        bytes.length < LINES_OFFSET
            ? 0
            : Short.toUnsignedInt(buffer.getShort(BLOCK_LENGTH_OFFSET, ORDER));
    int count = blockLength == 0 ? 0 : Short.toUnsignedInt(buffer.getShort(COUNT_OFFSET, ORDER));
    if (blockLength < LinesDecoder.sbeBlockLength()
        || bytes.length != LINES_OFFSET + count * blockLength) {
      throw new IllegalArgumentException(
          "damaged ledger lines: blockLength=" + blockLength + " length=" + bytes.length);
    }
    List<LedgerLine> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int offset = LINES_OFFSET + i * blockLength;
      lines.add(
          new LedgerLine(
              Short.toUnsignedInt(
                  buffer.getShort(offset + LinesDecoder.itemEncodingOffset(), ORDER)),
              buffer.getLong(offset + LinesDecoder.amountEncodingOffset(), ORDER),
              buffer.getLong(offset + LinesDecoder.uniqueEncodingOffset(), ORDER),
              container(buffer.getByte(offset + LinesDecoder.fromEncodingOffset())),
              buffer.getLong(offset + LinesDecoder.fromKeyEncodingOffset(), ORDER),
              container(buffer.getByte(offset + LinesDecoder.toEncodingOffset())),
              buffer.getLong(offset + LinesDecoder.toKeyEncodingOffset(), ORDER)));
    }
    return lines;
  }

  private static Container container(byte code) {
    Container container = Container.get((short) Byte.toUnsignedInt(code));
    if (container == Container.NULL_VAL) {
      throw new IllegalArgumentException("damaged ledger lines: container=" + code);
    }
    return container;
  }
}
