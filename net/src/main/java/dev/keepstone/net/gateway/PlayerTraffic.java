package dev.keepstone.net.gateway;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes players are sent a second, of whatever kind, as Aeron's stream carries them: the
 * goal is {@link dev.keepstone.net.update.ByteBudget#BYTES_PER_SECOND} for each. Measured over a
 * second by the gateway's thread, read by any.
 */
public final class PlayerTraffic {
  private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

  private volatile long meanBytesPerSecond;
  private volatile long maxBytesPerSecond;
  private long sinceNs;
  private boolean isStarted;

  /** Of those who played all through the last second; 0 when nobody did. */
  public long meanBytesPerSecond() {
    return meanBytesPerSecond;
  }

  /** Of the player who was sent most in the last second. */
  public long maxBytesPerSecond() {
    return maxBytesPerSecond;
  }

  /** Called a few times a second. */
  void measure(SessionTable sessions, long nowNs) {
    long passedNs = nowNs - sinceNs;
    if (isStarted && passedNs < INTERVAL_NS) {
      return;
    }
    long players = 0;
    long total = 0;
    long most = 0;
    for (int i = 0; i < sessions.size(); i++) {
      long bytes = sessions.at(i).takeTraffic();
      if (bytes >= 0) {
        players++;
        total += bytes;
        most = Math.max(most, bytes);
      }
    }
    if (isStarted) {
      meanBytesPerSecond = players == 0 ? 0 : perSecond(total, passedNs) / players;
      maxBytesPerSecond = perSecond(most, passedNs);
    }
    isStarted = true;
    sinceNs = nowNs;
  }

  private static long perSecond(long bytes, long passedNs) {
    return (long) (bytes * (double) INTERVAL_NS / passedNs);
  }
}
