package dev.keepstone.net.server;

import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.embedded.DataFolderLock;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.store.redis.RedisAdmin;
import dev.keepstone.persistence.store.redis.RedisDeviation;
import dev.keepstone.persistence.store.redis.RedisSnapshot;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.world.WorldCheck;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemEpochClock;
import org.jspecify.annotations.Nullable;

/**
 * The store of a running server, whoever runs it, and the lock of its data folder. Closing it ends
 * what this server started.
 */
final class OpenStore implements AutoCloseable {
  private final Store store;
  private final Accounts accounts;
  private final @Nullable EmbeddedRedis embedded;
  private final @Nullable DataFolderLock lock;
  private final StoreDescription description;
  private final List<RedisDeviation> deviations;
  private final String world;
  private final long snapshotTimeoutMs;
  private boolean cleanly = true;

  private OpenStore(
      ServerConfig config,
      Store store,
      @Nullable EmbeddedRedis embedded,
      @Nullable DataFolderLock lock) {
    this.store = store;
    this.embedded = embedded;
    this.lock = lock;
    snapshotTimeoutMs = config.stopTimeoutMs();
    accounts = new Accounts(store, SystemEpochClock.INSTANCE);
    if (store instanceof RedisStore redis) {
      // Before anything else is asked of it: this also waits for a Redis that isn't ready.
      world =
          new WorldCheck(redis, config.dataFolder(), config.persistence().readyPatienceMs())
              .start(config.persistence().vault().serverName());
      deviations = Answers.await(new RedisAdmin(redis).deviations());
      if (config.persistence().requiresDurable()) {
        refuseLosses();
      }
    } else {
      world = "";
      deviations = List.of();
    }
    description = Answers.await(store.describe());
  }

  private void refuseLosses() {
    List<String> losses =
        deviations.stream()
            .filter(RedisDeviation::losesConfirmed)
            .map(RedisDeviation::text)
            .toList();
    if (!losses.isEmpty()) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "this store can lose what it confirms, and"
              + " keepstone.persistence.store.require-durable=true: "
              + String.join("; ", losses)
              + "; set it up as config/redis.conf says");
    }
  }

  /**
   * Opens the store that the configuration names; blocks until it answers.
   *
   * @throws StoreException saying what is wrong and what to do
   */
  static OpenStore open(ServerConfig config) {
    CloseStack opened = new CloseStack();
    try {
      return switch (config.store().kind()) {
        case EMBEDDED -> {
          EmbeddedRedis embedded =
              opened.add(
                  EmbeddedRedis.start(
                      config.persistence().embedded(config.dataFolder(), config.redisConf())));
          yield new OpenStore(
              config, opened.add(embedded.openStore(config.persistence().redis())), embedded, null);
        }
        case MEMORY -> {
          DataFolderLock lock = opened.add(lock(config));
          yield new OpenStore(config, new MemoryStore(SystemEpochClock.INSTANCE), null, lock);
        }
        case EXTERNAL -> {
          DataFolderLock lock = opened.add(lock(config));
          yield new OpenStore(
              config,
              opened.add(new RedisStore(config.store().uri(), config.persistence().redis())),
              null,
              lock);
        }
      };
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static DataFolderLock lock(ServerConfig config) {
    return DataFolderLock.take(config.dataFolder(), config.persistence().minFreeBytes());
  }

  Store store() {
    return store;
  }

  Accounts accounts() {
    return accounts;
  }

  /** For the start-up message, a line each. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("store     " + description.engine() + ", " + description.durability());
    if (embedded != null) {
      lines.add("          binary " + embedded.describeBinary());
      lines.add(
          "          socket "
              + ServerPaths.shown(embedded.socket())
              + ", pid "
              + embedded.pid()
              + (embedded.isJoined() ? " (it ran already: its server was killed)" : ""));
    } else {
      lines.add("          at " + description.location());
    }
    if (!world.isEmpty()) {
      lines.add("          world id " + world);
    }
    for (RedisDeviation deviation : deviations) {
      lines.add((deviation.losesConfirmed() ? "WARNING   " : "note      ") + deviation.text());
    }
    if (!description.durable() && deviations.isEmpty()) {
      lines.add(
          "WARNING   this store does not keep everything that it confirms: "
              + description.durability());
    }
    return lines;
  }

  StoreDescription description() {
    return description;
  }

  /**
   * Has an external Redis write a snapshot and waits for it; the embedded one writes its own when
   * it ends. Call it when everything is saved.
   *
   * @return false when confirmed data is in no file: there is no append-only file, and no snapshot
   */
  boolean snapshot() {
    if (embedded != null || !(store instanceof RedisStore redis)) {
      return true;
    }
    RedisSnapshot snapshot = new RedisSnapshot(new RedisAdmin(redis), snapshotTimeoutMs);
    return snapshot.write() || description.durability().startsWith("appendonly");
  }

  /** After {@link #close()}: whether the embedded Redis ended by itself, or there was none. */
  boolean stoppedCleanly() {
    return cleanly;
  }

  @Override
  public void close() {
    store.close();
    if (embedded != null) {
      cleanly = embedded.stop();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
