package dev.keepstone.net.server;

import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.embedded.DataFolderLock;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.store.redis.RedisStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.SystemEpochClock;
import org.jspecify.annotations.Nullable;

/**
 * The store of a running server, whoever runs it, and the lock of its data folder. Closing it ends
 * what this server started.
 */
final class OpenStore implements AutoCloseable {
  private static final long DESCRIBE_TIMEOUT_MS = 10_000;

  private final Store store;
  private final Accounts accounts;
  private final @Nullable EmbeddedRedis embedded;
  private final @Nullable DataFolderLock lock;
  private final StoreDescription description;
  private boolean cleanly = true;

  private OpenStore(Store store, @Nullable EmbeddedRedis embedded, @Nullable DataFolderLock lock) {
    this.store = store;
    this.embedded = embedded;
    this.lock = lock;
    accounts = new Accounts(store, SystemEpochClock.INSTANCE);
    description = describe(store);
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
              opened.add(embedded.openStore(config.persistence().redis())), embedded, null);
        }
        case MEMORY -> {
          DataFolderLock lock = opened.add(lock(config));
          yield new OpenStore(new MemoryStore(SystemEpochClock.INSTANCE), null, lock);
        }
        case EXTERNAL -> {
          DataFolderLock lock = opened.add(lock(config));
          yield new OpenStore(
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

  private static StoreDescription describe(Store store) {
    try {
      return store.describe().get(DESCRIBE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw StoreException.of(e);
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Reason.TIMEOUT,
          "the store does not answer: timeoutMs=" + DESCRIBE_TIMEOUT_MS + "; is it running?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Reason.UNAVAILABLE, "interrupted while asking the store", e);
    }
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
          "          at "
              + description.location()
              + ", pid "
              + embedded.pid()
              + (embedded.isJoined() ? " (it was running already: its server was killed)" : ""));
    } else {
      lines.add("          at " + description.location());
    }
    if (!description.durable()) {
      lines.add(
          "WARNING   this store does not keep everything that it confirms: "
              + description.durability());
    }
    return lines;
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
