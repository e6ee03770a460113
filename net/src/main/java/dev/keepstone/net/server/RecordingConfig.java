package dev.keepstone.net.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where a server writes down what its world hears.
 *
 * @param file null: nowhere
 * @param maxBytes the recording ends when its file is that long; at least 1 MiB
 * @param hashEveryTicks the world is hashed after each so many ticks, 1 to 72 000
 */
public record RecordingConfig(@Nullable Path file, long maxBytes, int hashEveryTicks) {
  private static final long MIN_MAX_BYTES = 1024 * 1024;
  private static final int MAX_HASH_EVERY_TICKS = 72_000;

  public RecordingConfig {
    if (maxBytes < MIN_MAX_BYTES) {
      throw new IllegalArgumentException(
          "keepstone.server.record-max-size=" + maxBytes + ": must be 1 MiB or more");
    }
    if (hashEveryTicks < 1 || hashEveryTicks > MAX_HASH_EVERY_TICKS) {
      throw new IllegalArgumentException(
          "keepstone.server.record-hash-every-ticks=" + hashEveryTicks + ": allowed is 1 to 72000");
    }
  }

  /**
   * Reads the settings.
   *
   * @param server the block {@code keepstone.server}
   */
  static RecordingConfig from(Config server) {
    String file = server.getString("record");
    return new RecordingConfig(
        file.isEmpty() ? null : Path.of(file).toAbsolutePath().normalize(),
        server.getBytes("record-max-size"),
        server.getInt("record-hash-every-ticks"));
  }
}
