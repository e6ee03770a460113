package dev.keepstone.persistence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.KeySlice;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The scripts and their twin in memory: random histories of three servers over few players and
 * zones, wrong epochs and versions among them. Every reply and all that is left must be the same.
 */
class StoreTwinsTest {
  private static final int HISTORIES = 40;
  private static final int STEPS = 120;
  private static final int SERVERS = 3;
  private static final int PLAYERS = 4;
  private static final int ZONES = 2;
  private static final long LEASE_MS = 600_000;

  @Test
  void bothAnswerAlike() {
    try (TestRedis redis = new TestRedis()) {
      long firstSeed = 20_261_126;
      for (long seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
        redis.raw().flushall();
        try (MemoryStore memory = new MemoryStore(System::currentTimeMillis)) {
          new History(seed, memory, redis.store).run();
        }
      }
    }
  }

  /** One history, told to both. */
  private static final class History {
    private final long seed;
    private final Random random;
    private final Store memory;
    private final Store redis;
    private final List<String> steps = new ArrayList<>();
    private final Incarnation[] incarnations = new Incarnation[SERVERS];
    private final long[] linkNumbers = new long[SERVERS];
    private final StoreLink[] memoryLinks = new StoreLink[SERVERS];
    private final StoreLink[] redisLinks = new StoreLink[SERVERS];
    private final PlayerCodec codec = new PlayerCodec();

    History(long seed, Store memory, Store redis) {
      this.seed = seed;
      this.memory = memory;
      this.redis = redis;
      random = new Random(seed);
    }

    void run() {
      for (long id = 1; id <= PLAYERS; id++) {
        byte[] record = record(id, Fence.NEW);
        String key = Keys.player(id);
        tellStores("create", store -> store.save(key, record));
      }
      for (int server = 0; server < SERVERS; server++) {
        incarnations[server] = new Incarnation(seed, server + 1L);
        int number = server;
        tellStores("start", store -> store.takeStartNumber("s" + number));
        reopen(server);
      }
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(SERVERS));
      }
      compareWhatIsLeft();
    }

    private void step(int server) {
      String key = Keys.player(1L + random.nextInt(PLAYERS));
      int zone = 1 + random.nextInt(ZONES);
      switch (random.nextInt(12)) {
        case 0 -> tell("claim " + key, server, link -> link.claim(key, 9));
        case 1 -> tell("claimZone " + zone, server, link -> link.claimZone(zone));
        case 2, 3 -> {
          List<RowWrite> rows = rows(server, 1 + random.nextInt(3));
          tell("save " + rows, server, link -> link.save(rows));
        }
        case 4, 5, 6, 7, 8 -> {
          CommitWrite commit = commit(server, zone);
          tell("commit " + commit, server, link -> link.commit(commit));
          if (random.nextInt(4) == 0) {
            tell("again", server, link -> link.commit(commit));
          }
        }
        case 9 -> {
          long epoch = 1L + random.nextInt(4);
          tell("giveBack " + key, server, link -> link.giveBack(key, epoch));
          tell("releaseZone " + zone, server, link -> link.releaseZone(zone, epoch));
        }
        case 10 -> {
          int owner = random.nextInt(SERVERS);
          tell("ask", server, link -> link.askRelease(incarnations[owner], zone));
          tell("take", owner, StoreLink::takeReleaseRequests);
        }
        default -> {
          if (random.nextInt(4) == 0) {
            tell("retire", server, StoreLink::retireLease);
          }
          reopen(server);
        }
      }
    }

    private void reopen(int server) {
      LinkIdentity identity =
          new LinkIdentity("s" + server, 1, incarnations[server], ++linkNumbers[server]);
      memoryLinks[server] = memory.openLink(identity).join();
      if (redisLinks[server] != null) {
        redisLinks[server].close();
      }
      redisLinks[server] = redis.openLink(identity).join();
      List<Holding> holdings = new ArrayList<>();
      for (long id = 1; id <= PLAYERS; id++) {
        holdings.add(new Holding(Keys.player(id), random.nextInt(4), random.nextInt(4)));
      }
      List<ZoneHolding> zones = new ArrayList<>();
      for (int zone = 1; zone <= ZONES; zone++) {
        zones.add(new ZoneHolding(zone, random.nextInt(4), random.nextInt(4)));
      }
      tell("resume " + holdings + zones, server, link -> link.resume(holdings, zones, LEASE_MS));
    }

    /** Mostly what the owner would write next, sometimes something wrong. */
    private List<RowWrite> rows(int server, int count) {
      List<Long> ids = new ArrayList<>(List.of(1L, 2L, 3L, 4L));
      List<RowWrite> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long id = ids.remove(random.nextInt(ids.size()));
        Fence stored = codecFence(id);
        long version = stored.version() + (random.nextInt(5) == 0 ? random.nextInt(4) - 1 : 1);
        Incarnation owner = random.nextInt(8) == 0 ? incarnations[server] : stored.owner();
        Fence written =
            new Fence(owner, stored.epoch(), stored.base(), version, random.nextInt(12) == 0);
        BoardTotals totals =
            random.nextBoolean()
                ? new BoardTotals(id, random.nextInt(5), random.nextInt(3), random.nextInt(3))
                : null;
        rows.add(new RowWrite(Keys.player(id), null, record(id, written), totals));
      }
      return rows;
    }

    private CommitWrite commit(int server, int zone) {
      boolean isEvent = random.nextInt(4) == 0;
      List<RowWrite> rows = isEvent ? List.of() : rows(server, random.nextInt(3));
      byte[] lines = new byte[random.nextInt(3)];
      ZonePart part = isEvent || random.nextInt(4) > 0 ? part(zone, isEvent) : null;
      return new CommitWrite(seed, random.nextInt(9), 1, 2, rows, lines, part);
    }

    private ZonePart part(int zone, boolean isEvent) {
      List<Long> taken = new ArrayList<>();
      List<GroundEntry> given = new ArrayList<>();
      List<StockChange> counted = new ArrayList<>();
      for (int i = random.nextInt(2); i > 0; i--) {
        taken.add((long) random.nextInt(6));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        given.add(new GroundEntry(random.nextInt(6), new byte[] {(byte) random.nextInt(9)}));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        counted.add(new StockChange(1, random.nextInt(3), random.nextInt(8) - 3));
      }
      long event = isEvent ? 1L + random.nextInt(4) : 0;
      long epoch = 1L + random.nextInt(3);
      return new ZonePart(zone, epoch, random.nextInt(2), event, taken, given, counted);
    }

    private Fence codecFence(long id) {
      byte[] record = Objects.requireNonNull(memory.load(Keys.player(id)).join().value());
      return new RecordHeader().wrap(record).fence();
    }

    private byte[] record(long id, Fence fence) {
      PlayerRecord player = new PlayerRecord();
      player.playerId = id;
      player.state.hp = random.nextInt(100);
      player.name = "someone";
      return codec.encode(player, fence);
    }

    private void compareWhatIsLeft() {
      for (long id = 1; id <= PLAYERS; id++) {
        String key = Keys.player(id);
        tellStores("left " + key, store -> store.load(key));
      }
      for (int zone = 1; zone <= ZONES; zone++) {
        String key = Keys.zone(zone);
        tellStores("left " + key, store -> store.load(key));
      }
      for (Board board : Board.values()) {
        tellStores("board " + board, store -> store.readBoard(board, 0, 99));
      }
      tellStores("online", Store::online);
      tellStores("keys", store -> store.keys(Keys.PLAYER_PREFIX, KeySlice.START));
      tellStores("ledger", store -> store.readLedger(LedgerEntry.BEGINNING, 1_000));
      for (int server = 0; server < SERVERS; server++) {
        tell("retire", server, StoreLink::retireLease);
      }
      reopen(0);
      for (int zone = 1; zone <= ZONES; zone++) {
        int number = zone;
        tell("contents of " + zone, 0, link -> link.claimZone(number));
      }
    }

    private <T> void tell(
        String what, int server, Function<StoreLink, CompletableFuture<T>> command) {
      steps.add(server + ": " + what);
      compare(command.apply(memoryLinks[server]), command.apply(redisLinks[server]));
    }

    private <T> void tellStores(String what, Function<Store, CompletableFuture<T>> command) {
      steps.add(what);
      compare(command.apply(memory), command.apply(redis));
    }

    private void compare(CompletableFuture<?> inMemory, CompletableFuture<?> inRedis) {
      assertThat(text(inRedis.join()))
          .as("seed=%s steps=%s", seed, steps)
          .isEqualTo(text(inMemory.join()));
    }

    /** Arrays by content; what only one of the two can know is left out. */
    private static String text(@Nullable Object reply) {
      if (reply instanceof byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
      }
      if (reply instanceof List<?> list) {
        return list.stream().map(History::text).toList().toString();
      }
      if (reply instanceof KeySlice slice) {
        return slice.keys().stream().sorted().toList().toString();
      }
      if (reply instanceof Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
            .filter(part -> !(record instanceof LedgerEntry) || !part.getName().equals("id"))
            .map(part -> part.getName() + "=" + text(read(record, part.getAccessor())))
            .toList()
            .toString();
      }
      return String.valueOf(reply);
    }

    private static @Nullable Object read(Record record, java.lang.reflect.Method accessor) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
