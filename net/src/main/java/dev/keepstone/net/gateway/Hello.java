package dev.keepstone.net.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.ClientHelloDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * Judges a first frame. A hello of another protocol version may have any shape behind its version
 * number, which every version keeps in the same place.
 */
enum Hello {
  GOOD,
  OTHER_VERSION,
  MALFORMED;

  private static final int VERSION_OFFSET =
      MessageHeaderDecoder.ENCODED_LENGTH + ClientHelloDecoder.protocolVersionEncodingOffset();

  static Hello judge(DirectBuffer frame, int offset, int lengthBytes) {
    if (lengthBytes < VERSION_OFFSET + Short.BYTES
        || FrameValidator.schemaId(frame, offset, lengthBytes) != ClientHelloDecoder.SCHEMA_ID
        || unsignedShort(frame, offset + 2) != ClientHelloDecoder.TEMPLATE_ID) {
      return MALFORMED;
    }
    if (unsignedShort(frame, offset + VERSION_OFFSET) != WireLimits.PROTOCOL_VERSION) {
      return OTHER_VERSION;
    }
    boolean shaped =
        FrameValidator.GREETING.templateId(frame, offset, lengthBytes) != FrameValidator.MALFORMED;
    return shaped ? GOOD : MALFORMED;
  }

  private static int unsignedShort(DirectBuffer buffer, int index) {
    return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
  }
}
