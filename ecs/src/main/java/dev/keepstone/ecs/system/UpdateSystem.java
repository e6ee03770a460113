package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import dev.keepstone.ecs.table.Tombstones;

/**
 * Tells every playing session where it is and what is near, as long as its gateway has room.
 *
 * <p>A snapshot may be dropped: the next tick has a newer one. Who appears and vanishes is told
 * once, before the snapshot that shows it; if there is no room for that, all in sight is told again
 * when there is, and no snapshot before.
 */
public final class UpdateSystem {
  private final Query players;
  private final Query all;
  private final Tombstones tombstones;
  private final ZoneMaps zones;
  private final VisibilityGrid grid;
  private final Sights sights;
  private final EntityNames names;
  private final GatewayPublisher gateways;
  private final Lifecycle lifecycle;
  private final WorldCounters counters;
  private final float radiusTiles;

  public UpdateSystem(
      Tables tables,
      ZoneMaps zones,
      VisibilityGrid grid,
      Sights sights,
      EntityNames names,
      GatewayPublisher gateways,
      Lifecycle lifecycle,
      WorldCounters counters,
      float radiusTiles) {
    this.players = tables.query(Columns.PLAYER.mask(), 0, 0);
    this.all = tables.query(0, 0, 0);
    this.tombstones = tables.tombstones();
    this.zones = zones;
    this.grid = grid;
    this.sights = sights;
    this.names = names;
    this.gateways = gateways;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.radiusTiles = radiusTiles;
  }

  public void run(long tick) {
    for (int t = 0; t < players.tableCount(); t++) {
      Table table = players.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        run(table.chunk(c), tick);
      }
    }
    clearReplication();
  }

  private void run(Chunk chunk, long tick) {
    byte[] frozen = chunk.column(Columns.FROZEN);
    byte[] silent = chunk.column(Columns.SILENT);
    long[] session = chunk.column(Columns.SESSION);
    for (int row = 0; row < chunk.size(); row++) {
      if (frozen[row] == 0 && silent[row] == 0) {
        try {
          tell(chunk, row, session[row], tick);
        } catch (RuntimeException fault) {
          lifecycle.onFaultOfSession(session[row], fault);
        }
      }
    }
  }

  private void tell(Chunk chunk, int row, long session, long tick) {
    float x = chunk.column(Columns.X)[row];
    float y = chunk.column(Columns.Y)[row];
    int zone = zones.indexOf(Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]));
    long self = chunk.entities()[row];
    int near = grid.findNear(zone, x, y, radiusTiles, self);
    sights.compare(self, session, grid, near);
    if (!tellVanished(session) || !tellAppeared(session)) {
      sights.forget();
      counters.increment(WorldCounter.SIGHTS_RESTARTED);
      counters.increment(WorldCounter.SNAPSHOTS_SKIPPED);
      return;
    }
    gateways.beginSnapshot(
        session,
        tick,
        chunk.column(Columns.ACKED_SEQUENCE)[row],
        Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]),
        x,
        y,
        Short.toUnsignedInt(chunk.column(Columns.HP)[row]),
        near);
    for (int rank = 0; rank < near; rank++) {
      gateways.snapshotNear(
          grid.entity(rank), grid.x(rank), grid.y(rank), grid.hp(rank), grid.kind(rank));
    }
    gateways.sendSnapshot();
  }

  private boolean tellVanished(long session) {
    int count = sights.vanishedCount();
    if (count == 0) {
      return true;
    }
    gateways.beginVanished(session, count);
    for (int i = 0; i < count; i++) {
      gateways.vanished(sights.vanished(i));
    }
    return gateways.sendVanished();
  }

  private boolean tellAppeared(long session) {
    int count = sights.appearedCount();
    if (count == 0 && !sights.isAfresh()) {
      return true;
    }
    gateways.beginAppeared(session, sights.isAfresh(), count);
    for (int i = 0; i < count; i++) {
      int rank = sights.appearedRank(i);
      long entity = grid.entity(rank);
      gateways.appeared(entity, grid.kind(rank), names.of(entity));
    }
    return gateways.sendAppeared();
  }

  /** A snapshot holds all that is near, so whatever has changed is told once everybody was told. */
  private void clearReplication() {
    tombstones.clear();
    for (int t = 0; t < all.tableCount(); t++) {
      Table table = all.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        table.chunk(c).dirty().clearAllReplication();
      }
    }
  }
}
