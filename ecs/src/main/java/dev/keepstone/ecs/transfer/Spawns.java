package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.ItemSpot;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;

/** The zone event by which things appear at the spots of the map. They never expire. */
final class Spawns {
  /**
   * The ground is looked at so often: between the looks there is time for shops, however much is
   * taken.
   */
  static final long LOOK_MS = 5_000;

  /** What appears at once goes in one commit; the rest at the next look. */
  private static final int MAX_SPAWNED = 64;

  private final Zones zones;
  private final Transfer transfer;
  private final Commits commits;
  private final WorldCounters counters;
  private final Lacking[] lacking;
  private final long[] lookAtMs;

  Spawns(Zones zones, Transfer transfer, Commits commits, WorldCounters counters) {
    this.zones = zones;
    this.transfer = transfer;
    this.commits = commits;
    this.counters = counters;
    lacking = new Lacking[zones.count()];
    for (int i = 0; i < lacking.length; i++) {
      lacking[i] = new Lacking(zones.at(i));
    }
    lookAtMs = new long[lacking.length];
  }

  /**
   * Lays down what is due. The zone is loaded, and no event of it is under way.
   *
   * @param index of the zone
   * @return whether there was anything
   */
  boolean run(int index, long nowMs, long tick) {
    if (nowMs < lookAtMs[index]) {
      return false;
    }
    lookAtMs[index] = nowMs + LOOK_MS;
    Zone zone = zones.at(index);
    Lacking spots = lacking[index];
    spots.look(nowMs);
    int spawned = 0;
    for (int i = 0; i < spots.size() && spawned < MAX_SPAWNED && zone.hasRoom(spawned); i++) {
      if (spots.isDue(i, nowMs)) {
        if (spawned == 0) {
          transfer.begin(OperationKind.ZONE_EVENT, tick);
        }
        if (!spawn(zone, spots.spot(i))) {
          return false;
        }
        spawned++;
      }
    }
    if (spawned == 0) {
      return false;
    }
    if (commits.offerEvent(transfer, zone.nextEvent())) {
      counters.add(WorldCounter.ITEMS_SPAWNED, spawned);
    }
    return true;
  }

  /** Returns false while ids are on their way: then nothing appears. */
  private boolean spawn(Zone zone, ItemSpot spot) {
    RefusalReason objection = transfer.takeSource(NamedAccount.SPAWN, spot.kind(), spot.amount());
    if (objection == null) {
      objection = transfer.putGround(zone, spot.x(), spot.y(), 0);
    }
    if (objection != null && objection != RefusalReason.BUSY) {
      throw new IllegalStateException("can't appear: reason=" + objection);
    }
    return objection == null;
  }
}
