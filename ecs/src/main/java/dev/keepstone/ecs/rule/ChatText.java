package dev.keepstone.ecs.rule;

import org.agrona.DirectBuffer;

/**
 * What a player may say: well-formed UTF-8 of 1 to {@link #MAX_BYTES} bytes once the space around
 * it is cut off, without characters that control the listener's terminal (C0, DEL, C1, line and
 * paragraph separators, bidirectional overrides and isolates).
 */
public final class ChatText {
  public static final int MAX_BYTES = 200;

  private ChatText() {}

  /** Returns where the text starts once it is trimmed; the end of the range when nothing is left */
  public static int trimmedStart(DirectBuffer buffer, int offset, int lengthBytes) {
    int start = offset;
    while (start < offset + lengthBytes && isSpace(buffer.getByte(start))) {
      start++;
    }
    return start;
  }

  /**
   * Looks for where the trimmed text ends.
   *
   * @param start from {@link #trimmedStart}
   * @param end of the untrimmed range, exclusive
   * @return the end of the trimmed text, exclusive
   */
  public static int trimmedEnd(DirectBuffer buffer, int start, int end) {
    int last = end;
    while (last > start && isSpace(buffer.getByte(last - 1))) {
      last--;
    }
    return last;
  }

  /** Whether a trimmed text may be said. */
  public static boolean isAcceptable(DirectBuffer buffer, int offset, int lengthBytes) {
    if (lengthBytes < 1 || lengthBytes > MAX_BYTES) {
      return false;
    }
    int at = offset;
    int end = offset + lengthBytes;
    while (at < end) {
      int codePoint = codePointAt(buffer, at, end);
      if (codePoint < 0 || isControl(codePoint)) {
        return false;
      }
      at += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4;
    }
    return true;
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  private static boolean isControl(int codePoint) {
    return codePoint < 0x20
        || (codePoint >= 0x7F && codePoint <= 0x9F)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  /** Returns -1 when the bytes are not UTF-8: cut off, overlong, a surrogate or beyond U+10FFFF */
  private static int codePointAt(DirectBuffer buffer, int at, int end) {
    int first = buffer.getByte(at) & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > end) {
      return -1;
    }
    int codePoint = first & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      int next = buffer.getByte(at + i) & 0xFF;
      if ((next & 0xC0) != 0x80) {
        return -1;
      }
      codePoint = (codePoint << 6) | (next & 0x3F);
    }
    boolean overlong = length == 3 ? codePoint < 0x800 : length == 4 && codePoint < 0x1_0000;
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return overlong || surrogate || codePoint > 0x10_FFFF ? -1 : codePoint;
  }
}
