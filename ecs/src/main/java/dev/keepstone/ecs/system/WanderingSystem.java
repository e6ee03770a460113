package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.CreatureTable;
import dev.keepstone.ecs.content.CreatureType;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/** Creatures stroll about, rest, and turn back when they have strayed too far from home. */
public final class WanderingSystem {
  /** Close enough to home along one axis. */
  private static final float AT_HOME_TILES = 0.5f;

  private final Query creatures;
  private final SeededRandom random;
  private final float[] stepTiles;
  private final int[] walkMaxTicks;
  private final int[] pauseMaxTicks;

  public WanderingSystem(Tables tables, CreatureTable types, SeededRandom random, int tickRateHz) {
    this.creatures =
        tables.query(Component.maskOf(Columns.POSITION, Columns.VELOCITY, Columns.CREATURE), 0, 0);
    this.random = random;
    stepTiles = new float[types.size()];
    walkMaxTicks = new int[types.size()];
    pauseMaxTicks = new int[types.size()];
    for (int i = 0; i < types.size(); i++) {
      CreatureType type = types.get(i);
      stepTiles[i] = type.speedTilesPerS() / tickRateHz;
      walkMaxTicks[i] = Math.max(1, (int) ((long) type.walkMaxMs() * tickRateHz / 1000));
      pauseMaxTicks[i] = (int) ((long) type.pauseMaxMs() * tickRateHz / 1000);
    }
  }

  public void run() {
    for (int t = 0; t < creatures.tableCount(); t++) {
      Table table = creatures.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        run(table.chunk(c));
      }
    }
  }

  private void run(Chunk chunk) {
    float[] x = chunk.column(Columns.X);
    float[] y = chunk.column(Columns.Y);
    float[] homeX = chunk.column(Columns.HOME_X);
    float[] homeY = chunk.column(Columns.HOME_Y);
    float[] radius = chunk.column(Columns.WANDER_RADIUS);
    short[] walkTicks = chunk.column(Columns.WALK_TICKS);
    short[] pauseTicks = chunk.column(Columns.PAUSE_TICKS);
    int size = chunk.size();
    for (int row = 0; row < size; row++) {
      float awayX = x[row] - homeX[row];
      float awayY = y[row] - homeY[row];
      if (awayX * awayX + awayY * awayY > radius[row] * radius[row]) {
        walk(chunk, row, towards(-awayX), towards(-awayY), 1);
      } else if (walkTicks[row] <= 0 && radius[row] > 0) {
        if (pauseTicks[row] > 0) {
          pauseTicks[row]--;
        } else {
          stroll(chunk, row);
        }
      }
    }
  }

  private void stroll(Chunk chunk, int row) {
    int type = chunk.column(Columns.CREATURE_TYPE)[row];
    int shortest = Math.max(1, walkMaxTicks[type] / 4);
    int ticks = shortest + random.nextInt(walkMaxTicks[type] - shortest + 1);
    walk(chunk, row, random.nextInt(3) - 1, random.nextInt(3) - 1, ticks);
    chunk.column(Columns.PAUSE_TICKS)[row] = (short) random.nextInt(pauseMaxTicks[type] + 1);
  }

  private void walk(Chunk chunk, int row, int directionX, int directionY, int ticks) {
    float step =
        stepTiles[chunk.column(Columns.CREATURE_TYPE)[row]]
            * Movement.scaleOf(directionX, directionY);
    chunk.column(Columns.VELOCITY_X)[row] = directionX * step;
    chunk.column(Columns.VELOCITY_Y)[row] = directionY * step;
    chunk.column(Columns.WALK_TICKS)[row] = (short) ticks;
  }

  private static int towards(float distance) {
    return distance > AT_HOME_TILES ? 1 : distance < -AT_HOME_TILES ? -1 : 0;
  }
}
