package dev.keepstone.persistence.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A copy of a record that was put aside as it was found.
 *
 * @param reasons why, for an operator
 * @param raw the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Quarantined(String reasons, byte[] raw) {
  /** As it is stored: the reasons in UTF-8, a zero byte, the bytes. */
  public byte[] toBytes() {
    byte[] text = reasons.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(text, text.length + 1 + raw.length);
    System.arraycopy(raw, 0, bytes, text.length + 1, raw.length);
    return bytes;
  }

  /** Reads {@link #toBytes}; bytes without a zero are taken for a record without reasons. */
  public static Quarantined of(byte[] bytes) {
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == 0) {
        String reasons = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return new Quarantined(reasons, Arrays.copyOfRange(bytes, end + 1, bytes.length));
      }
    }
    return new Quarantined("", bytes);
  }
}
