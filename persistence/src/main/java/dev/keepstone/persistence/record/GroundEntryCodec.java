package dev.keepstone.persistence.record;

import dev.keepstone.ecs.message.sbe.CommitDecoder.GivenDecoder;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What lies on the ground as bytes: a block of the {@code given} group of a Commit message, so that
 * the format is part of that schema and grows with it, by appending.
 *
 * <pre>
 *   u16 block length | entry u64, unique u64, expires at u64, amount u32, x f32, y f32, kind u16
 *                      (little-endian)
 * </pre>
 *
 * A longer block than this server knows is read as far as it is known.
 */
public final class GroundEntryCodec {
  private static final int BLOCK_OFFSET = 2;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int ENTRY_OFFSET = BLOCK_OFFSET + GivenDecoder.entryEncodingOffset();
  private static final int UNIQUE_OFFSET = BLOCK_OFFSET + GivenDecoder.uniqueEncodingOffset();
  private static final int EXPIRES_OFFSET = BLOCK_OFFSET + GivenDecoder.expiresAtMsEncodingOffset();
  private static final int AMOUNT_OFFSET = BLOCK_OFFSET + GivenDecoder.amountEncodingOffset();
  private static final int X_OFFSET = BLOCK_OFFSET + GivenDecoder.xEncodingOffset();
  private static final int Y_OFFSET = BLOCK_OFFSET + GivenDecoder.yEncodingOffset();
  private static final int KIND_OFFSET = BLOCK_OFFSET + GivenDecoder.kindEncodingOffset();

  private GroundEntryCodec() {}

  /** As it goes into the zone's hash. */
  public static byte[] encode(GroundItem item) {
    int blockLength = GivenDecoder.sbeBlockLength();
    byte[] bytes = new byte[BLOCK_OFFSET + blockLength];
    MutableDirectBuffer buffer = new UnsafeBuffer(bytes);
    buffer.putShort(0, (short) blockLength, ORDER);
    buffer.putLong(ENTRY_OFFSET, item.entry(), ORDER);
    buffer.putLong(UNIQUE_OFFSET, item.unique(), ORDER);
    buffer.putLong(EXPIRES_OFFSET, item.expiresAtMs(), ORDER);
    buffer.putInt(AMOUNT_OFFSET, (int) item.amount(), ORDER);
    buffer.putFloat(X_OFFSET, item.x(), ORDER);
    buffer.putFloat(Y_OFFSET, item.y(), ORDER);
    buffer.putShort(KIND_OFFSET, (short) item.kind(), ORDER);
    return bytes;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param entry the id under which it stands
   * @return null when it is damaged: lengths or ids don't agree, nothing lies there, or nowhere
   */
  public static @Nullable GroundItem decode(long entry, byte[] bytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    int blockLength =
        bytes.length < BLOCK_OFFSET ? 0 : Short.toUnsignedInt(buffer.getShort(0, ORDER));
    if (blockLength < GivenDecoder.sbeBlockLength() || bytes.length != BLOCK_OFFSET + blockLength) {
      return null;
    }
    GroundItem item =
        new GroundItem(
            buffer.getLong(ENTRY_OFFSET, ORDER),
            Short.toUnsignedInt(buffer.getShort(KIND_OFFSET, ORDER)),
            Integer.toUnsignedLong(buffer.getInt(AMOUNT_OFFSET, ORDER)),
            buffer.getLong(UNIQUE_OFFSET, ORDER),
            buffer.getLong(EXPIRES_OFFSET, ORDER),
            buffer.getFloat(X_OFFSET, ORDER),
            buffer.getFloat(Y_OFFSET, ORDER));
    boolean isSound =
        item.entry() == entry
            && item.amount() > 0
            && Float.isFinite(item.x())
            && Float.isFinite(item.y());
    return isSound ? item : null;
  }
}
