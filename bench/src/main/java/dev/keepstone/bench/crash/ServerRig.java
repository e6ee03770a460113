package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadAddress;
import dev.keepstone.bench.load.LoadException;
import dev.keepstone.bench.load.RespSocket;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerConfigReader;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real server in a process of its own, on the folder of a run, with its embedded Redis or with
 * one that somebody else looks after. It keeps its port over restarts. One thread.
 */
public final class ServerRig implements AutoCloseable {
  /** Starting a JVM, a Redis and a world, on a machine that has other things to do. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("(?m)^ready");
  private static final Pattern KEY = Pattern.compile("(ks1-[A-Za-z0-9-]+)");
  private static final int HEAP_MB = 512;

  /** Of what this process asks the store; the server has its own. */
  private static final String TOOL_CONNECT_TIMEOUT = "20s";

  private static final int METRICS_AFTER = 3;

  private final RunFolder folder;
  private final Path settings;
  private final int port;
  private final @Nullable String externalStore;
  private final ServerConfig config;
  private @Nullable Child process;
  private int starts;

  /**
   * Prepares; starts nothing.
   *
   * @param settings lines of the server's configuration
   * @param externalStore null: its own
   */
  public ServerRig(RunFolder folder, List<String> settings, @Nullable String externalStore) {
    this.folder = folder;
    this.externalStore = externalStore;
    this.settings = folder.file("server.conf");
    try {
      Files.write(this.settings, settings);
    } catch (IOException e) {
      throw new LoadException("can't be written: file=" + this.settings, e);
    }
    config =
        ServerConfigReader.read(
            this.settings,
            Map.of(
                "keepstone.server.data",
                folder.data().toString(),
                "keepstone.persistence.connect-timeout",
                TOOL_CONNECT_TIMEOUT));
    port = Ports.forServer(config.gateway().portPairs());
  }

  /** Starts it; it is not ready when this returns. */
  public void start() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--config",
                settings.toString(),
                "--data",
                folder.data().toString(),
                "--port",
                Integer.toString(port)));
    if (externalStore != null) {
      arguments.addAll(List.of("--store", externalStore));
    }
    starts++;
    process = Child.start("server", folder.file("server-" + starts + ".log"), HEAP_MB, arguments);
  }

  /** Waits until it says that players can come in. */
  public void awaitReady() {
    process().await(READY, START_TIMEOUT);
  }

  /** How its clients know it. */
  public String key() {
    return process().await(KEY, START_TIMEOUT);
  }

  public Child process() {
    if (process == null) {
      throw new IllegalStateException("the server was never started");
    }
    return process;
  }

  public ServerAddress address() {
    return ServerAddress.parse("127.0.0.1:" + port);
  }

  /** Of its metrics and health, on loopback. */
  public int metricsPort() {
    return port + METRICS_AFTER;
  }

  /** Stops it in order. False when it does not say that everything is saved. */
  public boolean stop() {
    Signals.terminate(process().pid());
    return process().awaitExit(STOP_TIMEOUT) == 0;
  }

  /** The process id of its own Redis; 0 when it has none yet. */
  public long redisPid() {
    try {
      return Long.parseLong(Files.readString(folder.data().resolve("redis/redis.pid")).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Where the Redis listens. */
  public String storeUri() {
    return externalStore != null
        ? externalStore
        : "redis-socket://" + folder.data().resolve("redis/redis.sock");
  }

  /** Whether the Redis takes commands now. */
  public boolean isStoreReady() {
    try (RespSocket socket = RespSocket.connect(LoadAddress.parse(storeUri()))) {
      return "PONG".equals(socket.ask("PING"));
    } catch (LoadException e) {
      return false;
    }
  }

  /** A store beside the server's own; the caller closes it. */
  public Store openStore() {
    return new RedisStore(storeUri(), config.persistence().redis());
  }

  public ServerConfig config() {
    return config;
  }

  /** Ends what is left, at once. */
  @Override
  public void close() {
    if (process != null) {
      process.kill();
    }
    long redis = redisPid();
    if (externalStore == null && redis != 0 && isStoreReady()) {
      Signals.kill(redis);
    }
  }
}
