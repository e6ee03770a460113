package dev.keepstone.ecs.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** A zone's hash in the {@link TestVault}. */
public final class TestZone {
  /** Something on the ground. */
  public record Entry(
      long entry, int kind, int amount, long unique, long expiresAtMs, float x, float y) {}

  /** What a shop's count is called; kind 0: the till. */
  record Stock(int shop, int kind) {}

  final int number;
  final Map<Long, Entry> entries = new LinkedHashMap<>();
  final Map<Stock, Long> stocks = new LinkedHashMap<>();
  long epoch;
  long changes;
  long events;
  boolean claimed;

  TestZone(int number) {
    this.number = number;
  }

  public Map<Long, Entry> entries() {
    return entries;
  }

  public long stock(int shop, int kind) {
    return stocks.getOrDefault(new Stock(shop, kind), 0L);
  }

  public void stock(int shop, int kind, long amount) {
    stocks.put(new Stock(shop, kind), amount);
  }

  public boolean isClaimed() {
    return claimed;
  }

  /** Whether all that the commit takes, gives and counts can be. */
  boolean allows(TestCommit commit) {
    for (long entry : commit.taken) {
      if (!entries.containsKey(entry)) {
        return false;
      }
    }
    for (Entry entry : commit.given) {
      if (entries.containsKey(entry.entry())) {
        return false;
      }
    }
    for (TestCommit.Counted counted : commit.counted) {
      if (stock(counted.shop(), counted.kind()) + counted.change() < 0) {
        return false;
      }
    }
    return commit.zoneEvent == 0 || commit.zoneEvent == events + 1;
  }

  void write(TestCommit commit) {
    commit.taken.forEach(entries::remove);
    for (Entry entry : commit.given) {
      entries.put(entry.entry(), entry);
    }
    for (TestCommit.Counted counted : commit.counted) {
      stock(
          counted.shop(), counted.kind(), stock(counted.shop(), counted.kind()) + counted.change());
    }
    changes++;
    events += commit.zoneEvent != 0 ? 1 : 0;
  }
}
