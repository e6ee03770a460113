package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.CommitWrite;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in this process and nothing beyond it. Answers like Redis with our scripts,
 * leases that run out included, but at once: every future is complete when it is returned. One
 * lock; values are copied in and out. Any thread.
 */
public final class MemoryStore implements Store {
  private final EpochClock clock;
  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, Long> leaseEndsMs = new HashMap<>();
  private final Map<String, ServerEntry> servers = new HashMap<>();
  private final Map<String, Long> endsMs = new HashMap<>();
  private final Map<Integer, ZoneGround> grounds = new HashMap<>();
  private final List<LedgerEntry> ledger = new ArrayList<>();
  private final SortedMap<Long, Incarnation> online = new TreeMap<>();
  private final Map<Board, Map<Long, Long>> boards = new EnumMap<>(Board.class);
  private final Map<String, ReleaseRequests> requests = new HashMap<>();
  private final SortedMap<Long, Long> quarantineEndsMs = new TreeMap<>();
  private final Map<Long, Quarantined> quarantine = new HashMap<>();
  private long ledgerMs;
  private long ledgerSequence;
  private boolean closed;

  /**
   * An empty store.
   *
   * @param clock decides when leases run out
   */
  public MemoryStore(EpochClock clock) {
    this.clock = clock;
  }

  @Override
  public CompletableFuture<StoreLink> openLink(LinkIdentity identity) {
    synchronized (this) {
      return closed
          ? unavailable()
          : CompletableFuture.completedFuture(new MemoryLink(this, identity));
    }
  }

  @Override
  public CompletableFuture<Long> takeStartNumber(String serverName) {
    return answer(() -> ++server(Keys.server(serverName)).started);
  }

  @Override
  public CompletableFuture<LoadReply> load(String key) {
    return answer(
        () -> {
          byte[] value = value(key);
          return value == null ? LoadReply.NOT_FOUND : new LoadReply(value.clone());
        });
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    return answer(
        () -> {
          if (value(accountKey) != null) {
            return RegisterOutcome.NAME_TAKEN;
          }
          if (value(playerKey) != null) {
            return RegisterOutcome.ID_TAKEN;
          }
          put(accountKey, account.clone());
          put(playerKey, player.clone());
          return RegisterOutcome.CREATED;
        });
  }

  @Override
  public CompletableFuture<RegisterOutcome> addCharacter(NewCharacter character) {
    return answer(
        () -> {
          if (!Arrays.equals(value(character.accountKey()), character.accountAsRead())) {
            return RegisterOutcome.CONTENDED;
          }
          if (value(character.nameKey()) != null) {
            return RegisterOutcome.NAME_TAKEN;
          }
          if (value(character.playerKey()) != null) {
            return RegisterOutcome.ID_TAKEN;
          }
          put(character.accountKey(), character.account().clone());
          put(character.nameKey(), character.name().clone());
          put(character.playerKey(), character.player().clone());
          return RegisterOutcome.CREATED;
        });
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    return answer(() -> counters.merge(counterKey, (long) count, Long::sum));
  }

  @Override
  public CompletableFuture<Void> save(String key, byte[] value) {
    return done(() -> put(key, value.clone()));
  }

  @Override
  public CompletableFuture<Boolean> compareAndSet(
      String key, byte @Nullable [] expected, byte[] value) {
    return answer(
        () -> {
          if (!Arrays.equals(value(key), expected)) {
            return false;
          }
          values.put(key, value.clone());
          return true;
        });
  }

  @Override
  public CompletableFuture<Boolean> delete(String key) {
    return answer(
        () -> {
          boolean isThere = value(key) != null;
          values.remove(key);
          endsMs.remove(key);
          return isThere;
        });
  }

  @Override
  public CompletableFuture<Boolean> exists(String key) {
    return answer(() -> value(key) != null);
  }

  @Override
  public CompletableFuture<KeySlice> keys(String prefix, String cursor) {
    return answer(
        () -> {
          List<String> found =
              Stream.concat(values.keySet().stream(), grounds.keySet().stream().map(Keys::ground))
                  .filter(key -> key.startsWith(prefix) && !isOver(key))
                  .toList();
          return new KeySlice(found, KeySlice.START, true);
        });
  }

  @Override
  public CompletableFuture<Boolean> setTtl(String key, long ttlMs) {
    return answer(
        () -> {
          if (value(key) == null) {
            return false;
          }
          endsMs.put(key, clock.time() + ttlMs);
          return true;
        });
  }

  @Override
  public CompletableFuture<Long> ttlMs(String key) {
    return answer(
        () -> {
          if (value(key) == null) {
            return -2L;
          }
          Long endMs = endsMs.get(key);
          return endMs == null ? -1L : endMs - clock.time();
        });
  }

  @Override
  public CompletableFuture<Boolean> persistNow() {
    return answer(() -> false);
  }

  @Override
  public CompletableFuture<List<LedgerEntry>> readLedger(String afterId, int count) {
    return answer(
        () ->
            ledger.stream()
                .filter(entry -> LedgerEntry.compareIds(entry.id(), afterId) > 0)
                .limit(count)
                .toList());
  }

  @Override
  public CompletableFuture<ZoneContents> readZone(int zone) {
    return answer(
        () -> {
          ZoneGround ground = grounds.get(zone);
          return ground == null
              ? new ZoneContents(List.of(), List.of())
              : new ZoneContents(ground.entries(), ground.stocks());
        });
  }

  @Override
  public CompletableFuture<Long> ledgerLength() {
    return answer(() -> (long) ledger.size());
  }

  @Override
  public CompletableFuture<Long> trimLedger(String throughId) {
    return answer(
        () -> {
          int before = ledger.size();
          ledger.removeIf(entry -> LedgerEntry.compareIds(entry.id(), throughId) <= 0);
          return (long) (before - ledger.size());
        });
  }

  @Override
  public CompletableFuture<List<BoardEntry>> readBoard(Board board, int from, int count) {
    return answer(
        () ->
            board(board).entrySet().stream()
                .map(line -> new BoardEntry(line.getKey(), line.getValue()))
                .sorted(BoardEntry.ORDER)
                .skip(from)
                .limit(count)
                .toList());
  }

  @Override
  public CompletableFuture<Void> rebuildBoard(Board board, List<BoardEntry> entries) {
    return done(
        () -> {
          Map<Long, Long> scores = board(board);
          scores.clear();
          entries.forEach(entry -> scores.put(entry.playerId(), entry.score()));
        });
  }

  @Override
  public CompletableFuture<Void> quarantine(long playerId, Quarantined copy, long keepMs) {
    return done(
        () -> {
          quarantine.put(playerId, copy);
          quarantineEndsMs.put(playerId, clock.time() + keepMs);
        });
  }

  @Override
  public CompletableFuture<SortedMap<Long, Long>> quarantined() {
    return answer(
        () -> {
          forgetOldCopies();
          return new TreeMap<>(quarantineEndsMs);
        });
  }

  @Override
  public CompletableFuture<@Nullable Quarantined> loadQuarantined(long playerId) {
    synchronized (this) {
      if (closed) {
        return unavailable();
      }
      forgetOldCopies();
      return CompletableFuture.completedFuture(quarantine.get(playerId));
    }
  }

  @Override
  public CompletableFuture<Boolean> endQuarantine(long playerId) {
    return answer(
        () -> {
          forgetOldCopies();
          quarantineEndsMs.remove(playerId);
          return quarantine.remove(playerId) != null;
        });
  }

  private void forgetOldCopies() {
    quarantineEndsMs.values().removeIf(endMs -> endMs <= clock.time());
    quarantine.keySet().retainAll(quarantineEndsMs.keySet());
  }

  @Override
  public CompletableFuture<SortedMap<Long, Incarnation>> online() {
    return answer(() -> new TreeMap<>(online));
  }

  @Override
  public CompletableFuture<Long> repairOnline() {
    return answer(
        () -> {
          int before = online.size();
          online.values().removeIf(owner -> !isLeaseAlive(Keys.lease(owner)));
          return (long) (before - online.size());
        });
  }

  /** It never comes back without something: it doesn't come back. */
  @Override
  public CompletableFuture<LogSync> logSync() {
    return answer(() -> new LogSync(true, false));
  }

  @Override
  public CompletableFuture<StoreDescription> describe() {
    return CompletableFuture.completedFuture(
        new StoreDescription("memory", "this process", "nothing is kept", false));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
  }

  /** All that is kept now, as a store of its own: what a store would find after it went back. */
  public MemoryStore copy() {
    synchronized (this) {
      MemoryStore copy = new MemoryStore(clock);
      values.forEach((key, value) -> copy.values.put(key, value.clone()));
      copy.counters.putAll(counters);
      copy.leaseEndsMs.putAll(leaseEndsMs);
      servers.forEach((key, server) -> copy.servers.put(key, server.copy()));
      copy.endsMs.putAll(endsMs);
      grounds.forEach((zone, ground) -> copy.grounds.put(zone, ground.copy()));
      copy.ledger.addAll(ledger);
      copy.online.putAll(online);
      boards.forEach((board, scores) -> copy.boards.put(board, new HashMap<>(scores)));
      requests.forEach((key, waiting) -> copy.requests.put(key, waiting.copy()));
      copy.quarantineEndsMs.putAll(quarantineEndsMs);
      copy.quarantine.putAll(quarantine);
      copy.ledgerMs = ledgerMs;
      copy.ledgerSequence = ledgerSequence;
      return copy;
    }
  }

  /** Overwrites or, with null, removes a value behind everybody's back: damage, for tests. */
  public void overwrite(String key, byte @Nullable [] value) {
    synchronized (this) {
      endsMs.remove(key);
      if (value == null) {
        values.remove(key);
      } else {
        values.put(key, value.clone());
      }
    }
  }

  // What follows is for MemoryLink, which calls it under this object's lock.

  boolean isClosed() {
    return closed;
  }

  byte @Nullable [] value(String key) {
    if (isOver(key)) {
      values.remove(key);
      endsMs.remove(key);
    }
    return values.get(key);
  }

  private boolean isOver(String key) {
    Long endMs = endsMs.get(key);
    return endMs != null && endMs <= clock.time();
  }

  /** As SET and MSET do it: the value stays for ever. */
  void put(String key, byte[] value) {
    values.put(key, value);
    endsMs.remove(key);
  }

  ZoneGround ground(int zone) {
    return grounds.computeIfAbsent(zone, z -> new ZoneGround());
  }

  void enter(String key, Incarnation owner) {
    if (key.startsWith(Keys.PLAYER_PREFIX)) {
      online.put(Keys.idOf(key), owner);
    }
  }

  void leave(String key, Incarnation owner) {
    if (key.startsWith(Keys.PLAYER_PREFIX)) {
      online.remove(Keys.idOf(key), owner);
    }
  }

  void post(BoardTotals totals) {
    for (Board board : Board.values()) {
      board(board).put(totals.playerId(), board.score(totals));
    }
  }

  private Map<Long, Long> board(Board board) {
    return boards.computeIfAbsent(board, b -> new HashMap<>());
  }

  void append(CommitWrite commit) {
    long nowMs = Math.max(clock.time(), ledgerMs);
    ledgerSequence = nowMs == ledgerMs ? ledgerSequence + 1 : 0;
    ledgerMs = nowMs;
    ledger.add(
        new LedgerEntry(
            ledgerMs + "-" + ledgerSequence,
            commit.operation(),
            commit.initiator(),
            commit.commitId(),
            commit.kind(),
            commit.ledgerLines().clone()));
  }

  boolean askRelease(String key, long playerId, int limit, long keepMs) {
    ReleaseRequests waiting = requests(key);
    if (waiting.playerIds.size() >= limit) {
      return false;
    }
    waiting.playerIds.add(playerId);
    waiting.endMs = clock.time() + keepMs;
    return true;
  }

  List<Long> takeRequests(String key) {
    List<Long> playerIds = List.copyOf(requests(key).playerIds);
    requests.remove(key);
    return playerIds;
  }

  private ReleaseRequests requests(String key) {
    ReleaseRequests waiting = requests.computeIfAbsent(key, k -> new ReleaseRequests());
    if (waiting.endMs <= clock.time()) {
      waiting.playerIds.clear();
    }
    return waiting;
  }

  ServerEntry server(String key) {
    return servers.computeIfAbsent(key, k -> new ServerEntry());
  }

  boolean isLeaseAlive(String key) {
    Long endMs = leaseEndsMs.get(key);
    return endMs != null && clock.time() < endMs;
  }

  void setLease(String key, long leaseMs) {
    leaseEndsMs.put(key, clock.time() + leaseMs);
  }

  void endLease(String key) {
    leaseEndsMs.remove(key);
  }

  private <T> CompletableFuture<T> answer(Supplier<T> command) {
    synchronized (this) {
      return closed ? unavailable() : CompletableFuture.completedFuture(command.get());
    }
  }

  private CompletableFuture<Void> done(Runnable command) {
    synchronized (this) {
      if (closed) {
        return unavailable();
      }
      command.run();
      return CompletableFuture.allOf();
    }
  }

  private static <T extends @Nullable Object> CompletableFuture<T> unavailable() {
    return CompletableFuture.failedFuture(
        new StoreException(StoreException.Reason.UNAVAILABLE, "the memory store is closed"));
  }

  /** The list {@code takeover:INCARNATION}. */
  private static final class ReleaseRequests {
    final List<Long> playerIds = new ArrayList<>();
    long endMs;

    ReleaseRequests copy() {
      ReleaseRequests copy = new ReleaseRequests();
      copy.playerIds.addAll(playerIds);
      copy.endMs = endMs;
      return copy;
    }
  }

  /** The hash {@code server:NAME}. */
  static final class ServerEntry {
    long started;
    long start;
    String incarnation = "";
    long link;

    ServerEntry copy() {
      ServerEntry copy = new ServerEntry();
      copy.started = started;
      copy.start = start;
      copy.incarnation = incarnation;
      copy.link = link;
      return copy;
    }
  }
}
