package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.script.LuaScript;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.LogSync;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneContents;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.Limit;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Redis 6.2 or later as a store.
 *
 * <p>What of Lettuce is switched off, and why:
 *
 * <ul>
 *   <li>Reconnecting with replay: it executed INCRs twice. A broken connection stays broken; the
 *       vault opens a new link, and the desk (all that needs no ownership) connects when next used.
 *   <li>Command timeouts: a timer per command. The vault watches its oldest command itself; the
 *       desk's futures time out here. Either closes the connection, because answers after a timeout
 *       would be matched to the wrong questions in our heads.
 *   <li>Its unbounded queue: beyond {@code queueLimit} waiting commands the next is refused.
 *   <li>Maintenance notifications and RESP3: nothing here listens to pushes.
 * </ul>
 */
public final class RedisStore implements Store {
  private static final long SHUTDOWN_TIMEOUT_MS = 2_000;
  private static final int IO_THREADS = 2;

  /** Keys that one SCAN looks at: some tens of microseconds for Redis. */
  private static final long SCAN_COUNT = 512;

  /** Members that one ZADD adds. */
  private static final int BOARD_CHUNK = 1_000;

  private static final Executor SNAPSHOT_PAUSE =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  private final RedisURI uri;
  private final RedisTimeouts timeouts;
  private final ClientResources resources;
  private final RedisClient client;
  private @Nullable CompletableFuture<RedisWire> desk;
  private boolean closed;

  /**
   * Prepares a client and connects nothing yet.
   *
   * @param uri {@code redis://[:password@]host[:port][/database]}, {@code rediss://...} or {@code
   *     redis-socket:///path/to/redis.sock}
   * @throws StoreException when the URI can't be read
   */
  public RedisStore(String uri, RedisTimeouts timeouts) {
    this(parse(uri), timeouts);
  }

  private RedisStore(RedisURI uri, RedisTimeouts timeouts) {
    this.timeouts = timeouts;
    this.uri = uri;
    this.uri.setTimeout(Duration.ofMillis(timeouts.connectMs()));
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(IO_THREADS)
            .computationThreadPoolSize(IO_THREADS)
            .build();
    client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(timeouts.queueLimit())
            .timeoutOptions(TimeoutOptions.create())
            .protocolVersion(ProtocolVersion.RESP2)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(Duration.ofMillis(timeouts.connectMs()))
                    .keepAlive(uri.getSocket() == null)
                    .tcpNoDelay(uri.getSocket() == null)
                    .build())
            .build());
  }

  /** Prepares a client of the Redis behind a unix socket, whatever its path is made of. */
  public static RedisStore onSocket(Path socket, RedisTimeouts timeouts) {
    return new RedisStore(RedisURI.Builder.socket(socket.toString()).build(), timeouts);
  }

  /**
   * Checks the form of a URI without connecting.
   *
   * @throws StoreException when it can't be read, saying what to write
   */
  public static void check(String uri) {
    parse(uri);
  }

  @Override
  public CompletableFuture<StoreLink> openLink(LinkIdentity identity) {
    return connect().thenApply(wire -> new RedisLink(wire, identity));
  }

  @Override
  public CompletableFuture<Long> takeStartNumber(String serverName) {
    String key = Keys.server(serverName);
    return onDesk(
        wire -> wire.send(() -> wire.commands().hincrby(key, "started", 1), RedisReplies::number));
  }

  @Override
  public CompletableFuture<LoadReply> load(String key) {
    return onDesk(
        wire ->
            wire.send(
                () -> wire.commands().get(key),
                value -> value == null ? LoadReply.NOT_FOUND : new LoadReply(value)));
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    return onDesk(
        wire ->
            wire.call(
                LuaScript.REGISTER,
                ScriptOutputType.VALUE,
                new String[] {accountKey, playerKey},
                new byte[][] {account, player},
                reply -> RedisReplies.word(RegisterOutcome.class, reply)));
  }

  @Override
  public CompletableFuture<RegisterOutcome> addCharacter(NewCharacter character) {
    return onDesk(
        wire ->
            wire.call(
                LuaScript.ADD_CHARACTER,
                ScriptOutputType.VALUE,
                new String[] {character.accountKey(), character.nameKey(), character.playerKey()},
                new byte[][] {
                  character.accountAsRead(),
                  character.account(),
                  character.name(),
                  character.player()
                },
                reply -> RedisReplies.word(RegisterOutcome.class, reply)));
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return onDesk(
        wire -> wire.send(() -> wire.commands().incrby(counterKey, count), RedisReplies::number));
  }

  @Override
  public CompletableFuture<Void> save(String key, byte[] value) {
    return onDesk(wire -> wire.send(() -> wire.commands().set(key, value), RedisReplies::nothing));
  }

  @Override
  public CompletableFuture<Boolean> compareAndSet(
      String key, byte @Nullable [] expected, byte[] value) {
    byte[][] arguments = expected == null ? new byte[][] {value} : new byte[][] {value, expected};
    return onDesk(
        wire ->
            wire.call(
                LuaScript.COMPARE_AND_SET,
                ScriptOutputType.INTEGER,
                new String[] {key},
                arguments,
                RedisReplies::isOne));
  }

  @Override
  public CompletableFuture<Boolean> delete(String key) {
    return onDesk(wire -> wire.send(() -> wire.commands().del(key), RedisReplies::isOne));
  }

  @Override
  public CompletableFuture<Boolean> exists(String key) {
    return onDesk(wire -> wire.send(() -> wire.commands().exists(key), RedisReplies::isOne));
  }

  @Override
  public CompletableFuture<KeySlice> keys(String prefix, String cursor) {
    ScanArgs arguments = ScanArgs.Builder.limit(SCAN_COUNT).match(escaped(prefix) + "*");
    return onDesk(
        wire ->
            wire.send(
                () -> wire.commands().scan(ScanCursor.of(cursor), arguments), RedisReplies::slice));
  }

  @Override
  public CompletableFuture<Boolean> setTtl(String key, long ttlMs) {
    return onDesk(
        wire -> wire.send(() -> wire.commands().pexpire(key, ttlMs), RedisReplies::isTrue));
  }

  @Override
  public CompletableFuture<Long> ttlMs(String key) {
    return onDesk(wire -> wire.send(() -> wire.commands().pttl(key), RedisReplies::number));
  }

  /**
   * The fork is made before BGSAVE is answered, so that its end can be waited for from there on.
   */
  @Override
  public CompletableFuture<Boolean> persistNow() {
    return onDesk(wire -> wire.send(() -> wire.commands().bgsave(), RedisReplies::nothing))
        .thenCompose(started -> awaitSnapshot());
  }

  private CompletableFuture<Boolean> awaitSnapshot() {
    return onDesk(
            wire ->
                wire.send(() -> wire.commands().info("persistence"), RedisDescription::snapshot))
        .thenCompose(
            state ->
                switch (state) {
                  case RUNNING ->
                      CompletableFuture.supplyAsync(() -> state, SNAPSHOT_PAUSE)
                          .thenCompose(running -> awaitSnapshot());
                  case GOOD -> CompletableFuture.completedFuture(true);
                  case FAILED ->
                      CompletableFuture.failedFuture(
                          new StoreException(
                              StoreException.Reason.UNAVAILABLE,
                              "Redis could not write a snapshot; its log says why"));
                });
  }

  @Override
  public CompletableFuture<List<LedgerEntry>> readLedger(String afterId, int count) {
    Range<String> after = Range.from(Boundary.excluding(afterId), Boundary.unbounded());
    return onDesk(
        wire ->
            wire.send(
                () -> wire.commands().xrange(Keys.LEDGER, after, Limit.from(count)),
                RedisReplies::ledger));
  }

  @Override
  public CompletableFuture<ZoneContents> readZone(int zone) {
    return onDesk(
        wire ->
            wire.send(
                () -> wire.commands().hgetall(Keys.ground(zone)), RedisReplies::zoneContents));
  }

  @Override
  public CompletableFuture<Long> ledgerLength() {
    return onDesk(wire -> wire.send(() -> wire.commands().xlen(Keys.LEDGER), RedisReplies::number));
  }

  @Override
  public CompletableFuture<Long> trimLedger(String throughId) {
    XTrimArgs from = XTrimArgs.Builder.minId(LedgerEntry.idAfter(throughId)).exactTrimming();
    return onDesk(
        wire -> wire.send(() -> wire.commands().xtrim(Keys.LEDGER, from), RedisReplies::number));
  }

  @Override
  public CompletableFuture<List<BoardEntry>> readBoard(Board board, int from, int count) {
    return onDesk(
        wire ->
            wire.send(
                () ->
                    wire.commands().zrevrangeWithScores(board.key(), from, (long) from + count - 1),
                RedisReplies::board));
  }

  /** A new set beside the old one takes its place when it is whole. */
  @Override
  public CompletableFuture<Void> rebuildBoard(Board board, List<BoardEntry> entries) {
    String fresh = board.key() + ":new";
    CompletableFuture<Boolean> filled = delete(fresh);
    for (int from = 0; from < entries.size(); from += BOARD_CHUNK) {
      List<BoardEntry> chunk = entries.subList(from, Math.min(from + BOARD_CHUNK, entries.size()));
      filled = filled.thenCompose(before -> addToBoard(fresh, chunk));
    }
    return entries.isEmpty()
        ? filled.thenCompose(before -> delete(board.key())).thenApply(gone -> null)
        : filled.thenCompose(
            before ->
                onDesk(
                    wire ->
                        wire.send(
                            () -> wire.commands().rename(fresh, board.key()),
                            RedisReplies::nothing)));
  }

  private CompletableFuture<Boolean> addToBoard(String key, List<BoardEntry> entries) {
    Object[] scoresAndMembers = new Object[2 * entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      BoardEntry entry = entries.get(i);
      scoresAndMembers[2 * i] = (double) entry.score();
      scoresAndMembers[2 * i + 1] =
          Board.member(entry.playerId()).getBytes(StandardCharsets.US_ASCII);
    }
    return onDesk(
        wire -> wire.send(() -> wire.commands().zadd(key, scoresAndMembers), reply -> true));
  }

  @Override
  public CompletableFuture<Void> quarantine(long playerId, Quarantined copy, long keepMs) {
    String key = Keys.quarantine(playerId);
    double endMs = (double) System.currentTimeMillis() + keepMs;
    byte[] member = decimal(playerId);
    return onDesk(
            wire ->
                wire.send(
                    () -> wire.commands().set(key, copy.toBytes(), SetArgs.Builder.px(keepMs)),
                    RedisReplies::nothing))
        .thenCompose(
            kept ->
                onDesk(
                    wire ->
                        wire.send(
                            () -> wire.commands().zadd(Keys.QUARANTINE, endMs, member),
                            RedisReplies::nothing)));
  }

  @Override
  public CompletableFuture<SortedMap<Long, Long>> quarantined() {
    Range<Double> over = Range.create(0.0, (double) System.currentTimeMillis());
    return onDesk(
            wire ->
                wire.send(
                    () -> wire.commands().zremrangebyscore(Keys.QUARANTINE, over),
                    RedisReplies::number))
        .thenCompose(
            removed ->
                onDesk(
                    wire ->
                        wire.send(
                            () -> wire.commands().zrangeWithScores(Keys.QUARANTINE, 0, -1),
                            RedisReplies::quarantined)));
  }

  @Override
  public CompletableFuture<@Nullable Quarantined> loadQuarantined(long playerId) {
    return load(Keys.quarantine(playerId))
        .thenApply(reply -> reply.value() == null ? null : Quarantined.of(reply.value()));
  }

  @Override
  public CompletableFuture<Boolean> endQuarantine(long playerId) {
    byte[] member = decimal(playerId);
    return delete(Keys.quarantine(playerId))
        .thenCompose(
            wasThere ->
                onDesk(
                    wire ->
                        wire.send(
                            () -> wire.commands().zrem(Keys.QUARANTINE, member),
                            reply -> wasThere)));
  }

  @Override
  public CompletableFuture<SortedMap<Long, Incarnation>> online() {
    return onDesk(
        wire -> wire.send(() -> wire.commands().hgetall(Keys.ONLINE), RedisReplies::online));
  }

  @Override
  public CompletableFuture<Long> repairOnline() {
    return onDesk(
        wire ->
            wire.call(
                LuaScript.REPAIR_ONLINE,
                ScriptOutputType.INTEGER,
                new String[] {Keys.ONLINE},
                new byte[0][],
                RedisReplies::number));
  }

  @Override
  public CompletableFuture<LogSync> logSync() {
    return onDesk(
        wire -> {
          // A hosted Redis may forbid CONFIG: then it is one that doesn't sync at once.
          CompletableFuture<Boolean> always =
              wire.<Map<String, String>, Boolean>send(
                      () -> wire.commands().configGet("append*"),
                      reply -> RedisDescription.durability(reply).equals(RedisDescription.ALWAYS))
                  .exceptionally(failure -> false);
          CompletableFuture<Boolean> pending =
              wire.send(() -> wire.commands().info("persistence"), RedisDescription::isSyncPending);
          return always.thenCombine(pending, LogSync::new);
        });
  }

  @Override
  public CompletableFuture<StoreDescription> describe() {
    return onDesk(
        wire -> {
          CompletableFuture<String> info =
              wire.send(() -> wire.commands().info(), reply -> reply == null ? "" : reply);
          CompletableFuture<String> durability =
              wire.send(() -> wire.commands().configGet("append*"), RedisDescription::durability);
          // A hosted Redis may forbid CONFIG: that is worth a word, not a failure.
          return info.thenCombine(
              durability.exceptionally(failure -> "durability unknown: CONFIG is not allowed"),
              (text, durable) -> RedisDescription.of(text, durable, location()));
        });
  }

  /** The URI without its password. */
  public String location() {
    String text = uri.toString();
    int options = text.indexOf('?');
    return options < 0 ? text : text.substring(0, options);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    client.shutdown(0, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    Future<Boolean> ended = resources.shutdown(0, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    ended.awaitUninterruptibly(SHUTDOWN_TIMEOUT_MS);
  }

  /** Runs a command on the desk's connection, which is opened when there is none. */
  <R> CompletableFuture<R> onDesk(Function<RedisWire, CompletableFuture<R>> command) {
    return desk()
        .thenCompose(
            wire ->
                command
                    .apply(wire)
                    .orTimeout(timeouts.commandMs(), TimeUnit.MILLISECONDS)
                    .whenComplete((reply, failure) -> closeAfter(wire, failure)))
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                throw RedisFailure.of(failure);
              }
              return reply;
            });
  }

  private static void closeAfter(RedisWire wire, @Nullable Throwable failure) {
    if (failure != null && RedisFailure.of(failure).reason() == StoreException.Reason.TIMEOUT) {
      wire.close();
    }
  }

  private synchronized CompletableFuture<RedisWire> desk() {
    CompletableFuture<RedisWire> current = desk;
    if (current == null
        || current.isCompletedExceptionally()
        || (current.isDone() && !current.join().isOpen())) {
      current = connect();
      desk = current;
    }
    return current;
  }

  private CompletableFuture<RedisWire> connect() {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new StoreException(StoreException.Reason.UNAVAILABLE, "the store is closed"));
      }
    }
    try {
      return client
          .connectAsync(RedisWire.CODEC, uri)
          .toCompletableFuture()
          .handle(
              (connection, failure) -> {
                if (failure != null) {
                  throw RedisFailure.of(failure);
                }
                return new RedisWire(connection);
              });
    } catch (RedisException | IllegalStateException | RejectedExecutionException e) {
      // A native transport that can't be loaded, or a client that was shut down meanwhile.
      return CompletableFuture.failedFuture(RedisFailure.of(e));
    }
  }

  /** A text that MATCH takes literally. */
  private static String escaped(String text) {
    return text.replaceAll("([*?\\[\\]^\\\\-])", "\\\\$1");
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static RedisURI parse(String uri) {
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Reason.UNAVAILABLE,
          "not a Redis URI: "
              + e.getMessage()
              + "; write redis://[:password@]host[:port] or redis-socket:///path/to/redis.sock");
    }
  }
}
