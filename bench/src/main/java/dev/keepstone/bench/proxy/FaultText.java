package dev.keepstone.bench.proxy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Faults as an operator writes them: {@code cut-after on=commit every=20 delay=200ms}. Pure. */
final class FaultText {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Duration DEFAULT_DELAY = Duration.ofMillis(200);

  private FaultText() {}

  /**
   * Reads a fault.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  static Fault parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    FaultKind kind = kind(words[0]);
    String command = "";
    int every = 1;
    long times = Fault.ALWAYS;
    Duration delay = DEFAULT_DELAY;
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
        case "on" -> command = value;
        case "every" -> every = number(word, value);
        case "times" -> times = number(word, value);
        case "delay" -> delay = duration(value);
        default ->
            throw new IllegalArgumentException(
                "this is no part of a fault: "
                    + word
                    + "; write on=COMMAND, every=N, times=N or delay=DURATION");
      }
    }
    return new Fault(kind, command, every, times, delay, () -> {});
  }

  static FaultKind kind(String word) {
    for (FaultKind kind : FaultKind.values()) {
      if (kind.word().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException("there is no such fault: " + word + "; use " + kinds());
  }

  static String kinds() {
    return Arrays.stream(FaultKind.values()).map(FaultKind::word).collect(Collectors.joining(", "));
  }

  private static int number(String word, String value) {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(word + ": give a number from 1");
    }
    return Integer.parseInt(value);
  }

  /** Such as 200ms, 5s or 1m. */
  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no duration: " + text + "; write 200ms, 5s or 1m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
