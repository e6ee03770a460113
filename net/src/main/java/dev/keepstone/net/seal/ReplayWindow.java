package dev.keepstone.net.seal;

/**
 * Remembers which of the newest 64 sequence numbers have been accepted (as RFC 4303, section 3.4.3
 * does). Bit n of {@code seen} stands for {@code newest - n}.
 */
final class ReplayWindow {
  static final int FRAMES = 64;

  private long newest = -1;
  private long seen;

  /** False for a number that was accepted before, that is too old to know, or that is negative. */
  boolean isNew(long sequence) {
    if (sequence > newest) {
      return true;
    }
    long age = newest - sequence;
    return sequence >= 0 && age < FRAMES && (seen & (1L << age)) == 0;
  }

  /** Only for an authenticated frame with a new number. */
  void accept(long sequence) {
    if (sequence > newest) {
      long step = sequence - newest;
      seen = step < FRAMES ? (seen << step) | 1 : 1;
      newest = sequence;
    } else {
      seen |= 1L << (newest - sequence);
    }
  }
}
