package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.DirtyRows;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/**
 * Everything that walks takes its step on the map of its zone and marks its row if that changed
 * anything.
 */
public final class MovementSystem {
  private final Query movers;
  private final ZoneMaps zones;
  private final WorldCounters counters;

  public MovementSystem(Tables tables, ZoneMaps zones, WorldCounters counters) {
    this.movers = tables.query(Component.maskOf(Columns.POSITION, Columns.VELOCITY), 0, 0);
    this.zones = zones;
    this.counters = counters;
  }

  public void run() {
    for (int t = 0; t < movers.tableCount(); t++) {
      Table table = movers.table(t);
      boolean persistent = table.has(Columns.PERSISTENCE);
      for (int c = 0; c < table.chunkCount(); c++) {
        run(table.chunk(c), persistent);
      }
    }
  }

  private void run(Chunk chunk, boolean persistent) {
    float[] x = chunk.column(Columns.X);
    float[] y = chunk.column(Columns.Y);
    short[] zone = chunk.column(Columns.ZONE);
    float[] velocityX = chunk.column(Columns.VELOCITY_X);
    float[] velocityY = chunk.column(Columns.VELOCITY_Y);
    short[] walkTicks = chunk.column(Columns.WALK_TICKS);
    DirtyRows dirty = chunk.dirty();
    int size = chunk.size();
    for (int row = 0; row < size; row++) {
      if (walkTicks[row] <= 0) {
        continue;
      }
      float fromX = x[row];
      float fromY = y[row];
      int zoneIndex = zones.indexOf(Short.toUnsignedInt(zone[row]));
      if (zoneIndex == ZoneMaps.NONE
          || !Movement.isPossibleStep(velocityX[row], velocityY[row])
          || Float.isNaN(fromX)
          || Float.isNaN(fromY)) {
        walkTicks[row] = 0;
        counters.increment(WorldCounter.STOPPED_MOVERS);
        continue;
      }
      walkTicks[row]--;
      ZoneMap map = zones.at(zoneIndex);
      float toX = Movement.stepX(map, fromX, fromY, velocityX[row]);
      float toY = Movement.stepY(map, toX, fromY, velocityY[row]);
      if (toX != fromX || toY != fromY) {
        x[row] = toX;
        y[row] = toY;
        if (persistent) {
          dirty.mark(row);
        } else {
          dirty.markReplicated(row);
        }
      }
    }
  }
}
