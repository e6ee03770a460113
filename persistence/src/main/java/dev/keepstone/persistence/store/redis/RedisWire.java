package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.script.LuaScript;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection, and how a script is called on it. Any thread. */
final class RedisWire {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final RedisAsyncCommands<String, byte[]> commands;

  RedisWire(StatefulRedisConnection<String, byte[]> connection) {
    this.connection = connection;
    commands = connection.async();
  }

  RedisAsyncCommands<String, byte[]> commands() {
    return commands;
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  void close() {
    var unused = connection.closeAsync();
  }

  /**
   * Calls a script by its SHA; when Redis doesn't know it (first use, SCRIPT FLUSH, restart) the
   * call did nothing and is repeated with the source, which also loads it.
   *
   * @param type what NestedMultiOutput or the others of Lettuce make of the reply
   * @param read turns the reply into an answer; may throw StoreException
   */
  <R> CompletableFuture<R> call(
      LuaScript script,
      ScriptOutputType type,
      String[] keys,
      byte[][] arguments,
      Function<@Nullable Object, R> read) {
    return call(
        () -> commands.<Object>evalsha(script.sha(), type, keys, arguments),
        () -> commands.<Object>eval(ascii(script.source()), type, keys, arguments),
        read);
  }

  /**
   * Calls a script with arguments that encode themselves; its reply is a list.
   *
   * @param arguments makes them of the script's SHA or source
   * @param read turns the reply into an answer; may throw StoreException
   */
  <R> CompletableFuture<R> call(
      LuaScript script,
      Function<byte[], CommandArgs<String, byte[]>> arguments,
      Function<@Nullable Object, R> read) {
    return call(
        () -> dispatch(CommandType.EVALSHA, arguments.apply(ascii(script.sha()))),
        () -> dispatch(CommandType.EVAL, arguments.apply(ascii(script.source()))),
        read);
  }

  private RedisFuture<List<Object>> dispatch(
      CommandType type, CommandArgs<String, byte[]> arguments) {
    return commands.dispatch(type, new NestedMultiOutput<>(CODEC), arguments);
  }

  private static <T, R> CompletableFuture<R> call(
      Command<T> bySha, Command<T> bySource, Function<@Nullable Object, R> read) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    ask(bySha)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null && RedisFailure.isNoScript(failure)) {
                ask(bySource).whenComplete((again, failed) -> settle(answer, again, failed, read));
              } else {
                settle(answer, reply, failure, read);
              }
            });
    return answer;
  }

  /** Any other command. */
  <T, R> CompletableFuture<R> send(Command<T> command, Function<@Nullable T, R> read) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    ask(command).whenComplete((reply, failure) -> settle(answer, reply, failure, read));
    return answer;
  }

  private static <T> CompletionStage<T> ask(Command<T> command) {
    try {
      return command.dispatch();
    } catch (RedisException | IllegalStateException | RejectedExecutionException e) {
      // A closed connection or a full queue is said at once.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T, R> void settle(
      CompletableFuture<R> answer,
      @Nullable T reply,
      @Nullable Throwable failure,
      Function<@Nullable T, R> read) {
    if (failure != null) {
      answer.completeExceptionally(RedisFailure.of(failure));
      return;
    }
    try {
      answer.complete(read.apply(reply));
    } catch (RuntimeException e) {
      answer.completeExceptionally(RedisFailure.of(e));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends one command. */
  interface Command<T> {
    RedisFuture<T> dispatch();
  }
}
