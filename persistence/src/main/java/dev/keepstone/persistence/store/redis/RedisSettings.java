package dev.keepstone.persistence.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the settings of somebody else's Redis mean for what is kept. Pure. */
final class RedisSettings {
  /** All that {@link #judge} looks at. */
  static final List<String> NAMES =
      List.of(
          "appendonly", "appendfsync", "maxmemory-policy", "save", "stop-writes-on-bgsave-error");

  private RedisSettings() {}

  /**
   * A line for each setting that is not as {@code config/redis.conf} has it.
   *
   * @param settings by name; null: the Redis does not say
   */
  static List<RedisDeviation> judge(@Nullable Map<String, String> settings) {
    if (settings == null) {
      return List.of(
          new RedisDeviation(
              "CONFIG is not allowed: whether it keeps what it confirms can't be known", true));
    }
    List<RedisDeviation> deviations = new ArrayList<>();
    boolean log = is(settings, "appendonly", "yes");
    if (!log) {
      deviations.add(
          deviation(
              settings, "appendonly", "yes", "a crash loses all since the last snapshot", true));
    }
    if (log && !is(settings, "appendfsync", "always")) {
      deviations.add(
          deviation(
              settings,
              "appendfsync",
              "always",
              "a power cut loses about a second of what players were told is saved",
              true));
    }
    if (!is(settings, "maxmemory-policy", "noeviction")) {
      deviations.add(
          deviation(
              settings,
              "maxmemory-policy",
              "noeviction",
              "when memory is full players are deleted",
              true));
    }
    if (is(settings, "save", "")) {
      deviations.add(
          new RedisDeviation(
              "save is off: there are no snapshots beside the append-only file to go back to",
              !log));
    } else if (!is(settings, "stop-writes-on-bgsave-error", "yes")) {
      deviations.add(
          deviation(
              settings,
              "stop-writes-on-bgsave-error",
              "yes",
              "writes go on when snapshots fail, and nobody hears of it",
              !log));
    }
    return List.copyOf(deviations);
  }

  private static boolean is(Map<String, String> settings, String name, String wanted) {
    return wanted.equals(settings.get(name));
  }

  private static RedisDeviation deviation(
      Map<String, String> settings, String name, String wanted, String meaning, boolean loses) {
    String actual = settings.getOrDefault(name, "unknown");
    return new RedisDeviation(name + " is " + actual + ", not " + wanted + ": " + meaning, loses);
  }
}
