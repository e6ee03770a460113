package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.record.Incarnation;
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
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The simulated Redis as one server process reaches it. Commands without a link travel alone: each
 * takes its time, and fails when Redis is down or out of reach.
 */
final class SimulatedStore implements Store {
  private final SimulatedRedis redis;
  private final int server;
  private final SimulatedLink.Listener listener;
  private @Nullable SimulatedLink newest;
  private long unreachableUntilMs;

  SimulatedStore(SimulatedRedis redis, int server, SimulatedLink.Listener listener) {
    this.redis = redis;
    this.server = server;
    this.listener = listener;
  }

  /** The link that was opened last, or null. */
  @Nullable SimulatedLink newestLink() {
    return newest;
  }

  /** Nothing gets through before then. */
  void unreachableUntil(long untilMs) {
    unreachableUntilMs = untilMs;
  }

  @Override
  public CompletableFuture<StoreLink> openLink(LinkIdentity identity) {
    CompletableFuture<StoreLink> opened = new CompletableFuture<>();
    redis.at(
        redis.nowMs() + redis.latencyMs(),
        () -> {
          if (!redis.isUp() || redis.nowMs() < unreachableUntilMs) {
            opened.completeExceptionally(SimulatedRedis.unavailable("connection refused"));
          } else {
            SimulatedLink link = new SimulatedLink(redis, server, identity, listener);
            newest = link;
            opened.complete(link);
          }
        });
    return opened;
  }

  private <T> CompletableFuture<T> ask(Function<Store, CompletableFuture<T>> command) {
    return travel(() -> redis.execute(command).join());
  }

  private <T> CompletableFuture<T> travel(Supplier<T> command) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    redis.at(redis.nowMs() + redis.latencyMs(), () -> execute(command, reply));
    return reply;
  }

  private <T> void execute(Supplier<T> command, CompletableFuture<T> reply) {
    StoreException refusal = redis.refusal();
    if (refusal != null || redis.nowMs() < unreachableUntilMs) {
      reply.completeExceptionally(SimulatedRedis.unavailable("the store can't be asked"));
      return;
    }
    T result = command.get();
    redis.at(redis.nowMs() + redis.latencyMs(), () -> reply.complete(result));
  }

  @Override
  public CompletableFuture<Long> takeStartNumber(String serverName) {
    return ask(store -> store.takeStartNumber(serverName));
  }

  @Override
  public CompletableFuture<LoadReply> load(String key) {
    return ask(store -> store.load(key));
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    return ask(store -> store.register(accountKey, account, playerKey, player));
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return ask(store -> store.reserve(counterKey, count));
  }

  @Override
  public CompletableFuture<Void> save(String key, byte[] value) {
    return ask(store -> store.save(key, value));
  }

  @Override
  public CompletableFuture<Boolean> compareAndSet(
      String key, byte @Nullable [] expected, byte[] value) {
    return ask(store -> store.compareAndSet(key, expected, value));
  }

  @Override
  public CompletableFuture<Boolean> delete(String key) {
    return ask(store -> store.delete(key));
  }

  @Override
  public CompletableFuture<Boolean> exists(String key) {
    return ask(store -> store.exists(key));
  }

  @Override
  public CompletableFuture<KeySlice> keys(String prefix, String cursor) {
    return ask(store -> store.keys(prefix, cursor));
  }

  @Override
  public CompletableFuture<Boolean> setTtl(String key, long ttlMs) {
    return ask(store -> store.setTtl(key, ttlMs));
  }

  @Override
  public CompletableFuture<Long> ttlMs(String key) {
    return ask(store -> store.ttlMs(key));
  }

  @Override
  public CompletableFuture<Boolean> persistNow() {
    return ask(Store::persistNow);
  }

  @Override
  public CompletableFuture<ZoneContents> readZone(int zone) {
    return ask(store -> store.readZone(zone));
  }

  @Override
  public CompletableFuture<List<LedgerEntry>> readLedger(String afterId, int count) {
    return ask(store -> store.readLedger(afterId, count));
  }

  @Override
  public CompletableFuture<RegisterOutcome> addCharacter(NewCharacter character) {
    return ask(store -> store.addCharacter(character));
  }

  @Override
  public CompletableFuture<Long> ledgerLength() {
    return ask(Store::ledgerLength);
  }

  @Override
  public CompletableFuture<Long> trimLedger(String throughId) {
    return ask(store -> store.trimLedger(throughId));
  }

  @Override
  public CompletableFuture<List<BoardEntry>> readBoard(Board board, int from, int count) {
    return ask(store -> store.readBoard(board, from, count));
  }

  @Override
  public CompletableFuture<Void> rebuildBoard(Board board, List<BoardEntry> entries) {
    return ask(store -> store.rebuildBoard(board, entries));
  }

  @Override
  public CompletableFuture<Void> quarantine(long playerId, Quarantined copy, long keepMs) {
    return ask(store -> store.quarantine(playerId, copy, keepMs));
  }

  @Override
  public CompletableFuture<SortedMap<Long, Long>> quarantined() {
    return ask(Store::quarantined);
  }

  @Override
  public CompletableFuture<@Nullable Quarantined> loadQuarantined(long playerId) {
    return ask(store -> store.loadQuarantined(playerId));
  }

  @Override
  public CompletableFuture<Boolean> endQuarantine(long playerId) {
    return ask(store -> store.endQuarantine(playerId));
  }

  @Override
  public CompletableFuture<SortedMap<Long, Incarnation>> online() {
    return ask(Store::online);
  }

  @Override
  public CompletableFuture<Long> repairOnline() {
    return ask(Store::repairOnline);
  }

  @Override
  public CompletableFuture<LogSync> logSync() {
    return travel(redis::logSync);
  }

  @Override
  public CompletableFuture<StoreDescription> describe() {
    return ask(Store::describe);
  }

  @Override
  public void close() {
    SimulatedLink link = newest;
    if (link != null) {
      link.close();
    }
  }
}
