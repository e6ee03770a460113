package dev.keepstone.persistence.maintenance;

import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerBalances;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.Stock;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.ZoneContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Proves that what exists is what the ledger says: each player, each zone's ground and each shop
 * has what came in minus what went out, and each unique item is in one place, the one where the
 * ledger has put it last. Made for one run.
 *
 * <p>It may run beside a server. Whatever moves while it reads is not judged but counted; a stopped
 * world is judged as a whole.
 */
public final class LedgerAudit {
  private final Store store;
  private final LedgerBook book;
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private final Map<Holder, Map<Integer, Long>> found = new TreeMap<>();
  private final Map<Long, List<Holder>> foundUniques = new TreeMap<>();
  private final Set<Holder> unjudged = new HashSet<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long records;

  public LedgerAudit(Store store) {
    this.store = store;
    book = new LedgerBook(store);
  }

  /**
   * What it found.
   *
   * @param entries read, since the checkpoint
   * @param holders judged
   * @param moving holders that gave or took while they were read
   * @param faults what doesn't agree, a line each
   * @param unreadable keys that could not be read, whose holders are not judged
   */
  public record Report(
      long entries, long holders, long moving, List<String> faults, List<String> unreadable) {
    /** Everything was judged, and agrees. */
    public boolean isProof() {
      return faults.isEmpty() && unreadable.isEmpty() && moving == 0;
    }
  }

  /**
   * Reads everything once.
   *
   * @param progress hears after each record how many were read
   * @throws StoreException when the checkpoint moves meanwhile, so that entries may go unread
   */
  public Report run(LongConsumer progress) {
    LedgerBalances balances = book.checkpoint();
    String checkpoint = balances.throughId();
    long[] entries = {0};
    String read =
        book.each(
            checkpoint,
            entry -> {
              balances.apply(entry);
              entries[0]++;
            });
    readPlayers(progress);
    readZones();
    Set<Holder> moving = movedAfter(read);
    if (!book.checkpoint().throughId().equals(checkpoint)) {
      throw new StoreException(
          StoreException.Reason.UNAVAILABLE,
          "the ledger's checkpoint moved on while the ledger was read; run this again");
    }
    unjudged.addAll(moving);
    long holders = judge(balances);
    judgeUniques(balances);
    return new Report(entries[0], holders, moving.size(), faults, unreadable);
  }

  private void readPlayers(LongConsumer progress) {
    new RecordWalk(store)
        .each(
            (playerId, stored) -> {
              Holder holder = new Holder(Holder.Kind.PLAYER, playerId);
              if (codec.decode(stored, playerId, player) == DecodeOutcome.OK) {
                add(holder, player.state);
              } else {
                unjudged.add(holder);
                unreadable.add(Keys.player(playerId));
              }
              progress.accept(++records);
            });
  }

  private void add(Holder holder, PlayerState state) {
    add(holder, 0, state.coins);
    for (ItemSlots slots : List.of(state.inventory, state.equipment, state.bank)) {
      for (int slot = 0; slot < slots.size(); slot++) {
        if (!slots.isEmpty(slot)) {
          add(holder, slots.kind(slot), slots.count(slot));
          addUnique(holder, slots.unique(slot));
        }
      }
    }
  }

  private void add(Holder holder, int kind, long amount) {
    found.computeIfAbsent(holder, h -> new HashMap<>()).merge(kind, amount, Long::sum);
  }

  private void addUnique(Holder holder, long unique) {
    if (unique != 0) {
      foundUniques.computeIfAbsent(unique, u -> new ArrayList<>()).add(holder);
    }
  }

  private void readZones() {
    Set<Integer> zones = new TreeSet<>();
    RecordWalk.eachSlice(
        store, Keys.GROUND_PREFIX, keys -> keys.forEach(key -> zones.add((int) Keys.idOf(key))));
    for (int zone : zones) {
      ZoneContents contents = Answers.await(store.readZone(zone));
      contents.entries().forEach(entry -> addGround(zone, entry));
      for (Stock stock : contents.stocks()) {
        add(new Holder(Holder.Kind.SHOP, stock.shop()), stock.kind(), stock.count());
      }
    }
  }

  private void addGround(int zone, GroundEntry entry) {
    Holder ground = new Holder(Holder.Kind.GROUND, zone);
    GroundItem item = GroundEntryCodec.decode(entry.entry(), entry.value());
    if (item == null) {
      unjudged.add(ground);
      unreadable.add(Keys.ground(zone) + " entry=" + entry.entry());
    } else {
      add(ground, item.kind(), item.amount());
      addUnique(ground, item.unique());
    }
  }

  /** Who gave or took since the ledger was read: their records may be of before or after. */
  private Set<Holder> movedAfter(String id) {
    Set<Holder> moved = new HashSet<>();
    book.each(
        id,
        entry -> {
          for (LedgerLine line : LedgerLines.decode(entry.lines())) {
            moved.add(Holder.of(line.from(), line.fromKey()));
            moved.add(Holder.of(line.to(), line.toKey()));
          }
        });
    moved.removeIf(Holder::isOutside);
    return moved;
  }

  private long judge(LedgerBalances balances) {
    Set<Holder> holders = new TreeSet<>(found.keySet());
    holders.addAll(balances.all().keySet());
    holders.removeIf(holder -> holder.isOutside() || unjudged.contains(holder));
    for (Holder holder : holders) {
      Map<Integer, Long> has = found.getOrDefault(holder, Map.of());
      Map<Integer, Long> shouldHave = balances.of(holder);
      Set<Integer> kinds = new TreeSet<>(has.keySet());
      kinds.addAll(shouldHave.keySet());
      for (int kind : kinds) {
        long is = has.getOrDefault(kind, 0L);
        long should = shouldHave.getOrDefault(kind, 0L);
        if (is != should) {
          String what = kind == 0 ? "coins" : "item kind " + kind;
          faults.add(holder + ": " + what + ": has " + is + ", ledger says " + should);
        }
      }
    }
    return holders.size();
  }

  private void judgeUniques(LedgerBalances balances) {
    foundUniques.forEach(
        (unique, places) -> {
          Holder should = balances.uniques().get(unique);
          if (places.stream().anyMatch(unjudged::contains)) {
            return;
          }
          if (places.size() > 1) {
            faults.add("item id " + unique + ": exists " + places.size() + " times: " + places);
          } else if (!places.get(0).equals(should)) {
            faults.add(
                "item id " + unique + ": is at " + places.get(0) + ", ledger says " + should);
          }
        });
    new TreeMap<>(balances.uniques())
        .forEach(
            (unique, should) -> {
              // A shop has so many of a kind; the id of what is sold to it ends there.
              if (!should.isOutside()
                  && should.kind() != Holder.Kind.SHOP
                  && !unjudged.contains(should)
                  && !foundUniques.containsKey(unique)) {
                faults.add("item id " + unique + ": is nowhere, ledger says " + should);
              }
            });
  }
}
