package dev.keepstone.net.transport;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;
import static io.aeron.protocol.DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET;
import static io.aeron.protocol.DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET;
import static io.aeron.protocol.DataHeaderFlyweight.TERM_ID_FIELD_OFFSET;
import static io.aeron.protocol.DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET;
import static io.aeron.protocol.HeaderFlyweight.FRAME_LENGTH_FIELD_OFFSET;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_DATA;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_PAD;
import static io.aeron.protocol.HeaderFlyweight.TYPE_FIELD_OFFSET;
import static io.aeron.protocol.HeaderFlyweight.VERSION_FIELD_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * What a datagram of data must look like before Aeron copies it into a log as it is. Aeron trusts
 * the length in each frame's header when the log is read: a client could make the reader run past
 * its datagram, or stop it for good with a frame of negative length.
 *
 * <pre>
 *   | frame | frame | ... |     one datagram: same session, stream and term, offsets in a row
 *   | header 32, length in it | payload | up to a multiple of 32 |
 *   a heartbeat is one header with length 0; a pad is a header alone that stands for more
 * </pre>
 */
final class DataFrames {
  private DataFrames() {}

  /** The same for a player's stream. */
  static boolean areSound(DirectBuffer buffer, int lengthBytes) {
    return areSound(buffer, lengthBytes, DriverSettings.UDP_TERM_BYTES);
  }

  /** Whether every frame of a datagram is whole, in its place, and within a term of ours. */
  static boolean areSound(DirectBuffer buffer, int lengthBytes, int termBytes) {
    if (lengthBytes < HEADER_LENGTH) {
      return false;
    }
    int sessionId = buffer.getInt(SESSION_ID_FIELD_OFFSET, LITTLE_ENDIAN);
    int termId = buffer.getInt(TERM_ID_FIELD_OFFSET, LITTLE_ENDIAN);
    int termOffset = buffer.getInt(TERM_OFFSET_FIELD_OFFSET, LITTLE_ENDIAN);
    if (termOffset < 0
        || termOffset > termBytes
        || !BitUtil.isAligned(termOffset, FRAME_ALIGNMENT)) {
      return false;
    }
    if (lengthBytes == HEADER_LENGTH && buffer.getInt(0, LITTLE_ENDIAN) == 0) {
      return isOfRequests(buffer, 0) && buffer.getByte(VERSION_FIELD_OFFSET) == 0;
    }
    int at = 0;
    while (at < lengthBytes) {
      int frameBytes = lengthBytes - at < HEADER_LENGTH ? 0 : lengthAt(buffer, at);
      int type = frameBytes == 0 ? 0 : buffer.getShort(at + TYPE_FIELD_OFFSET, LITTLE_ENDIAN);
      if (frameBytes < HEADER_LENGTH
          || frameBytes > termBytes
          || (type != HDR_TYPE_DATA && type != HDR_TYPE_PAD)
          || buffer.getByte(at + VERSION_FIELD_OFFSET) != 0
          || !isOfRequests(buffer, at)
          || buffer.getInt(at + SESSION_ID_FIELD_OFFSET, LITTLE_ENDIAN) != sessionId
          || buffer.getInt(at + TERM_ID_FIELD_OFFSET, LITTLE_ENDIAN) != termId
          || buffer.getInt(at + TERM_OFFSET_FIELD_OFFSET, LITTLE_ENDIAN) != termOffset + at) {
        return false;
      }
      int alignedBytes = BitUtil.align(frameBytes, FRAME_ALIGNMENT);
      if (termOffset + at + alignedBytes > termBytes) {
        return false;
      }
      if (type == HDR_TYPE_PAD) {
        return at + HEADER_LENGTH == lengthBytes || at + alignedBytes == lengthBytes;
      }
      at += alignedBytes;
    }
    return at == lengthBytes;
  }

  private static int lengthAt(DirectBuffer buffer, int at) {
    return buffer.getInt(at + FRAME_LENGTH_FIELD_OFFSET, LITTLE_ENDIAN);
  }

  private static boolean isOfRequests(DirectBuffer buffer, int at) {
    return buffer.getInt(at + STREAM_ID_FIELD_OFFSET, LITTLE_ENDIAN)
        == PlayerChannels.REQUEST_STREAM_ID;
  }
}
