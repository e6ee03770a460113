package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.Stock;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hash of one zone, and what commit.lua asks of it and does to it. */
final class ZoneGround {
  private static final long MAX_COUNT = (1L << 53) - 1;
  private static final Comparator<Stock> ORDER =
      Comparator.comparingInt(Stock::shop).thenComparingInt(Stock::kind);

  /** 0 before the first claim. */
  long epoch;

  long changes;
  long events;
  private final Map<Long, byte[]> entries = new TreeMap<>();
  private final Map<String, Stock> stocks = new HashMap<>();

  ZoneGround copy() {
    ZoneGround copy = new ZoneGround();
    copy.epoch = epoch;
    copy.changes = changes;
    copy.events = events;
    copy.entries.putAll(entries);
    copy.stocks.putAll(stocks);
    return copy;
  }

  List<GroundEntry> entries() {
    List<GroundEntry> all = new ArrayList<>();
    entries.forEach((entry, value) -> all.add(new GroundEntry(entry, value.clone())));
    return all;
  }

  List<Stock> stocks() {
    return stocks.values().stream().sorted(ORDER).toList();
  }

  /** Could all of it be taken, given and counted, one after the other? */
  ZoneVerdict judge(ZonePart part) {
    Set<Long> there = new HashSet<>(entries.keySet());
    ZoneVerdict verdict = ZoneVerdict.OK;
    for (long entry : part.taken()) {
      verdict = firstOf(verdict, there.remove(entry), ZoneVerdict.MISSING);
    }
    for (GroundEntry given : part.given()) {
      verdict = firstOf(verdict, there.add(given.entry()), ZoneVerdict.THERE);
    }
    Map<String, Long> sums = new HashMap<>();
    for (StockChange change : part.counted()) {
      long before = sums.getOrDefault(change.field(), count(change));
      long after = before + change.change();
      sums.put(change.field(), after);
      verdict = firstOf(verdict, after >= 0 && after <= MAX_COUNT, ZoneVerdict.FLOOR);
    }
    return verdict;
  }

  private static ZoneVerdict firstOf(ZoneVerdict before, boolean isGood, ZoneVerdict otherwise) {
    return before == ZoneVerdict.OK && !isGood ? otherwise : before;
  }

  /** Does what {@link #judge} found possible. */
  void apply(ZonePart part) {
    part.taken().forEach(entries::remove);
    for (GroundEntry given : part.given()) {
      entries.put(given.entry(), given.value().clone());
    }
    for (StockChange change : part.counted()) {
      long after = count(change) + change.change();
      stocks.put(change.field(), new Stock(change.shop(), change.kind(), after));
    }
    changes++;
    events = Math.max(events, part.event());
  }

  /** Of the taken, then of the given ones. */
  List<Boolean> entriesThere(ZonePart part) {
    List<Boolean> there = new ArrayList<>();
    part.taken().forEach(entry -> there.add(entries.containsKey(entry)));
    part.given().forEach(given -> there.add(entries.containsKey(given.entry())));
    return there;
  }

  List<Long> counts(ZonePart part) {
    return part.counted().stream().map(this::count).toList();
  }

  private long count(StockChange change) {
    Stock stock = stocks.get(change.field());
    return stock == null ? 0 : stock.count();
  }
}
