package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.embedded.EmbeddedRedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Redis in a temporary data folder, its store, and a raw connection to do damage with. */
public final class TestRedis implements AutoCloseable {
  public static final RedisTimeouts TIMEOUTS = new RedisTimeouts(2_000, 2_000, 4_096);

  public final Path folder;
  public final EmbeddedRedis redis;
  public final RedisStore store;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  /** The bundled one. */
  public TestRedis() {
    this("");
  }

  /** The one on a search path, or the bundled one. */
  public TestRedis(String searchPath) {
    folder = newFolder();
    redis = EmbeddedRedis.start(config(folder, Map.of(), searchPath));
    store = redis.openStore(TIMEOUTS);
    client = RedisClient.create(RedisURI.Builder.socket(redis.socket().toString()).build());
    connection = client.connect(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
  }

  /** Waits out an interrupted reconnect by itself: for asking, not for proving. */
  public RedisCommands<String, byte[]> raw() {
    return connection.sync();
  }

  public static EmbeddedRedisConfig config(Path folder, Map<String, String> overrides) {
    return config(folder, overrides, "");
  }

  private static EmbeddedRedisConfig config(
      Path folder, Map<String, String> overrides, String searchPath) {
    return new EmbeddedRedisConfig(folder, shippedConf(), overrides, searchPath, 0, 20_000, 20_000);
  }

  /** The file as it is shipped. */
  public static String shippedConf() {
    try {
      return Files.readString(Path.of("..", "config", "redis.conf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path newFolder() {
    try {
      return Files.createTempDirectory("ks");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a process of a test for good. */
  public static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    long pid = redis.pid();
    try {
      connection.close();
      client.shutdown(0, 2, TimeUnit.SECONDS);
      store.close();
      redis.stop();
    } finally {
      kill(pid);
      delete(folder);
    }
  }
}
