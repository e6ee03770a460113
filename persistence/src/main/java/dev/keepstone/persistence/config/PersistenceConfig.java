package dev.keepstone.persistence.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.keepstone.persistence.ledger.LedgerConfig;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.embedded.EmbeddedRedisConfig;
import dev.keepstone.persistence.store.redis.RedisTimeouts;
import dev.keepstone.persistence.vault.VaultConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Everything under {@code keepstone.persistence}.
 *
 * @param requiresDurable refuse an external Redis that can lose what it confirms
 * @param readyPatienceMs how long a Redis that is loading, read-only or full is waited for at start
 * @param ledger how the ledger is kept bounded
 * @param appendFsync of the embedded Redis: "always" or "everysec"
 * @param usesPath prefer a redis-server on the PATH to the bundled one
 * @param minFreeBytes the embedded Redis refuses to start with less room on its disk
 * @param redisStartTimeoutMs until the embedded Redis answers
 * @param redisStopTimeoutMs until the embedded Redis has ended
 */
public record PersistenceConfig(
    VaultConfig vault,
    RedisTimeouts redis,
    boolean requiresDurable,
    long readyPatienceMs,
    LedgerConfig ledger,
    String appendFsync,
    boolean usesPath,
    long minFreeBytes,
    long redisStartTimeoutMs,
    long redisStopTimeoutMs) {
  /** Where the keys stand. */
  public static final String PATH = "keepstone.persistence";

  private static final int MAX_CHUNK_ROWS = 64;

  /**
   * Commands of the link's own and of the desk, of zones and take-overs, beside those with a pipe
   * of their own.
   */
  private static final int QUEUE_RESERVE = 16;

  /** Checks what types can't say. */
  public PersistenceConfig {
    check(
        Keys.isServerName(vault.serverName()),
        "server-name",
        vault.serverName(),
        "1 to 64 of A-Z a-z 0-9 _ . -");
    atLeast("lease", vault.leaseMs(), 1_000);
    check(
        vault.leaseMarginMs() > 0 && vault.leaseMarginMs() < vault.leaseMs() / 2,
        "lease-margin",
        vault.leaseMarginMs() + " ms",
        "above 0 and below half of lease");
    check(
        vault.renewEveryMs() > 0
            && vault.renewEveryMs() < (vault.leaseMs() - vault.leaseMarginMs()) / 2,
        "renew-every",
        vault.renewEveryMs() + " ms",
        "below half of lease without its margin, so that one may fail");
    atLeast("connect-timeout", vault.connectTimeoutMs(), 1);
    atLeast("command-timeout", vault.commandTimeoutMs(), 1);
    atLeast("back-off.first", vault.firstBackOffMs(), 1);
    atLeast("back-off.last", vault.lastBackOffMs(), vault.firstBackOffMs());
    check(
        vault.chunkRows() >= 1 && vault.chunkRows() <= MAX_CHUNK_ROWS,
        "flush.chunk-rows",
        Integer.toString(vault.chunkRows()),
        "1 to " + MAX_CHUNK_ROWS);
    atLeast("flush.chunks-in-flight", vault.chunksInFlight(), 1);
    atLeast("claims.in-flight", vault.claimsInFlight(), 1);
    atLeast("claims.waiting", vault.claimsWaiting(), 1);
    atLeast("claims.patience", vault.claimPatienceMs(), 1);
    atLeast("commits.in-flight", vault.commitsInFlight(), 1);
    atLeast(
        "redis.queue-limit",
        redis.queueLimit(),
        2L * vault.claimsInFlight()
            + vault.chunksInFlight()
            + vault.commitsInFlight()
            + QUEUE_RESERVE);
    atLeast("store.ready-patience", readyPatienceMs, 1);
    atLeast("ledger.checkpoint-every", ledger.checkpointEveryMs(), 0);
    atLeast("ledger.keep", ledger.keepMs(), 0);
    atLeast("ledger.max-entries", ledger.maxEntries(), 0);
    check(
        appendFsync.equals("always") || appendFsync.equals("everysec"),
        "embedded.append-fsync",
        appendFsync,
        "always or everysec");
    atLeast("embedded.min-free", minFreeBytes, 0);
    atLeast("embedded.start-timeout", redisStartTimeoutMs, 1);
    atLeast("embedded.stop-timeout", redisStopTimeoutMs, 1);
  }

  /**
   * Reads the whole configuration's {@link #PATH}.
   *
   * @throws ConfigException naming the key and what it may be
   */
  public static PersistenceConfig of(Config root) {
    Config config = root.getConfig(PATH);
    VaultConfig vault =
        new VaultConfig(
            config.getString("server-name"),
            ms(config, "lease"),
            ms(config, "lease-margin"),
            ms(config, "renew-every"),
            ms(config, "connect-timeout"),
            ms(config, "command-timeout"),
            ms(config, "back-off.first"),
            ms(config, "back-off.last"),
            config.getInt("flush.chunk-rows"),
            config.getInt("flush.chunks-in-flight"),
            config.getInt("claims.in-flight"),
            config.getInt("claims.waiting"),
            ms(config, "claims.patience"),
            config.getInt("commits.in-flight"));
    RedisTimeouts redis =
        new RedisTimeouts(
            vault.connectTimeoutMs(), vault.commandTimeoutMs(), config.getInt("redis.queue-limit"));
    return new PersistenceConfig(
        vault,
        redis,
        config.getBoolean("store.require-durable"),
        ms(config, "store.ready-patience"),
        new LedgerConfig(
            ms(config, "ledger.checkpoint-every"),
            ms(config, "ledger.keep"),
            config.getLong("ledger.max-entries"),
            config.getBoolean("ledger.archive")),
        config.getString("embedded.append-fsync").toLowerCase(Locale.ROOT),
        config.getBoolean("embedded.use-path"),
        config.getBytes("embedded.min-free"),
        ms(config, "embedded.start-timeout"),
        ms(config, "embedded.stop-timeout"));
  }

  /**
   * For the embedded Redis.
   *
   * @param redisConf text of {@code config/redis.conf}
   */
  public EmbeddedRedisConfig embedded(Path dataFolder, String redisConf) {
    String searchPath = System.getenv("PATH");
    return new EmbeddedRedisConfig(
        dataFolder,
        redisConf,
        Map.of("appendfsync", appendFsync),
        usesPath && searchPath != null ? searchPath : "",
        minFreeBytes,
        redisStartTimeoutMs,
        redisStopTimeoutMs);
  }

  private static long ms(Config config, String key) {
    return config.getDuration(key, TimeUnit.MILLISECONDS);
  }

  private static void atLeast(String key, long value, long least) {
    check(value >= least, key, Long.toString(value), least + " or more");
  }

  private static void check(boolean good, String key, String value, String wanted) {
    if (!good) {
      throw new ConfigException.BadValue(PATH + "." + key, "is " + value + "; use " + wanted);
    }
  }
}
