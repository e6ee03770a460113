package dev.keepstone.persistence.record;

import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records whose header is right and whose body is not: written wrong, not damaged. */
final class Records {
  private Records() {}

  /** With the byte's lowest bit changed, and nothing mended. */
  static byte[] flipped(byte[] record, int at) {
    byte[] other = record.clone();
    other[at] ^= 1;
    return other;
  }

  /** The same bytes under a header that agrees with them. */
  static byte[] mended(byte[] record, RecordKind kind) {
    int version = new RecordHeader().wrap(record).schemaVersion();
    new RecordHeader().write(record, kind, version, Fence.NEW);
    return record;
  }

  /** Cut off, or longer by zeros. */
  static byte[] ofLength(byte[] record, int lengthBytes, RecordKind kind) {
    return mended(Arrays.copyOf(record, lengthBytes), kind);
  }

  /** One for each byte of the message header: schema, template, version and block length. */
  static List<byte[]> withWrongMessageHeaders(byte[] record, RecordKind kind) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < MessageHeaderDecoder.ENCODED_LENGTH; i++) {
      all.add(mended(flipped(record, RecordDescriptor.HEADER_LENGTH + i), kind));
    }
    return all;
  }
}
