package dev.keepstone.bench.load;

import dev.keepstone.persistence.config.PersistenceConfig;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Redis of a run: one of its own in a temporary folder, or an operator's. Nothing of a run
 * stays there, and one that holds a world is never touched.
 */
final class LoadStore implements AutoCloseable {
  /** Stands while a run uses a store, and stays when it is killed: what lies there is its own. */
  private static final String MARK = "load:run";

  /** What a world consists of. */
  private static final List<String> WORLD =
      List.of(
          "world",
          "player:*",
          "account:*",
          "zone:*",
          "ground:*",
          "ids:*",
          "ledger",
          "online",
          "board:*",
          "lease:*");

  /** What a run writes, the keys of redis-benchmark too. */
  private static final List<String> OURS =
      List.of("player:*", "online", "ledger", "board:*", "load:*", "server:load", "key:*");

  private static final int SCAN_COUNT = 1_000;
  private static final int DELETE_AT_ONCE = 500;

  private final PersistenceConfig config;
  private final LoadAddress address;
  private final RespSocket desk;
  private final @Nullable EmbeddedRedis embedded;
  private final @Nullable Path folder;
  private @Nullable String fsyncBefore;
  private boolean closed;

  private LoadStore(
      PersistenceConfig config,
      LoadAddress address,
      @Nullable EmbeddedRedis embedded,
      @Nullable Path folder) {
    this.config = config;
    this.address = address;
    this.embedded = embedded;
    this.folder = folder;
    desk = RespSocket.connect(address);
  }

  /**
   * Starts a Redis in a folder of its own; nothing of it stays.
   *
   * @param fsync "always" or "everysec"
   */
  static LoadStore embedded(PersistenceConfig config, String fsync) {
    try {
      Path folder = Files.createTempDirectory("keepstone-load");
      EmbeddedRedis redis = EmbeddedRedis.start(config.embedded(folder, shippedConf()));
      try {
        LoadStore store =
            new LoadStore(
                config, LoadAddress.parse("redis-socket://" + redis.socket()), redis, folder);
        store.desk.ask("CONFIG", "SET", "appendfsync", fsync);
        return store;
      } catch (RuntimeException e) {
        redis.stop();
        throw e;
      }
    } catch (IOException e) {
      throw new LoadException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  /**
   * Uses a Redis that runs.
   *
   * @param fsync set for the run and set back afterwards; null: as it is
   * @throws LoadException when it holds a world, or can't be asked
   */
  static LoadStore external(PersistenceConfig config, String uri, @Nullable String fsync) {
    LoadStore store = new LoadStore(config, LoadAddress.parse(uri), null, null);
    try {
      store.refuseAWorld();
      if (fsync != null) {
        store.fsyncBefore = store.setting("appendfsync");
        store.desk.ask("CONFIG", "SET", "appendfsync", fsync);
      }
      return store;
    } catch (RuntimeException e) {
      store.desk.close();
      throw e;
    }
  }

  private void refuseAWorld() {
    if (Long.valueOf(1).equals(desk.ask("EXISTS", MARK))) {
      deleteOurs();
    }
    for (String pattern : WORLD) {
      String found = first(pattern);
      if (found != null) {
        throw new LoadException(
            "this store holds a world and is left alone: store="
                + address.shown()
                + " key="
                + found
                + "; measure on a Redis without one, or leave --store out");
      }
    }
    for (String pattern : OURS) {
      String found = first(pattern);
      if (found != null) {
        throw new LoadException(
            "this store holds keys that the run would delete: store="
                + address.shown()
                + " key="
                + found
                + "; use another database");
      }
    }
    desk.ask("SET", MARK, "1");
  }

  private @Nullable String first(String pattern) {
    String cursor = "0";
    do {
      List<?> page = (List<?>) reply("SCAN", cursor, "MATCH", pattern, "COUNT", "" + SCAN_COUNT);
      List<?> keys = (List<?>) page.get(1);
      if (!keys.isEmpty()) {
        return text(keys.get(0));
      }
      cursor = text(page.get(0));
    } while (!cursor.equals("0"));
    return null;
  }

  private void deleteOurs() {
    // A run that was cut off has not ended its lease.
    desk.ask("UNLINK", "lease:" + desk.askText("HGET", "server:load", "incarnation"));
    for (String pattern : OURS) {
      String cursor = "0";
      do {
        List<?> page = (List<?>) reply("SCAN", cursor, "MATCH", pattern, "COUNT", "" + SCAN_COUNT);
        List<?> keys = (List<?>) page.get(1);
        for (int from = 0; from < keys.size(); from += DELETE_AT_ONCE) {
          List<?> part = keys.subList(from, Math.min(keys.size(), from + DELETE_AT_ONCE));
          String[] words = new String[part.size() + 1];
          words[0] = "UNLINK";
          for (int i = 0; i < part.size(); i++) {
            words[i + 1] = text(part.get(i));
          }
          desk.ask(words);
        }
        cursor = text(page.get(0));
      } while (!cursor.equals("0"));
    }
  }

  /** A new store, as the server makes one. */
  RedisStore open() {
    return embedded != null
        ? embedded.openStore(config.redis())
        : new RedisStore(address.uri(), config.redis());
  }

  /** A new raw connection. */
  RespSocket connect() {
    return RespSocket.connect(address);
  }

  LoadAddress address() {
    return address;
  }

  /** Version, allocator, durability, place. */
  String describe() {
    String info = desk.askText("INFO");
    return String.format(
        Locale.ROOT,
        "Redis %s, allocator %s, appendonly %s, appendfsync %s, %s%s",
        field(info, "redis_version"),
        field(info, "mem_allocator"),
        setting("appendonly"),
        setting("appendfsync"),
        embedded == null ? "at " + address.shown() : "in a temporary folder",
        embedded == null ? "" : ", binary " + embedded.describeBinary());
  }

  private String setting(String name) {
    List<?> reply = (List<?>) reply("CONFIG", "GET", name);
    return reply.size() < 2 ? "unknown" : text(reply.get(1));
  }

  /** Processor time that the server has used so far, all its threads. */
  double cpuSeconds() {
    String info = desk.askText("INFO", "cpu");
    return Double.parseDouble(field(info, "used_cpu_sys"))
        + Double.parseDouble(field(info, "used_cpu_user"));
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("0");
  }

  private Object reply(String... words) {
    Object reply = desk.ask(words);
    if (reply == null) {
      throw new LoadException("Redis gave no answer to " + words[0]);
    }
    return reply;
  }

  private static String text(@Nullable Object bytes) {
    return bytes instanceof byte[] array
        ? new String(array, StandardCharsets.UTF_8)
        : String.valueOf(bytes);
  }

  private static String shippedConf() {
    try (InputStream in = LoadStore.class.getResourceAsStream("/config/redis.conf")) {
      if (in == null) {
        throw new LoadException("the jar lacks config/redis.conf: build it with Maven");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the store as it was found. Safe to call twice. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (embedded == null) {
      deleteOurs();
      if (fsyncBefore != null) {
        desk.ask("CONFIG", "SET", "appendfsync", fsyncBefore);
      }
      desk.close();
    } else {
      desk.close();
      embedded.stop();
      delete(folder);
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new LoadException("a temporary folder can't be deleted: folder=" + folder, e);
    }
  }
}
