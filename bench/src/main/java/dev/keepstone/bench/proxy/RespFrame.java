package dev.keepstone.bench.proxy;

/**
 * Finds where a command or a reply ends, in RESP2 and RESP3, without keeping anything of it. Pure.
 *
 * <pre>
 *   + - : _ # , (    one line
 *   $ ! =            a length, then so many bytes and a line end; negative: nothing follows
 *   * ~ &gt;         a count, then so many elements; negative: nothing follows
 *   % |              a count, then twice so many elements
 *   anything else    an inline command: one line
 * </pre>
 */
final class RespFrame {
  /** There is more to come. */
  static final int INCOMPLETE = -1;

  /** Deeper than any reply of Redis. */
  private static final int MAX_DEPTH = 32;

  private RespFrame() {}

  /**
   * End of the frame that begins at an index.
   *
   * @param to end of what was received
   * @return index behind it; {@link #INCOMPLETE}
   * @throws RespException when this is no RESP
   */
  static int end(byte[] bytes, int from, int to) {
    return end(bytes, from, to, 0);
  }

  private static int end(byte[] bytes, int from, int to, int depth) {
    if (depth > MAX_DEPTH) {
      throw new RespException("nested deeper than " + MAX_DEPTH);
    }
    int lineEnd = lineEnd(bytes, from, to);
    if (lineEnd == INCOMPLETE) {
      return INCOMPLETE;
    }
    return switch (bytes[from]) {
      case '$', '!', '=' -> {
        long length = number(bytes, from + 1, lineEnd);
        long end = length < 0 ? lineEnd : lineEnd + length + 2;
        yield end > to ? INCOMPLETE : (int) end;
      }
      case '*', '~', '>' -> elements(bytes, lineEnd, to, number(bytes, from + 1, lineEnd), depth);
      case '%' -> elements(bytes, lineEnd, to, 2 * number(bytes, from + 1, lineEnd), depth);
      case '|' -> {
        // Attributes stand before the reply that they belong to.
        int behind = elements(bytes, lineEnd, to, 2 * number(bytes, from + 1, lineEnd), depth);
        yield behind == INCOMPLETE ? INCOMPLETE : end(bytes, behind, to, depth + 1);
      }
      default -> lineEnd;
    };
  }

  private static int elements(byte[] bytes, int from, int to, long count, int depth) {
    int at = from;
    for (long i = 0; i < count; i++) {
      at = end(bytes, at, to, depth + 1);
      if (at == INCOMPLETE) {
        return INCOMPLETE;
      }
    }
    return at;
  }

  /** Behind the line end, or INCOMPLETE. */
  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return INCOMPLETE;
  }

  private static long number(byte[] bytes, int from, int lineEnd) {
    int at = from;
    boolean isNegative = bytes[at] == '-';
    at += isNegative ? 1 : 0;
    long value = 0;
    int digits = 0;
    for (; at < lineEnd && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + bytes[at] - '0';
      if (++digits > 10) {
        break;
      }
    }
    if (digits == 0 || bytes[at] != '\r') {
      throw new RespException("a length or count is no number");
    }
    return isNegative ? -value : value;
  }
}
