package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keepstone.persistence.record.Keys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the start and the stop of a server, and operators' tools, ask a Redis about itself and its
 * world. Never used during play. Any thread; futures as those of the store.
 */
public final class RedisAdmin {
  private static final String PLAYERS = "player:*";
  private static final int SCAN_SLICE = 1_000;

  private final RedisStore store;

  public RedisAdmin(RedisStore store) {
    this.store = store;
  }

  /** Where this Redis isn't set up as {@code config/redis.conf} says, a line each. */
  public CompletableFuture<List<RedisDeviation>> deviations() {
    Map<String, String> settings = new HashMap<>();
    CompletableFuture<@Nullable Void> asked = CompletableFuture.completedFuture(null);
    for (String name : RedisSettings.NAMES) {
      asked =
          asked.thenCompose(
              previous ->
                  store.onDesk(
                      wire ->
                          wire.send(
                              () -> wire.commands().configGet(name),
                              reply -> {
                                put(settings, name, reply);
                                return null;
                              })));
    }
    return asked.handle(
        (done, failure) -> {
          if (failure == null) {
            return RedisSettings.judge(settings);
          }
          if (!String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("config")
              && !String.valueOf(failure.getMessage()).contains("NOPERM")) {
            throw RedisFailure.of(failure);
          }
          return RedisSettings.judge(null);
        });
  }

  /** Lettuce gives values as the codec's bytes or as text, whichever it can. */
  private static void put(
      Map<String, String> settings, String name, @Nullable Map<String, ?> reply) {
    Object value = reply == null ? null : reply.get(name);
    if (value != null) {
      settings.put(
          name, value instanceof byte[] bytes ? new String(bytes, UTF_8) : value.toString());
    }
  }

  /** The sentinel's fields; empty when there is none. */
  public CompletableFuture<Map<String, String>> world() {
    return hash(Keys.WORLD);
  }

  /** What is known of the runs of that server name. */
  public CompletableFuture<Map<String, String>> server(String serverName) {
    return hash(Keys.server(serverName));
  }

  private CompletableFuture<Map<String, String>> hash(String key) {
    return store.onDesk(
        wire ->
            wire.send(
                () -> wire.commands().hgetall(key),
                reply -> {
                  Map<String, String> fields = new HashMap<>();
                  if (reply != null) {
                    reply.forEach((name, value) -> fields.put(name, new String(value, UTF_8)));
                  }
                  return fields;
                }));
  }

  /** Does the run of that incarnation live? */
  public CompletableFuture<Boolean> hasLease(String incarnationHex) {
    return store.onDesk(
        wire ->
            wire.send(
                () -> wire.commands().exists(Keys.LEASE_PREFIX + incarnationHex),
                RedisReplies::isOne));
  }

  /** Writes a field of a hash. */
  public CompletableFuture<Boolean> put(String key, String field, String value) {
    return store.onDesk(
        wire ->
            wire.send(
                () -> wire.commands().hset(key, field, value.getBytes(UTF_8)), reply -> true));
  }

  /**
   * Writes a field of a hash that has none yet.
   *
   * @return false when it has: nothing was written then
   */
  public CompletableFuture<Boolean> putIfAbsent(String key, String field, String value) {
    return store.onDesk(
        wire ->
            wire.send(
                () -> wire.commands().hsetnx(key, field, value.getBytes(UTF_8)),
                reply -> Boolean.TRUE.equals(reply)));
  }

  /** A counter's value, 0 when there is none. */
  public CompletableFuture<Long> counter(String key) {
    return store.load(key).thenApply(reply -> number(reply.value()));
  }

  private static long number(byte @Nullable [] value) {
    if (value == null) {
      return 0;
    }
    try {
      return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Sets a counter. */
  public CompletableFuture<Boolean> setCounter(String key, long value) {
    byte[] text = Long.toString(value).getBytes(UTF_8);
    return store.onDesk(wire -> wire.send(() -> wire.commands().set(key, text), reply -> true));
  }

  /** Whether there is any player's record; walks the keys in slices until the first. */
  public CompletableFuture<Boolean> hasPlayers() {
    return scan(ScanCursor.INITIAL, 0L, (highest, key) -> 1L, true).thenApply(found -> found > 0);
  }

  /** The highest id of any player's record, 0 when there is none; walks all keys in slices. */
  public CompletableFuture<Long> highestPlayer() {
    return scan(ScanCursor.INITIAL, 0L, (highest, key) -> Math.max(highest, idOf(key)), false);
  }

  private static long idOf(String playerKey) {
    try {
      return Long.parseLong(playerKey.substring(playerKey.lastIndexOf(':') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private CompletableFuture<Long> scan(
      ScanCursor cursor, long sum, BiFunction<Long, String, Long> add, boolean onlyFirst) {
    ScanArgs slice = ScanArgs.Builder.limit(SCAN_SLICE).match(PLAYERS);
    return store
        .<KeyScanCursor<String>>onDesk(
            wire ->
                wire.send(
                    () -> wire.commands().scan(cursor, slice),
                    reply -> {
                      if (reply == null) {
                        throw new IllegalStateException("SCAN without a reply");
                      }
                      return reply;
                    }))
        .thenCompose(
            page -> {
              long next = sum;
              for (String key : page.getKeys()) {
                next = add.apply(next, key);
              }
              return page.isFinished() || (onlyFirst && next > 0)
                  ? CompletableFuture.completedFuture(next)
                  : scan(page, next, add, onlyFirst);
            });
  }

  /** Begins a snapshot; false when one is being written already. */
  public CompletableFuture<Boolean> beginSnapshot() {
    return store.onDesk(
        wire ->
            wire.<String, Boolean>send(() -> wire.commands().bgsave(), reply -> true)
                .exceptionally(
                    failure -> {
                      if (String.valueOf(failure.getMessage()).contains("in progress")) {
                        return false;
                      }
                      throw RedisFailure.of(failure);
                    }));
  }

  /** INFO persistence, by field. */
  public CompletableFuture<Map<String, String>> persistence() {
    return store.onDesk(
        wire ->
            wire.send(
                () -> wire.commands().info("persistence"),
                reply -> {
                  Map<String, String> fields = new HashMap<>();
                  String text = reply == null ? "" : reply;
                  for (String line : text.split("\r\n", -1)) {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                      fields.put(line.substring(0, colon), line.substring(colon + 1));
                    }
                  }
                  return fields;
                }));
  }
}
