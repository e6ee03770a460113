package dev.keepstone.net.cli;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a tool of an operator works on: that of a server's configuration. */
final class StoreOption {
  @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data).")
  private @Nullable String data;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description = "An external Redis, redis://..., instead of the data folder's.")
  private @Nullable String store;

  @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
  private @Nullable Path config;

  /** The configuration, flags first. */
  ServerConfig read() {
    Map<String, Object> flags = new LinkedHashMap<>();
    if (data != null) {
      flags.put("keepstone.server.data", data);
    }
    if (store != null) {
      flags.put("keepstone.server.store", store);
    }
    return ServerConfigReader.read(config, flags);
  }
}
