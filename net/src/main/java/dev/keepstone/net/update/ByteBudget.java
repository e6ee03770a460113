package dev.keepstone.net.update;

/**
 * What one player may be sent: {@value #BYTES_PER_SECOND} bytes a second, everything counted.
 * Unused bytes last for two ticks; what was sent beyond, such as names after entering a crowd, is
 * paid back out of the next ticks.
 */
public final class ByteBudget {
  /** The goal of issue 6: 300 players in one place at most 24 KiB/s each. */
  public static final int BYTES_PER_SECOND = 24 * 1024;

  /** IP and UDP header of the one datagram that a tick usually takes. */
  private static final int DATAGRAM_HEADER_BYTES = 28;

  private static final long MAX_SAVED_TICKS = 2;

  /** Six ticks at 20 Hz: a player whose names come by the hundred is not left blind for longer. */
  private static final int MAX_DEBT_BYTES = BYTES_PER_SECOND * 3 / 10;

  private final int bytesPerTick;
  private int level;

  /**
   * @param tickRateHz of the world, above 0
   */
  public ByteBudget(int tickRateHz) {
    bytesPerTick = BYTES_PER_SECOND / tickRateHz - DATAGRAM_HEADER_BYTES;
    level = bytesPerTick;
  }

  /** So many ticks have passed. */
  public void onTicks(long ticks) {
    level = (int) Math.min(level + ticks * bytesPerTick, MAX_SAVED_TICKS * bytesPerTick);
  }

  /** These bytes were sent. */
  public void spend(long bytes) {
    level = (int) Math.max(level - bytes, -MAX_DEBT_BYTES);
  }

  /** May be sent now; below 0 there are debts. */
  public int levelBytes() {
    return level;
  }
}
