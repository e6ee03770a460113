package dev.keepstone.persistence.record;

/** Fixed-width lower-case hex in a byte array, without allocation. Any thread. */
final class Hex {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Hex() {}

  /** Writes the low {@code 4 * digits} bits of the value. */
  static void put(byte[] bytes, int offset, int digits, long value) {
    long rest = value;
    for (int i = offset + digits - 1; i >= offset; i--) {
      bytes[i] = DIGITS[(int) rest & 0xf];
      rest >>>= 4;
    }
  }

  /** Reads digits that {@link #isHex} has accepted. */
  static long get(byte[] bytes, int offset, int digits) {
    long value = 0;
    for (int i = offset; i < offset + digits; i++) {
      value = value << 4 | Character.digit(bytes[i], 16);
    }
    return value;
  }

  /** True when all are digits or lower-case letters a to f: upper case is damage. */
  static boolean isHex(byte[] bytes, int offset, int digits) {
    for (int i = offset; i < offset + digits; i++) {
      byte b = bytes[i];
      if ((b < '0' || b > '9') && (b < 'a' || b > 'f')) {
        return false;
      }
    }
    return true;
  }
}
