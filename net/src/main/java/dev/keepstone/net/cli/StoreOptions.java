package dev.keepstone.net.cli;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store an operator's command works on. */
final class StoreOptions {
  @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: data).")
  private @Nullable String data;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description = "An external Redis, redis://..., instead of the data folder's.")
  private @Nullable String store;

  @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
  private @Nullable Path config;

  /**
   * Does something with the configuration that these options name.
   *
   * @throws UserError when it can't be read, or the store can't be asked
   */
  <T> T with(Function<ServerConfig, T> work) {
    Map<String, Object> flags = new LinkedHashMap<>();
    if (data != null) {
      flags.put("keepstone.server.data", data);
    }
    if (store != null) {
      flags.put("keepstone.server.store", store);
    }
    try {
      return work.apply(ServerConfigReader.read(config, flags));
    } catch (ServerStartException e) {
      throw new UserError(e.getMessage(), e);
    }
  }
}
