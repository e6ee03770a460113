package dev.keepstone.net.cli;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.net.server.ServerStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store an operator's command works on. */
final class StoreOptions {
  private static final int SHOWN_EVERY = 1_000;

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
   * Does something that reads every record, and shows how far it is.
   *
   * @param err where the progress goes
   * @param walk tells its second argument, after each record, how many were read
   * @throws UserError when the configuration can't be read, or the store can't be asked
   */
  <T> T walk(PrintWriter err, BiFunction<ServerConfig, LongConsumer, T> walk) {
    ProgressLine progress = new ProgressLine(err);
    T result =
        with(
            config ->
                walk.apply(
                    config,
                    seen -> {
                      if (seen % SHOWN_EVERY == 0) {
                        progress.show(seen + " records");
                      }
                    }));
    progress.end();
    return result;
  }

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
