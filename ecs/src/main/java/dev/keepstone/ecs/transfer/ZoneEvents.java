package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * What happens to zones by itself: things on the ground expire and appear, shops are restocked.
 * Each is a commit without players that carries the zone's next event number, so a zone has at most
 * one under way. Looks about whenever the clock has moved: once a second.
 */
final class ZoneEvents {
  /** What expires at once goes in one commit; the rest a second later. */
  private static final int MAX_EXPIRED = 64;

  /** A shop is filled up so often. */
  static final long RESTOCK_MS = 60_000;

  private final Zones zones;
  private final Transfer transfer;
  private final Commits commits;
  private final WorldCounters counters;
  private final Faults faults;
  private final Spawns spawns;
  private final long[] restockAtMs;
  private long lastMs;

  ZoneEvents(
      Zones zones, Transfer transfer, Commits commits, WorldCounters counters, Faults faults) {
    this.zones = zones;
    this.transfer = transfer;
    this.commits = commits;
    this.counters = counters;
    this.faults = faults;
    spawns = new Spawns(zones, transfer, commits, counters);
    restockAtMs = new long[zones.count()];
  }

  void run(long tick) {
    long nowMs = zones.nowMs();
    if (nowMs == lastMs) {
      return;
    }
    lastMs = nowMs;
    for (int i = 0; i < zones.count(); i++) {
      try {
        run(i, nowMs, tick);
      } catch (RuntimeException fault) {
        faults.record(fault);
        zones.at(i).forget(); // what is known of it makes no sense: ask the store
      }
    }
  }

  private void run(int index, long nowMs, long tick) {
    Zone zone = zones.at(index);
    if (zone.isLoaded()
        && zone.nextEvent() != 0
        && !expire(zone, nowMs, tick)
        && !spawns.run(index, nowMs, tick)
        && nowMs >= restockAtMs[index]
        && !restock(zone, tick)) {
      restockAtMs[index] = nowMs + RESTOCK_MS; // everything is full, or was filled up just now
    }
  }

  /** Returns whether there was anything. */
  private boolean expire(Zone zone, long nowMs, long tick) {
    int expired = 0;
    for (int i = 0; i < zone.items().size() && expired < MAX_EXPIRED; i++) {
      GroundItem item = zone.items().get(i);
      if (item.expiresAtMs != 0 && item.expiresAtMs <= nowMs && item.lock == GroundItem.Lock.FREE) {
        if (expired == 0) {
          transfer.begin(OperationKind.ZONE_EVENT, tick);
        }
        must(transfer.takeGround(zone, item));
        transfer.putSink(NamedAccount.EXPIRED);
        expired++;
      }
    }
    if (expired == 0) {
      return false;
    }
    if (commits.offerEvent(transfer, zone.nextEvent())) {
      counters.add(WorldCounter.ITEMS_EXPIRED, expired);
    }
    return true;
  }

  /** One shop at a time; returns whether there was one that lacked something. */
  private boolean restock(Zone zone, long tick) {
    for (Shop shop : zone.shops()) {
      if (lacks(shop)) {
        transfer.begin(OperationKind.ZONE_EVENT, tick);
        for (int good = 0; good < shop.size(); good++) {
          fillUp(zone, shop, good);
        }
        if (commits.offerEvent(transfer, zone.nextEvent())) {
          counters.increment(WorldCounter.RESTOCKS);
        }
        return true;
      }
    }
    return false;
  }

  private static boolean lacks(Shop shop) {
    for (int good = 0; good < shop.size(); good++) {
      if (shop.amount(good) < shop.restockOf(good)) {
        return true;
      }
    }
    return false;
  }

  /** The shelf has no ids: what is unique gets its own when it is bought. */
  private void fillUp(Zone zone, Shop shop, int good) {
    long lacking = shop.restockOf(good) - shop.amount(good);
    if (lacking > 0) {
      transfer.takeForShelf(NamedAccount.RESTOCK, shop.kindOf(good), lacking);
      transfer.putShop(zone, shop, good);
    }
  }

  private static void must(@Nullable RefusalReason objection) {
    if (objection != null) {
      throw new IllegalStateException("can't expire: reason=" + objection);
    }
  }
}
