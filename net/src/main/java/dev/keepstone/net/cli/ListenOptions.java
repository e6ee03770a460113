package dev.keepstone.net.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process that takes players reads its settings, and where it listens for players. */
final class ListenOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (default: config/keepstone.conf here, else the one in the jar).")
  private @Nullable Path config;

  @Option(names = "--host", paramLabel = "H", description = "Listen there (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "P",
      description =
          "UDP port that players are told; the Aeron ports come after it (default: 7777).")
  private @Nullable Integer port;

  /** The file that is named, if one is. */
  @Nullable Path config() {
    return config;
  }

  /** What the flags set, by the paths of the settings; more may be put in. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    put(settings, "keepstone.net.host", host);
    put(settings, "keepstone.net.port", port);
    return settings;
  }

  /** Sets it where the flag was given. */
  static void put(Map<String, Object> settings, String path, @Nullable Object value) {
    if (value != null) {
      settings.put(path, value);
    }
  }
}
