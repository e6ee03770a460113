package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.store.redis.RedisTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis of our own on a data folder, listening on a unix socket only.
 *
 * <p>It runs in a session of its own and outlives this process when that is killed: the next start
 * on the folder finds it and goes on with it. The folder's lock belongs to whoever may start and
 * stop things there, so there are never two.
 *
 * <p>{@link #start} and {@link #attach} block until it answers; both and {@link #stop} belong to
 * one thread.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  private static final long JOIN_PATIENCE_MS = 5_000;
  private static final long POLL_MS = 20;

  private final DataFolder folder;
  private final long stopTimeoutMs;
  private final @Nullable DataFolderLock lock;
  private final @Nullable RedisBinary binary;
  private final @Nullable RedisSupervisor supervisor;
  private final @Nullable RedisProcess toStop;
  private final boolean joined;
  private boolean stopped;

  private EmbeddedRedis(
      DataFolder folder,
      long stopTimeoutMs,
      @Nullable DataFolderLock lock,
      @Nullable RedisBinary binary,
      @Nullable RedisSupervisor supervisor,
      @Nullable RedisProcess toStop,
      boolean joined) {
    this.folder = folder;
    this.stopTimeoutMs = stopTimeoutMs;
    this.lock = lock;
    this.binary = binary;
    this.supervisor = supervisor;
    this.toStop = toStop;
    this.joined = joined;
  }

  /**
   * For a server: locks the folder, finds the Redis of a killed predecessor or starts one, and
   * restarts it when it dies.
   *
   * @throws StoreException (NOT_STARTED) naming what is wrong and what to do
   */
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    DataFolder folder = DataFolder.prepare(config.dataFolder(), config.minFreeBytes());
    DataFolderLock lock = DataFolderLock.takeForServer(folder);
    try {
      RedisBinary binary = chooseBinary(folder, config.searchPath());
      RedisLauncher launcher = new RedisLauncher(folder, binary, config);
      RedisLauncher.Launched launched = launcher.joinOrStart();
      RedisSupervisor supervisor = new RedisSupervisor(launcher, launched.process());
      supervisor.start();
      return new EmbeddedRedis(
          folder, config.stopTimeoutMs(), lock, binary, supervisor, null, launched.joined());
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * For a tool: joins the Redis that runs on the folder, or starts one for as long as the tool
   * needs it. A Redis that was found running is left running.
   *
   * @throws StoreException (NOT_STARTED) naming what is wrong and what to do
   */
  public static EmbeddedRedis attach(EmbeddedRedisConfig config) {
    if (!Files.isDirectory(config.dataFolder().resolve("redis"))) {
      throw new StoreException(
          StoreException.Reason.NOT_STARTED,
          "this is no data folder: folder="
              + config.dataFolder().toAbsolutePath()
              + "; name the one that the server was started with by --data");
    }
    DataFolder folder = DataFolder.prepare(config.dataFolder(), 0);
    DataFolderLock lock = DataFolderLock.tryTake(folder, 0);
    if (lock == null) {
      awaitServersRedis(folder);
      return new EmbeddedRedis(folder, config.stopTimeoutMs(), null, null, null, null, true);
    }
    try {
      RedisBinary binary = chooseBinary(folder, config.searchPath());
      RedisLauncher.Launched launched = new RedisLauncher(folder, binary, config).joinOrStart();
      RedisProcess toStop = launched.joined() ? null : launched.process();
      return new EmbeddedRedis(
          folder, config.stopTimeoutMs(), lock, binary, null, toStop, launched.joined());
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  private static void awaitServersRedis(DataFolder folder) {
    long deadlineNs = System.nanoTime() + JOIN_PATIENCE_MS * 1_000_000;
    while (RedisProbe.ask(folder.socket(), JOIN_PATIENCE_MS) != RedisProbe.State.READY) {
      if (System.nanoTime() - deadlineNs >= 0) {
        throw new StoreException(
            StoreException.Reason.NOT_STARTED,
            "the Redis of the running server does not answer: folder="
                + folder.root()
                + " pid="
                + DataFolderLock.holder(folder)
                + "; see "
                + folder.log());
      }
      Pause.forMs(POLL_MS);
    }
  }

  private static RedisBinary chooseBinary(DataFolder folder, String searchPath) {
    RedisVersion writtenBy = null;
    if (Files.exists(folder.version())) {
      try {
        writtenBy = RedisVersion.find(Files.readString(folder.version()));
      } catch (IOException e) {
        throw new StoreException(
            StoreException.Reason.NOT_STARTED, "can't be read: file=" + folder.version(), e);
      }
    }
    return RedisBinary.choose(folder, searchPath, writtenBy);
  }

  /** A store on this Redis; the caller closes it before this. */
  public RedisStore openStore(RedisTimeouts timeouts) {
    return RedisStore.onSocket(folder.socket(), timeouts);
  }

  /** The unix socket that it listens on. */
  public Path socket() {
    return folder.socket();
  }

  /** Absolute. */
  public Path dataFolder() {
    return folder.root();
  }

  /** Path (the bundled one's name is enough), version and origin, for the start-up message. */
  public String describeBinary() {
    if (binary == null) {
      return "the running server's";
    }
    boolean bundled = binary.path().startsWith(folder.bin());
    return (bundled ? binary.path().getFileName() : binary.path())
        + " ("
        + binary.version()
        + ", "
        + binary.origin()
        + ")";
  }

  /** True when it was running already. */
  public boolean isJoined() {
    return joined;
  }

  /** Process id as of now, 0 when we only joined a running server's. */
  public long pid() {
    if (supervisor != null) {
      return supervisor.process().pid();
    }
    return toStop == null ? 0 : toStop.pid();
  }

  /** How often it died under us and was started again. */
  public int restarts() {
    return supervisor == null ? 0 : supervisor.restarts();
  }

  /**
   * Ends what this object started: Redis saves, flushes and exits. Then drops the folder's lock.
   *
   * @return false when it was still there after the timeout; it is left alone then, and the next
   *     start finds it
   */
  public boolean stop() {
    if (stopped) {
      return true;
    }
    stopped = true;
    boolean clean = true;
    if (supervisor != null) {
      supervisor.stop();
      clean = supervisor.process().stop(stopTimeoutMs);
    } else if (toStop != null) {
      clean = toStop.stop(stopTimeoutMs);
    }
    if (!clean) {
      LOG.error("Redis is still stopping: pid={} timeoutMs={}", pid(), stopTimeoutMs);
    }
    if (lock != null) {
      lock.close();
    }
    return clean;
  }

  @Override
  public void close() {
    stop();
  }
}
