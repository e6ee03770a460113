package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.script.LuaScript;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);
  private static final long SHUTDOWN_TIMEOUT_MS = 2_000;
  private static final int IO_THREADS = 2;

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
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return onDesk(
        wire -> wire.send(() -> wire.commands().incrby(counterKey, count), RedisReplies::number));
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
          .connectAsync(CODEC, uri)
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
