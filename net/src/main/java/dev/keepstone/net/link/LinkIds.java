package dev.keepstone.net.link;

/**
 * Ids of sessions of gateways in processes of their own:
 *
 * <pre>
 *  63      48 47    32 31         0
 *  | gateway | epoch  | counter   |
 * </pre>
 *
 * The epoch counts the links that a gateway's number has had, so that a session of a gateway that
 * was killed and one of its successor never have the same id while the world still knows the first.
 */
final class LinkIds {
  private static final int EPOCH_MASK = 0xFFFF;

  private LinkIds() {}

  static long base(int number, int epoch) {
    return (long) number << 48 | (long) (epoch & EPOCH_MASK) << 32;
  }

  static boolean isOf(long sessionId, long base) {
    return sessionId >>> 32 == base >>> 32;
  }
}
