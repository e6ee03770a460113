package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.store.StoreDescription;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads INFO and CONFIG GET into words. Pure. */
final class RedisDescription {
  static final String ALWAYS = "appendonly, fsync always";

  private RedisDescription() {}

  static StoreDescription of(String info, String durability, String location) {
    String engine =
        "Redis " + field(info, "redis_version") + " (" + field(info, "mem_allocator") + ")";
    return new StoreDescription(engine, location, durability, durability.equals(ALWAYS));
  }

  /** The values of {@code CONFIG GET append*}; Redis answers names and values in turn. */
  static String durability(@Nullable Map<String, ?> config) {
    if (config == null) {
      return "durability unknown";
    }
    if (!value(config, "appendonly").equals("yes")) {
      return "no appendonly file: only snapshots";
    }
    String fsync = value(config, "appendfsync").toLowerCase(Locale.ROOT);
    return fsync.equals("always") ? ALWAYS : "appendonly, fsync " + fsync;
  }

  /** Whether {@code INFO persistence} says that a sync of the log is queued or under way. */
  static boolean isSyncPending(@Nullable String info) {
    String text = info == null ? "" : info;
    String jobs = field(text, "aof_pending_bio_fsync");
    // Without a log there is no such line, and nothing that one could wait for.
    return !jobs.equals("0") && !jobs.equals("unknown");
  }

  /** What {@code INFO persistence} says of the last snapshot. */
  static Snapshot snapshot(@Nullable String info) {
    String text = info == null ? "" : info;
    if (field(text, "rdb_bgsave_in_progress").equals("1")) {
      return Snapshot.RUNNING;
    }
    return field(text, "rdb_last_bgsave_status").equals("ok") ? Snapshot.GOOD : Snapshot.FAILED;
  }

  /** How far a snapshot is. */
  enum Snapshot {
    RUNNING,
    GOOD,
    FAILED
  }

  private static String value(Map<String, ?> config, String name) {
    Object value = config.get(name);
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.US_ASCII)
        : String.valueOf(value);
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
