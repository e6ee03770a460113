package dev.keepstone.persistence.store.embedded;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Redis version: data files are read by the version that wrote them and later ones only. */
record RedisVersion(int major, int minor, int patch) implements Comparable<RedisVersion> {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");
  private static final Comparator<RedisVersion> ORDER =
      Comparator.comparingInt(RedisVersion::major)
          .thenComparingInt(RedisVersion::minor)
          .thenComparingInt(RedisVersion::patch);

  /** The first "a.b.c" in a text, or null. */
  static @Nullable RedisVersion find(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.find()
        ? new RedisVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)))
        : null;
  }

  boolean isAtLeast(RedisVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(RedisVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
