package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneContents;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.ZoneVerdict;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/** What broken variants do instead. Called from within production classes that were rewritten. */
public final class Mutations {
  private static final long APART_MS = 800;
  private static final long STALE_MS = 2_000;
  private static final Map<Object, Map<Long, byte[]>> REMEMBERED = weak();
  private static final Map<Object, Map<String, Long>> ALIVE_SINCE = weak();
  private static final Map<Incarnation, Long> NEWEST_LINK = new ConcurrentHashMap<>();
  private static final Set<RowWrite> SENT =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private Mutations() {}

  private static <K, V> Map<K, V> weak() {
    return Collections.synchronizedMap(new WeakHashMap<>());
  }

  // ---- reflection: what is meant to be out of reach

  public static Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object call(Object of, String name, Object... arguments) {
    try {
      for (Method method : of.getClass().getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == arguments.length
            && fits(method, arguments)) {
          method.setAccessible(true);
          return method.invoke(of, arguments);
        }
      }
      throw new IllegalStateException("no such method: " + of.getClass() + "." + name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean fits(Method method, Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      Class<?> wanted = method.getParameterTypes()[i];
      if (!wanted.isPrimitive() && !wanted.isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  // ---- the store

  /** A lease as it was a while ago: whoever came back since then still looks dead. */
  public static boolean isLeaseAliveStale(MemoryStore store, String key) {
    boolean alive = (boolean) call(store, "isLeaseAlive", key);
    Long since = aliveSince(store).get(key);
    return alive && (since == null || now(store) - since > STALE_MS);
  }

  /** A lease is set: remembers since when it has been alive. */
  public static void onLeaseSet(Object store, String key) {
    if (!(boolean) call(store, "isLeaseAlive", key)) {
      aliveSince(store).put(key, now(store));
    }
  }

  private static Map<String, Long> aliveSince(Object store) {
    return ALIVE_SINCE.computeIfAbsent(store, s -> new ConcurrentHashMap<>());
  }

  private static long now(Object store) {
    return ((EpochClock) field(store, "clock")).time();
  }

  /** Adds instead of setting. */
  @SuppressWarnings("unchecked")
  public static void postByIncrements(Object store, BoardTotals totals) {
    for (Board board : Board.values()) {
      ((Map<Long, Long>) call(store, "board", board))
          .merge(totals.playerId(), board.score(totals), Long::sum);
    }
  }

  /** The newest link of a run. */
  public static void onLinkResumed(LinkIdentity link) {
    NEWEST_LINK.merge(link.incarnation(), link.linkNumber(), Math::max);
  }

  /** Only the last link before the newest one is recognized as old. */
  public static long linkNumberUnlessOlder(LinkIdentity link) {
    long newest = NEWEST_LINK.getOrDefault(link.incarnation(), link.linkNumber());
    return link.linkNumber() <= newest - 2 ? newest : link.linkNumber();
  }

  /** No link is recognized as old. */
  public static long linkNumberOfNewest(LinkIdentity link) {
    return NEWEST_LINK.getOrDefault(link.incarnation(), link.linkNumber());
  }

  /** The verdict without a look at who has the zone. */
  public static ZoneVerdict judgeGroundOnly(Object link, ZonePart part, boolean areRowsOk) {
    Object ground = call(field(link, "store"), "ground", part.zone());
    return areRowsOk ? (ZoneVerdict) call(ground, "judge", part) : ZoneVerdict.OK;
  }

  /** Counts are applied though the rest was done before. */
  public static void applyCounts(Object link, CommitWrite commit, CommitReply reply) {
    ZonePart part = commit.zone();
    if (part != null && !part.counted().isEmpty() && reply.outcome() == CommitReply.Outcome.DONE) {
      ZonePart counts =
          new ZonePart(
              part.zone(),
              part.epoch(),
              part.confirmedChanges(),
              0,
              List.of(),
              List.of(),
              part.counted());
      call(call(field(link, "store"), "ground", part.zone()), "apply", counts);
    }
  }

  /** Only rows that were found good are written. */
  public static boolean isRefused(Object link, RowWrite row) {
    return call(link, "judge", row) != RowVerdict.OK;
  }

  // ---- the vault

  /** What a player's record was when it was loaded first. */
  public static byte[] firstLoaded(Object check, long playerId, byte[] stored) {
    return REMEMBERED
        .computeIfAbsent(check, c -> new ConcurrentHashMap<>())
        .computeIfAbsent(playerId, id -> stored.clone());
  }

  /** Rows that are sent a second time get the contents that they would have now. */
  public static void refresh(List<RowWrite> rows) {
    for (RowWrite row : rows) {
      if (!SENT.add(row)) {
        PlayerRecord player = new PlayerRecord();
        PlayerCodec codec = new PlayerCodec();
        long playerId = Keys.idOf(row.key());
        if (codec.decode(row.record(), playerId, player) == DecodeOutcome.OK) {
          player.state.x = player.state.x < 4 ? player.state.x + 0.5f : player.state.x - 0.5f;
          byte[] fresh = codec.encode(player, new RecordHeader().wrap(row.record()).fence());
          System.arraycopy(fresh, 0, row.record(), 0, row.record().length);
        }
      }
    }
  }

  private static boolean releases(List<RowWrite> rows) {
    return rows.stream().anyMatch(row -> fence(row).released());
  }

  private static Fence fence(RowWrite row) {
    return new RecordHeader().wrap(row.record()).fence();
  }

  /** Releases go out before the last save does. */
  public static void releaseFirst(StoreLink link, List<RowWrite> rows) {
    for (RowWrite row : rows) {
      if (fence(row).released()) {
        var unused = link.giveBack(row.key(), fence(row).epoch());
      }
    }
  }

  /** Saves without the release, which follows by itself; null where nothing is released. */
  public static @Nullable CompletableFuture<List<RowVerdict>> saveThenRelease(
      StoreLink link, List<RowWrite> rows) {
    if (!releases(rows)) {
      return null;
    }
    List<RowWrite> kept = new ArrayList<>();
    for (RowWrite row : rows) {
      byte[] record = row.record().clone();
      Fence fence = fence(row);
      new RecordHeader().wrap(record).rewriteFence(fence.withVersion(fence.version(), false));
      kept.add(new RowWrite(row.key(), row.expectedHeader(), record, row.totals()));
    }
    CompletableFuture<List<RowVerdict>> saved = link.save(kept);
    releaseFirst(link, rows);
    return saved;
  }

  /** Releases without the last save; null where nothing is released. */
  public static @Nullable CompletableFuture<List<RowVerdict>> releaseOnly(
      StoreLink link, List<RowWrite> rows) {
    if (!releases(rows) || rows.size() != 1) {
      return null;
    }
    return link.giveBack(rows.get(0).key(), fence(rows.get(0)).epoch()).thenApply(List::of);
  }

  /** The record as it was a moment before it was claimed, under the fence of the claim. */
  public static CompletableFuture<ClaimReply> loadApart(StoreLink link, String key) {
    byte[] before = ((SimulatedLink) link).redis().memory().load(key).join().value();
    return later(link, () -> link.claim(key, PlayerBodyDecoder.SCHEMA_VERSION))
        .thenApply(
            reply -> {
              byte[] record = reply.record();
              if (reply.outcome() != ClaimOutcome.OK || before == null) {
                return reply;
              }
              Fence claimed = new RecordHeader().wrap(record).fence();
              byte[] old = before.clone();
              new RecordHeader().wrap(old).rewriteFence(claimed);
              return new ClaimReply(ClaimOutcome.OK, old);
            });
  }

  /** The ground as it was a moment before it was claimed. */
  public static CompletableFuture<ZoneReply> readApart(StoreLink link, int zone) {
    ZoneContents before = ((SimulatedLink) link).redis().memory().readZone(zone).join();
    return later(link, () -> link.claimZone(zone))
        .thenApply(
            reply ->
                reply.outcome() != ZoneReply.Outcome.OK
                    ? reply
                    : new ZoneReply(
                        reply.outcome(),
                        reply.epoch(),
                        reply.changes(),
                        reply.events(),
                        before.entries(),
                        before.stocks()));
  }

  /** Asks a moment later. */
  private static <T> CompletableFuture<T> later(
      StoreLink link, Supplier<CompletableFuture<T>> command) {
    SimulatedRedis redis = ((SimulatedLink) link).redis();
    CompletableFuture<T> reply = new CompletableFuture<>();
    redis.at(
        redis.nowMs() + APART_MS,
        () -> {
          var unused =
              command
                  .get()
                  .whenComplete(
                      (answer, failure) -> {
                        if (failure == null) {
                          reply.complete(answer);
                        } else {
                          reply.completeExceptionally(failure);
                        }
                      });
        });
    return reply;
  }

  // ---- the world

  /** What a commit takes stays visible and free. */
  public static void unlock(Object zone, Object commit) {
    for (Object item : (List<?>) field(commit, "taken")) {
      call(zone, "keepIf", true, item);
    }
  }

  /** Tells whoever has asked that it was not done. */
  public static void tellFailed(Object publisher, Object row) {
    Object asker = call(row, "asker");
    if (asker != null) {
      Object session = call(asker, "session");
      Object gateways = field(publisher, "gateways");
      long id = (long) call(session, "id");
      call(
          gateways,
          "intentRefused",
          id,
          call(row, "sequence"),
          dev.keepstone.ecs.message.sbe.RefusalReason.NOT_ALLOWED);
    }
  }
}
