package dev.keepstone.ecs.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a recording tick by tick and believes nothing of it before its checksum was right. */
public final class InboxLogReader {
  /** More messages than that no tick takes: 16 384 of 8 KiB. */
  private static final int MAX_TICK_BYTES = 256 * 1024 * 1024;

  private final InputStream in;
  private final byte[] payload = new byte[InboxLogDescriptor.MAX_PAYLOAD_BYTES];
  private final UnsafeBuffer entries = new UnsafeBuffer(payload);
  private final CRC32C crc = new CRC32C();
  private final InboxLogHeader header;
  private long offset;
  private long blockNumber;
  private int length;
  private int cursor;
  private long lastTick;
  private boolean ended;

  /**
   * Reads the header.
   *
   * @param in buffered or not; not closed here
   * @throws InboxLogException when this is no recording, or one of another format
   */
  public InboxLogReader(InputStream in) {
    this.in = in;
    ByteBuffer start =
        ByteBuffer.wrap(read(InboxLogDescriptor.FILE_HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    if (start.limit() < InboxLogDescriptor.FILE_HEADER_BYTES
        || start.getLong() != InboxLogDescriptor.MAGIC) {
      throw new InboxLogException("this is no recording: it does not start with KEEPINBX");
    }
    int version = start.getInt();
    if (version != InboxLogDescriptor.FORMAT_VERSION) {
      throw new InboxLogException(
          "a recording of another format: formatVersion="
              + version
              + ": this server reads formatVersion="
              + InboxLogDescriptor.FORMAT_VERSION);
    }
    if (!readBlock()) {
      throw damaged("the header is missing");
    }
    header = InboxLogHeader.decode(payload, length);
    cursor = length;
  }

  public InboxLogHeader header() {
    return header;
  }

  /**
   * Reads the next whole tick.
   *
   * @return false when there is none: see {@link #hasEndMark}
   * @throws InboxLogException saying where the file is damaged or cut
   */
  boolean next(RecordedTick tick) {
    tick.clear();
    while (true) {
      if (cursor == length && !readBlock()) {
        return false;
      }
      if (ended) {
        throw damaged("something follows the end mark");
      }
      int body = cursor + InboxLogDescriptor.ENTRY_HEADER_BYTES;
      int bodyBytes = body > length ? -1 : InboxLogDescriptor.bodyBytes(entries, cursor);
      int type = body > length ? 0 : InboxLogDescriptor.type(entries, cursor);
      if (!InboxLogDescriptor.isPossible(type, bodyBytes) || bodyBytes > length - body) {
        throw damaged("an impossible entry, type=" + type + " lengthBytes=" + bodyBytes);
      }
      int entry = cursor;
      cursor = body + bodyBytes;
      switch (type) {
        case InboxLogDescriptor.TICK -> {
          tick.complete(entries, body);
          lastTick = tick.number();
          return true;
        }
        case InboxLogDescriptor.END -> ended = true;
        default -> {
          if (tick.lengthBytes() + bodyBytes > MAX_TICK_BYTES) {
            throw damaged("a tick without end");
          }
          tick.append(entries, entry, cursor - entry);
        }
      }
    }
  }

  /** Whether the recording was ended on purpose. Without: killed, given up, or cut. */
  boolean hasEndMark() {
    return ended;
  }

  /** Returns false at the end of the file */
  private boolean readBlock() {
    long start = offset;
    byte[] head = read(InboxLogDescriptor.BLOCK_HEADER_BYTES);
    if (head.length == 0) {
      return false;
    }
    if (head.length < InboxLogDescriptor.BLOCK_HEADER_BYTES) {
      throw cut(start);
    }
    ByteBuffer block = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int lengthBytes = block.getInt();
    if (lengthBytes < 1 || lengthBytes > InboxLogDescriptor.MAX_PAYLOAD_BYTES) {
      offset = start;
      throw damaged("an impossible block, lengthBytes=" + lengthBytes);
    }
    try {
      if (in.readNBytes(payload, 0, lengthBytes) < lengthBytes) {
        throw cut(start);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (InboxLogDescriptor.checksum(crc, blockNumber, payload, lengthBytes) != block.getInt()) {
      offset = start;
      throw damaged("a block's checksum is wrong");
    }
    offset = start + InboxLogDescriptor.BLOCK_HEADER_BYTES + lengthBytes;
    blockNumber++;
    length = lengthBytes;
    cursor = 0;
    return true;
  }

  private byte[] read(int lengthBytes) {
    try {
      byte[] bytes = in.readNBytes(lengthBytes);
      offset += bytes.length;
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InboxLogException damaged(String what) {
    return new InboxLogException(
        "the recording is damaged: " + what + ", offsetBytes=" + offset + " lastTick=" + lastTick);
  }

  private InboxLogException cut(long start) {
    return new InboxLogException(
        "the recording is cut off in the middle of a block: offsetBytes="
            + start
            + " lastTick="
            + lastTick);
  }

  private InboxLogException unreadable(IOException e) {
    return new InboxLogException(
        "the recording cannot be read: offsetBytes=" + offset + " cause=" + e, e);
  }
}
