package dev.keepstone.ecs.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes entries out of the ring, packs them into blocks and writes each block at once. One thread,
 * and that of the stream; allocates nothing after its construction.
 */
public final class InboxLogWriter implements AutoCloseable {
  /** A block is written once it has this much, so that an entry always fits behind it. */
  private static final int FULL_BYTES =
      InboxLogDescriptor.MAX_PAYLOAD_BYTES
          - InboxLogDescriptor.MAX_BODY_BYTES
          - InboxLogDescriptor.ENTRY_HEADER_BYTES;

  private static final int ENTRIES_PER_POLL = 4096;

  private final RecordRing ring;
  private final OutputStream out;
  private final byte[] payload = new byte[InboxLogDescriptor.MAX_PAYLOAD_BYTES];
  private final UnsafeBuffer entries = new UnsafeBuffer(payload);
  private final ByteBuffer blockHeader =
      ByteBuffer.allocate(InboxLogDescriptor.BLOCK_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final ControlledMessageHandler append = this::append;
  private int used;
  private long blockNumber;
  private long bytesWritten;
  private long ticks;
  private long lastTick;

  /**
   * Writes the header.
   *
   * @param out unbuffered; closed by {@link #close}
   */
  public InboxLogWriter(RecordRing ring, OutputStream out, InboxLogHeader header)
      throws IOException {
    this.ring = ring;
    this.out = out;
    byte[] start =
        ByteBuffer.allocate(InboxLogDescriptor.FILE_HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(InboxLogDescriptor.MAGIC)
            .putInt(InboxLogDescriptor.FORMAT_VERSION)
            .array();
    out.write(start);
    bytesWritten = start.length;
    byte[] text = header.encode();
    System.arraycopy(text, 0, payload, 0, text.length);
    used = text.length;
    flush();
  }

  /**
   * Moves entries from the ring into blocks.
   *
   * @return how many entries
   * @throws IOException when a block could not be written: the file ends with the block before it
   */
  public int poll() throws IOException {
    int taken = ring.poll(append, ENTRIES_PER_POLL);
    if (used >= FULL_BYTES) {
      flush();
    }
    return taken;
  }

  private ControlledMessageHandler.Action append(
      int type, MutableDirectBuffer buffer, int offset, int lengthBytes) {
    if (used >= FULL_BYTES) {
      return ControlledMessageHandler.Action.ABORT;
    }
    put(type, buffer, offset, lengthBytes);
    if (type == InboxLogDescriptor.TICK) {
      ticks++;
      lastTick = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }
    return ControlledMessageHandler.Action.CONTINUE;
  }

  private void put(int type, MutableDirectBuffer buffer, int offset, int lengthBytes) {
    entries.putInt(used, lengthBytes, ByteOrder.LITTLE_ENDIAN);
    entries.putInt(used + InboxLogDescriptor.TYPE_OFFSET, type, ByteOrder.LITTLE_ENDIAN);
    entries.putBytes(used + InboxLogDescriptor.ENTRY_HEADER_BYTES, buffer, offset, lengthBytes);
    used += InboxLogDescriptor.ENTRY_HEADER_BYTES + lengthBytes;
  }

  /** Writes what was taken so far as a block. */
  public void flush() throws IOException {
    if (used == 0) {
      return;
    }
    blockHeader
        .putInt(0, used)
        .putInt(4, InboxLogDescriptor.checksum(crc, blockNumber, payload, used));
    out.write(blockHeader.array());
    out.write(payload, 0, used);
    bytesWritten += InboxLogDescriptor.BLOCK_HEADER_BYTES + used;
    blockNumber++;
    used = 0;
  }

  /** Writes everything that is left, and that this is all there ever was. */
  public void end() throws IOException {
    while (!ring.isEmpty()) {
      poll();
    }
    put(InboxLogDescriptor.END, entries, 0, 0);
    flush();
  }

  public long bytesWritten() {
    return bytesWritten;
  }

  /** Whole ticks taken so far. */
  public long ticks() {
    return ticks;
  }

  /** Number of the newest whole tick; 0 before the first. */
  public long lastTick() {
    return lastTick;
  }

  /** Closes the stream; without {@link #end} before, the file has no end mark. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
