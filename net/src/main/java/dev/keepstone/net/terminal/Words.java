package dev.keepstone.net.terminal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arguments of a command: words, and whole numbers among them. */
final class Words {
  /** Stands for a number that was not given. */
  static final long ABSENT = -1;

  private final String[] words;

  Words(String rest) {
    words = rest.isEmpty() ? new String[0] : rest.split(" +");
  }

  int count() {
    return words.length;
  }

  String get(int index) {
    return words[index];
  }

  /** A number from 0 to {@code max}; {@link #ABSENT} without a word there; null when it is none. */
  @Nullable Long number(int index, long max) {
    if (index >= words.length) {
      return ABSENT;
    }
    try {
      long number = Long.parseLong(words[index]);
      return number >= 0 && number <= max ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether the last word is a number, and so no part of a name before it. */
  boolean endsWithNumber() {
    return words.length > 1 && words[words.length - 1].chars().allMatch(Character::isDigit);
  }

  /** The words from one index up to another, which is not included, as one name. */
  String name(int from, int to) {
    return String.join(" ", Arrays.asList(words).subList(from, to));
  }
}
