package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * The checks that come before a body's fields are believed. The record's CRC has passed by then, so
 * a failure here means bytes that were written wrong, not damage; they are refused all the same.
 */
final class BodyFrame {
  private BodyFrame() {}

  /** Does the SBE message header agree with the record header and fit into the bytes? */
  static boolean isSound(
      MessageHeaderDecoder messageHeader,
      DirectBuffer record,
      int schemaVersion,
      int templateId,
      int blockLength) {
    int blockOffset = HEADER_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH;
    if (record.capacity() < blockOffset) {
      return false;
    }
    messageHeader.wrap(record, HEADER_LENGTH);
    return messageHeader.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && messageHeader.templateId() == templateId
        && messageHeader.version() == schemaVersion
        && messageHeader.blockLength() == blockLength
        && record.capacity() >= blockOffset + blockLength;
  }

  /** Is there room for a length field at {@code offset}? */
  static boolean fits(byte[] record, int offset, int lengthBytes) {
    return record.length - offset >= lengthBytes;
  }
}
