package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The zones' ground and shops: claims them, keeps them in step with what the vault says, gives them
 * back at the end. A world without items has none.
 */
final class Zones {
  private static final int ASK_AGAIN_SECONDS = 3;

  private final ZoneMaps maps;
  private final VaultPublisher vault;
  private final WorldCounters counters;
  private final Faults faults;
  private final int tickRateHz;
  private final List<Zone> zones = new ArrayList<>();
  private final long[] askTick;
  private int releasedCount;
  private long tick;

  /** Wall clock as the vault has last told it; 0: not yet. */
  private long nowMs;

  Zones(
      WorldContent content,
      GroundRows rows,
      VaultPublisher vault,
      WorldCounters counters,
      Faults faults,
      int tickRateHz) {
    maps = content.zones();
    this.vault = vault;
    this.counters = counters;
    this.faults = faults;
    this.tickRateHz = tickRateHz;
    int count = content.items().size() == 0 ? 0 : maps.count();
    for (int i = 0; i < count; i++) {
      zones.add(new Zone(maps.at(i), content.shops(), rows));
    }
    askTick = new long[count];
  }

  int count() {
    return zones.size();
  }

  Zone at(int index) {
    return zones.get(index);
  }

  /** The zone of that number, or null: its ground and shops can't be used. */
  @Nullable Zone find(int number) {
    int index = maps.indexOf(number);
    return index == ZoneMaps.NONE || index >= zones.size() ? null : zones.get(index);
  }

  long nowMs() {
    return nowMs;
  }

  void onClock(long newNowMs) {
    nowMs = Math.max(nowMs, newNowMs); // a clock that was set back would keep what has expired
  }

  /**
   * Claims what has to be claimed. Called once a tick.
   *
   * @param mayClaim not any more when the world closes
   */
  void step(long newTick, boolean mayClaim) {
    tick = newTick;
    int loaded = 0;
    int items = 0;
    for (int i = 0; i < zones.size(); i++) {
      Zone zone = zones.get(i);
      if (mayClaim
          && zone.standing() == Zone.Standing.UNCLAIMED
          && tick >= askTick[i]
          && vault.claimZone(zone.number())) {
        zone.asked();
        counters.increment(WorldCounter.ZONE_CLAIMS);
      }
      loaded += zone.isLoaded() ? 1 : 0;
      items += zone.items().size();
    }
    counters.set(WorldCounter.ZONES_LOADED, loaded);
    counters.set(WorldCounter.GROUND_ITEMS, items);
  }

  void onLoaded(ZoneLoadedDecoder loaded) {
    Zone zone = find(loaded.zone());
    if (zone == null) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
      return;
    }
    try {
      zone.onLoaded(loaded);
    } catch (RuntimeException fault) {
      faults.record(fault);
      onRefused(loaded.zone()); // half of a zone is none
    }
  }

  void onRefused(int number) {
    Zone zone = find(number);
    if (zone == null) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
      return;
    }
    zone.forget();
    askTick[maps.indexOf(number)] = tick + (long) ASK_AGAIN_SECONDS * tickRateHz;
  }

  /** What the answer to a commit says of its zone. */
  void onSettled(PendingCommit commit, CommitSettledDecoder settled) {
    Zone zone = commit.zone;
    if (zone == null) {
      return;
    }
    if (settled.standing() == ZoneStanding.BROKEN) {
      if (zone.isLoaded()) {
        counters.increment(WorldCounter.ZONES_BROKEN);
        zone.forget(); // and claimed again at the next step
      }
    } else if (zone.claim() == commit.zoneClaim) {
      try {
        zone.settle(commit, settled);
      } catch (RuntimeException fault) {
        faults.record(fault);
        zone.forget(); // the next claim says what is there
      }
    }
  }

  /** Gives back all zones, as far as there is room; returns whether all are given back. */
  boolean release() {
    while (releasedCount < zones.size()) {
      Zone zone = zones.get(releasedCount);
      if (zone.standing() != Zone.Standing.UNCLAIMED && !vault.releaseZone(zone.number())) {
        return false;
      }
      releasedCount++;
    }
    return true;
  }
}
