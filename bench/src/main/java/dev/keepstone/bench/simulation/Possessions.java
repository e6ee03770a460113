package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.Stock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one holder has: how many of each kind (0: coins), and which unique items. */
final class Possessions {
  final TreeMap<Integer, Long> amounts = new TreeMap<>();
  final TreeSet<Long> uniques = new TreeSet<>();

  /** A player's own containers together. */
  static Possessions of(PlayerState state) {
    Possessions all = new Possessions();
    all.add(0, state.coins);
    all.add(state.inventory);
    all.add(state.equipment);
    all.add(state.bank);
    return all;
  }

  /** What lies on the ground. */
  static Possessions of(List<GroundEntry> entries) {
    Possessions all = new Possessions();
    for (GroundEntry entry : entries) {
      GroundItem item = GroundEntryCodec.decode(entry.entry(), entry.value());
      if (item == null) {
        throw new Violation(
            Invariant.CONSERVATION, "an entry on the ground can't be read: entry=" + entry.entry());
      }
      all.add(item.kind(), item.amount());
      all.addUnique(item.unique());
    }
    return all;
  }

  /** What one shop has on its shelf and in its till. */
  static Possessions of(List<Stock> stocks, long shop) {
    Possessions all = new Possessions();
    for (Stock stock : stocks) {
      if (stock.shop() == shop) {
        all.add(stock.kind(), stock.count());
      }
    }
    return all;
  }

  private void add(ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        add(slots.kind(slot), slots.count(slot));
        addUnique(slots.unique(slot));
      }
    }
  }

  private void addUnique(long unique) {
    if (unique != 0 && !uniques.add(unique)) {
      throw new Violation(
          Invariant.ONE_CONTAINER, "one holder has the same item twice: item=" + unique);
    }
  }

  void add(int kind, long amount) {
    long sum = amounts.getOrDefault(kind, 0L) + amount;
    if (sum == 0) {
      amounts.remove(kind);
    } else {
      amounts.put(kind, sum);
    }
  }

  /** What these lines make of it; uniques are left as they are. */
  Map<Integer, Long> after(List<LedgerLine> lines, Holder holder) {
    Possessions changed = new Possessions();
    changed.amounts.putAll(amounts);
    for (LedgerLine line : lines) {
      if (Holder.of(line.from(), line.fromKey()).equals(holder)) {
        changed.add(line.item(), -line.amount());
      }
      if (Holder.of(line.to(), line.toKey()).equals(holder)) {
        changed.add(line.item(), line.amount());
      }
    }
    return changed.amounts;
  }

  boolean isSameAs(Possessions other) {
    return amounts.equals(other.amounts) && uniques.equals(other.uniques);
  }

  @Override
  public String toString() {
    return amounts + " uniques " + uniques;
  }
}
