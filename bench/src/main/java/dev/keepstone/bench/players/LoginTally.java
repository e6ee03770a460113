package dev.keepstone.bench.players;

import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of the tries of a crowd. One thread. */
final class LoginTally {
  private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;

  private final Histogram timesUs = new Histogram(LONGEST_US, DIGITS);
  private final Map<RefusalCode, Integer> refusals = new EnumMap<>(RefusalCode.class);
  private int lostTries;
  private int thrownOut;
  private String why = "";

  /** In the world, so long after the first datagram. */
  void onEntered(long tookNs) {
    timesUs.recordValue(Math.min(LONGEST_US, TimeUnit.NANOSECONDS.toMicros(tookNs)));
  }

  void onRefused(RefusalCode code) {
    refusals.merge(code, 1, Integer::sum);
  }

  /** A connection ended before its player was in, or while it played. */
  void onLost(boolean wasPlaying, String text) {
    if (wasPlaying) {
      thrownOut++;
    } else {
      lostTries++;
    }
    why = text;
  }

  Histogram timesUs() {
    return timesUs;
  }

  /** How often each answer came. */
  Map<RefusalCode, Integer> refusals() {
    return refusals;
  }

  int lostTries() {
    return lostTries;
  }

  int thrownOut() {
    return thrownOut;
  }

  /** What the newest lost connection said. */
  String why() {
    return why;
  }
}
