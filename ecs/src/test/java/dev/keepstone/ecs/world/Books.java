package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.state.ItemSlots;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Double-entry books beside a {@link TestVault}: opened with what the store holds, carried on with
 * every line of its ledger, and compared with what it holds then.
 */
final class Books {
  private record Account(Container container, long key, int item) {}

  private final TestVault vault;
  private final Map<Account, Long> balances = new HashMap<>();
  private int booked;

  Books(TestVault vault) {
    this.vault = vault;
    balances.putAll(held());
  }

  /** Books what is new; fails when any container holds anything else than the books say. */
  void check(String where) {
    for (; booked < vault.written().size(); booked++) {
      for (TestCommit.Line line : vault.written().get(booked).lines()) {
        add(balances, line.from(), line.fromKey(), line.item(), -line.amount());
        add(balances, line.to(), line.toKey(), line.item(), line.amount());
      }
    }
    Map<Account, Long> held = held();
    for (Map.Entry<Account, Long> balance : balances.entrySet()) {
      Account account = balance.getKey();
      boolean isOutside =
          account.container() == Container.SOURCE || account.container() == Container.SINK;
      if (!isOutside && !balance.getValue().equals(held.getOrDefault(account, 0L))) {
        throw new AssertionError(
            "books differ: "
                + account
                + " books="
                + balance
                + " held="
                + held.get(account)
                + where);
      }
    }
    if (!balances.keySet().containsAll(held.keySet())) {
      throw new AssertionError("something out of nowhere: " + held.keySet() + where);
    }
  }

  /** Of each unique item in the store, where it is; fails when one is in two places. */
  static Map<Long, String> uniques(TestVault vault, String where) {
    Map<Long, String> places = new TreeMap<>();
    for (StoredPlayer player : vault.players()) {
      addUniques(places, player.state.inventory, "inventory of " + player.id, where);
      addUniques(places, player.state.equipment, "equipment of " + player.id, where);
      addUniques(places, player.state.bank, "bank of " + player.id, where);
    }
    for (TestZone zone : vault.zones()) {
      for (TestZone.Entry entry : zone.entries.values()) {
        addUnique(places, entry.unique(), "ground of " + zone.number, where);
      }
    }
    return places;
  }

  static void addUniques(Map<Long, String> places, ItemSlots slots, String place, String where) {
    for (int slot = 0; slot < slots.size(); slot++) {
      addUnique(places, slots.unique(slot), place, where);
    }
  }

  static void addUnique(Map<Long, String> places, long unique, String place, String where) {
    String other = unique == 0 ? null : places.put(unique, place);
    if (other != null) {
      throw new AssertionError("twice: id=" + unique + " in " + other + " and " + place + where);
    }
  }

  private Map<Account, Long> held() {
    Map<Account, Long> held = new HashMap<>();
    for (StoredPlayer player : vault.players()) {
      add(held, Container.INVENTORY, player.id, 0, player.state.coins);
      addSlots(held, Container.INVENTORY, player.id, player.state.inventory);
      addSlots(held, Container.EQUIPMENT, player.id, player.state.equipment);
      addSlots(held, Container.BANK, player.id, player.state.bank);
    }
    for (TestZone zone : vault.zones()) {
      for (TestZone.Entry entry : zone.entries.values()) {
        add(held, Container.GROUND, zone.number, entry.kind(), entry.amount());
      }
      for (TestZone.Stock stock : zone.stocks.keySet()) {
        add(held, Container.SHOP, stock.shop(), stock.kind(), zone.stocks.get(stock));
      }
    }
    return held;
  }

  private static void addSlots(
      Map<Account, Long> to, Container container, long key, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        add(to, container, key, slots.kind(slot), slots.count(slot));
      }
    }
  }

  private static void add(
      Map<Account, Long> to, Container container, long key, int item, long amount) {
    to.merge(new Account(container, key, item), amount, Long::sum);
  }
}
