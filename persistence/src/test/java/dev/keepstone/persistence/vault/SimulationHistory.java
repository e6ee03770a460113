package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.memory.GroundPeek;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all simulated worlds together know to be durable, and what the store says at that moment.
 * Coins and items are handed out once, at the beginning: later they may only change places.
 */
final class SimulationHistory {
  static final int ZONE = 1;
  static final int ITEM_KIND = 3;
  private static final int COINS_EACH = 100;
  private static final int ITEMS_EACH = 2;

  private final MemoryStore store;
  private final int playerCount;
  private final Map<Long, Map<Long, Float>> durable = new HashMap<>();
  private final Map<Long, Long> lastStored = new HashMap<>();
  private final Set<Long> executed = new HashSet<>();
  private final Set<Long> acknowledged = new HashSet<>();
  private final Set<Long> refused = new HashSet<>();
  private final PlayerRecord player = new PlayerRecord();
  private final PlayerCodec codec = new PlayerCodec();
  private final RecordHeader header = new RecordHeader();
  private String ledgerRead = LedgerEntry.BEGINNING;
  private long numbers;

  SimulationHistory(MemoryStore store, int playerCount) {
    this.store = store;
    this.playerCount = playerCount;
    long items = 0;
    for (long id = 1; id <= playerCount; id++) {
      PlayerRecord born = new PlayerRecord();
      born.playerId = id;
      born.name = "p";
      born.state.coins = COINS_EACH;
      for (int slot = 0; slot < ITEMS_EACH; slot++) {
        born.state.inventory.set(slot, ITEM_KIND, 1, ++items);
      }
      store.overwrite(Keys.player(id), codec.encode(born, Fence.NEW));
    }
  }

  /** A number that nothing else has: of a commit, an operation or a ground entry. */
  long newNumber() {
    return ++numbers;
  }

  /** Versions only rise, so what was there when it was confirmed is never lost. */
  long stored(long id) {
    byte[] record = Objects.requireNonNull(store.load(Keys.player(id)).join().value());
    assertThat(codec.decode(record, id, player)).isEqualTo(DecodeOutcome.OK);
    long version = header.wrap(record).version();
    assertThat(version).isGreaterThanOrEqualTo(lastStored.getOrDefault(id, 0L));
    lastStored.put(id, version);
    return version;
  }

  void confirmed(long id, long version, PlayerState state) {
    long stored = stored(id);
    assertThat(stored).as("player %d confirmed", id).isGreaterThanOrEqualTo(version);
    if (stored == version) {
      assertThat(player.state.x).as("player %d version %d", id, version).isEqualTo(state.x);
      assertThat(player.state.coins).as("coins of player %d", id).isEqualTo(state.coins);
      assertThat(player.state.highestOperation()).isEqualTo(state.highestOperation());
    }
    Float before = durable.computeIfAbsent(id, k -> new TreeMap<>()).put(version, state.x);
    assertThat(before).as("player %d version %d confirmed twice", id, version).isNull();
  }

  /** May be told late, after another server has gone on: then our rows will lose. */
  void loaded(long id, long version, float x) {
    assertThat(stored(id)).isGreaterThanOrEqualTo(version);
    Float saved = durable.getOrDefault(id, Map.of()).get(version);
    if (saved != null) {
      assertThat(x).as("player %d version %d", id, version).isEqualTo(saved);
    }
  }

  /**
   * A commit was answered. What is acknowledged stands in the ledger. What is refused may stand
   * there, when its players have gone to another server since; but then it stands there now.
   */
  void settled(long commit, boolean isDurable) {
    readLedger();
    if (isDurable) {
      assertThat(executed).as("acknowledged commits").contains(commit);
    }
    assertThat((isDurable ? acknowledged : refused).add(commit)).isTrue();
  }

  private void readLedger() {
    List<LedgerEntry> entries = store.readLedger(ledgerRead, 1_000).join();
    for (LedgerEntry entry : entries) {
      assertThat(executed.add(entry.commit()))
          .as("commit %d executed once", entry.commit())
          .isTrue();
      assertThat(refused).doesNotContain(entry.commit());
      ledgerRead = entry.id();
    }
  }

  /** Nothing is lost and nothing doubled, whatever the worlds believe. */
  void checkConservation() {
    readLedger();
    long coins = 0;
    Set<Long> items = new TreeSet<>();
    for (long id = 1; id <= playerCount; id++) {
      stored(id);
      coins += player.state.coins;
      for (int slot = 0; slot < player.state.inventory.size(); slot++) {
        if (!player.state.inventory.isEmpty(slot)) {
          long item = player.state.inventory.unique(slot);
          assertThat(items.add(item)).as("item %d is in one place", item).isTrue();
        }
      }
    }
    for (GroundEntry entry : GroundPeek.entries(store, ZONE)) {
      GroundItem item =
          Objects.requireNonNull(GroundEntryCodec.decode(entry.entry(), entry.value()));
      if (item.kind() == ITEM_KIND) {
        assertThat(items.add(item.unique())).as("item %d is in one place", item.unique()).isTrue();
      } else {
        coins += item.amount();
      }
    }
    assertThat(coins).as("all coins").isEqualTo((long) COINS_EACH * playerCount);
    assertThat(items).as("all items").hasSize(ITEMS_EACH * playerCount);
  }

  /** What lies there now. */
  Set<Long> groundEntries() {
    Set<Long> entries = new TreeSet<>();
    GroundPeek.entries(store, ZONE).forEach(entry -> entries.add(entry.entry()));
    return entries;
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  int refusedCount() {
    return refused.size();
  }
}
