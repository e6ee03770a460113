package dev.keepstone.bench.proxy;

import java.time.Duration;
import java.util.Locale;

/**
 * Which commands are hit, and by what.
 *
 * @param command name as {@link CommandNames} gives it, such as {@code COMMIT}; empty: every
 *     command
 * @param every hits one in so many of those, the first of them last; from 1
 * @param times hits at most so often; {@link #ALWAYS}
 * @param delay what it means depends on the kind; others ignore it
 * @param onHit called on the connection's thread when the fault strikes: before the command is
 *     passed on for CUT_BEFORE and DELAY_COMMAND, after it was executed and before its reply is for
 *     the rest. May block: the connection stands still meanwhile
 */
public record Fault(
    FaultKind kind, String command, int every, long times, Duration delay, Runnable onHit) {
  /** As often as it can. */
  public static final long ALWAYS = Long.MAX_VALUE;

  private static final Duration MAX_DELAY = Duration.ofMinutes(1);

  /**
   * Checks its arguments.
   *
   * @throws IllegalArgumentException that says what may be given
   */
  public Fault {
    command = command.toUpperCase(Locale.ROOT);
    if (every < 1 || times < 1) {
      throw new IllegalArgumentException(
          "every=" + every + " times=" + times + ": both must be at least 1");
    }
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "delay=" + delay.toMillis() + "ms: give 0 ms to " + MAX_DELAY.toMillis() + " ms");
    }
  }

  /** Hits each such command. */
  public static Fault of(FaultKind kind, String command, Duration delay) {
    return new Fault(kind, command, 1, ALWAYS, delay, () -> {});
  }

  /** Hits the n-th such command from now on, once. */
  public static Fault once(
      FaultKind kind, String command, int nth, Duration delay, Runnable onHit) {
    return new Fault(kind, command, nth, 1, delay, onHit);
  }

  /** The same, one in so many. */
  public Fault every(int newEvery) {
    return new Fault(kind, command, newEvery, times, delay, onHit);
  }

  /** For a person. */
  @Override
  public String toString() {
    return kind.word()
        + (command.isEmpty() ? "" : " on=" + command.toLowerCase(Locale.ROOT))
        + " every="
        + every
        + (times == ALWAYS ? "" : " times=" + times)
        + " delay="
        + delay.toMillis()
        + "ms";
  }
}
