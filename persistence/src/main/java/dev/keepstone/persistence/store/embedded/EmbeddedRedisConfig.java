package dev.keepstone.persistence.store.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded Redis needs to know.
 *
 * @param dataFolder created when absent; one server at a time
 * @param redisConf text of {@code config/redis.conf}, which ours is generated from
 * @param overrides directives that win over that text, such as {@code appendfsync -> everysec}
 * @param searchPath where a redis-server is looked for first, like the environment's PATH; empty:
 *     only the bundled one
 * @param minFreeBytes refuse to start on a disk with less room
 * @param startTimeoutMs until it answers PING; reading a large append-only file takes its time
 * @param stopTimeoutMs until a stopping Redis is gone
 */
public record EmbeddedRedisConfig(
    Path dataFolder,
    String redisConf,
    Map<String, String> overrides,
    String searchPath,
    long minFreeBytes,
    long startTimeoutMs,
    long stopTimeoutMs) {}
