package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.EntityIds;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.Arrays;

/**
 * What is near a point of a zone: all visible entities, sorted by zone and square cell, rebuilt
 * each tick by one counting sort over the cells of all zones. What players are told of an entity is
 * copied along, so that a query reads forward through memory. Whoever is in no zone is left out.
 *
 * <p>A query finds exactly the nearest, and its cost does not grow with the crowd: where many stand
 * close together, a circle that should hold enough of them is searched first, and a larger one only
 * if it did not. Only where even the cells of such a circle hold more than {@value
 * #CANDIDATES_FACTOR} times as many entities as may be found, the rest of them is passed over: then
 * what is found is near, but someone nearer may be missing.
 *
 * <p>A query's result stays valid until the next query; entities are those of the last rebuild.
 */
public final class VisibilityGrid {
  /**
   * A circle of the default radius of 12 tiles lies in 4 x 4 cells. Measured beside 4, 6 and 12
   * tiles (docs/architecture.md): fewer rows of cells are fewer loops that end unforeseen, and
   * fewer cells are a quicker rebuild; only crowds would like smaller ones.
   */
  private static final int CELL_TILES = 8;

  private static final float CELLS_PER_TILE = 1f / CELL_TILES;

  /** Where there are so many times what a query may find, a smaller circle is tried first. */
  private static final int CROWD_FACTOR = 3;

  /** A smaller circle should hold so many times what may be found, if all stand evenly. */
  private static final float SAFETY_FACTOR = 1.4f;

  /** When it did not, the next circle is larger by so much. */
  private static final float GROWTH = 1.5f;

  /** A query looks at so many times what it may find, whatever the crowd. */
  private static final int CANDIDATES_FACTOR = 32;

  /** More than positions lose in rounding: at 65 536 tiles, 1/128. */
  private static final float ROUNDING_TILES = 1f / 64;

  private static final int NOWHERE = -1;

  private final Query visible;
  private final ZoneMaps zones;
  private final int[] cellsX;
  private final int[] cellsY;

  /** The first cell of each zone; cells of a zone lie row by row. */
  private final int[] firstCell;

  private final NearestFew nearest;
  private final int limit;

  /** Where each cell begins in the arrays below; one more than there are cells. */
  private final int[] cellStart;

  private final int[] cellOfVisit;
  private final long[] entities;

  /** x and y in turns, so that a candidate is in one cache line. */
  private final float[] positions;

  private final short[] hps;
  private final byte[] kinds;
  private int size;

  // The rows of cells that a query searches: what lies in each.
  private final int[] spanFrom;
  private final int[] spanTo;
  private int spans;
  private int spanCells;

  /**
   * @param maxNear entities that a query may find
   */
  public VisibilityGrid(Tables tables, ZoneMaps zones, int maxNear) {
    visible =
        tables.query(Component.maskOf(Columns.POSITION, Columns.APPEARANCE, Columns.HEALTH), 0, 0);
    this.zones = zones;
    cellsX = new int[zones.count()];
    cellsY = new int[zones.count()];
    firstCell = new int[zones.count()];
    int cells = 0;
    int mostRows = 0;
    for (int i = 0; i < zones.count(); i++) {
      ZoneMap zone = zones.at(i);
      cellsX[i] = zone.widthTiles() / CELL_TILES + 1;
      cellsY[i] = zone.heightTiles() / CELL_TILES + 1;
      firstCell[i] = cells;
      cells += cellsX[i] * cellsY[i];
      mostRows = Math.max(mostRows, cellsY[i]);
    }
    limit = maxNear;
    nearest = new NearestFew(maxNear, CANDIDATES_FACTOR * (maxNear + 1));
    cellStart = new int[cells + 1];
    int capacity = tables.ids().capacity();
    cellOfVisit = new int[capacity];
    entities = new long[capacity];
    positions = new float[2 * capacity];
    hps = new short[capacity];
    kinds = new byte[capacity];
    spanFrom = new int[mostRows];
    spanTo = new int[mostRows];
  }

  /** Called once a tick, when everything has moved. */
  public void rebuild() {
    count();
    int end = 0;
    for (int cell = 0; cell < cellStart.length; cell++) {
      end += cellStart[cell];
      cellStart[cell] = end;
    }
    size = end;
    place();
  }

  /** Notes how many are in each cell. */
  private void count() {
    Arrays.fill(cellStart, 0);
    int visit = 0;
    for (int t = 0; t < visible.tableCount(); t++) {
      Table table = visible.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        float[] x = chunk.column(Columns.X);
        float[] y = chunk.column(Columns.Y);
        short[] zone = chunk.column(Columns.ZONE);
        for (int row = 0; row < chunk.size(); row++) {
          int cell = cellOf(zones.indexOf(Short.toUnsignedInt(zone[row])), x[row], y[row]);
          cellOfVisit[visit++] = cell;
          if (cell != NOWHERE) {
            cellStart[cell]++;
          }
        }
      }
    }
  }

  /** Fills each cell from its end on, so that its end becomes its start. */
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
          int cell = cellOfVisit[visit++];
          if (cell == NOWHERE) {
            continue;
          }
          int at = --cellStart[cell];
          entities[at] = entity[row];
          positions[2 * at] = x[row];
          positions[2 * at + 1] = y[row];
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
   * Finds what is within a radius, in no certain order; more than fit are left out from the far
   * end.
   *
   * @param zone its index in {@link ZoneMaps}
   * @param self left out
   * @return how many were found; they are read with the accessors below
   */
  public int findNear(int zone, float x, float y, float radiusTiles, long self) {
    nearest.clear();
    if (zone == ZoneMaps.NONE) {
      return 0;
    }
    int candidates = locate(zone, x, y, radiusTiles);
    if (candidates > CROWD_FACTOR * limit) {
      return findInCrowd(zone, x, y, radiusTiles, self, candidates);
    }
    float radiusSquared = radiusTiles * radiusTiles;
    for (int span = 0; span < spans; span++) {
      nearest.gather(positions, spanFrom[span], spanTo[span], x, y, radiusSquared);
    }
    leaveOut(self);
    nearest.choose(radiusSquared);
    return nearest.count();
  }

  /** As many may be found as there are in the smallest circle that has enough. */
  private int findInCrowd(
      int zone, float x, float y, float radiusTiles, long self, int candidates) {
    float tiles = (float) spanCells * (CELL_TILES * CELL_TILES);
    float enough = SAFETY_FACTOR * limit * tiles / ((float) Math.PI * candidates);
    float radius = Math.min(radiusTiles, (float) Math.sqrt(enough));
    while (true) {
      gatherAtMost(nearest.maxCandidates(), locate(zone, x, y, radius), x, y, radius * radius);
      leaveOut(self);
      if (nearest.count() >= limit || radius == radiusTiles) {
        break;
      }
      nearest.clear();
      radius = Math.min(radiusTiles, radius * GROWTH);
    }
    nearest.choose(radius * radius);
    return nearest.count();
  }

  /** If there are too many, every row of cells gives at least its share. */
  private void gatherAtMost(
      int maxCandidates, int candidates, float x, float y, float radiusSquared) {
    boolean tooMany = candidates > maxCandidates;
    int left = maxCandidates;
    for (int span = 0; span < spans; span++) {
      int from = spanFrom[span];
      int to = tooMany ? Math.min(spanTo[span], from + left / (spans - span)) : spanTo[span];
      nearest.gather(positions, from, to, x, y, radiusSquared);
      left -= to - from;
    }
  }

  /**
   * Notes which cells hold the square around a circle: those of one row lie side by side.
   *
   * @return how many entities they hold
   */
  private int locate(int zone, float x, float y, float radiusTiles) {
    float reach = radiusTiles + ROUNDING_TILES;
    int left = clamp(x - reach, cellsX[zone]);
    int right = clamp(x + reach, cellsX[zone]) + 1;
    int top = clamp(y - reach, cellsY[zone]);
    int bottom = clamp(y + reach, cellsY[zone]);
    int row = firstCell[zone] + top * cellsX[zone];
    int candidates = 0;
    int rows = bottom - top + 1;
    for (int span = 0; span < rows; span++) {
      int from = cellStart[row + left];
      int to = cellStart[row + right];
      spanFrom[span] = from;
      spanTo[span] = to;
      candidates += to - from;
      row += cellsX[zone];
    }
    spans = rows;
    spanCells = rows * (right - left);
    return candidates;
  }

  private void leaveOut(long self) {
    if (self == EntityIds.NONE) {
      return;
    }
    for (int rank = 0; rank < nearest.count(); rank++) {
      if (entities[nearest.index(rank)] == self) {
        nearest.remove(rank);
        return;
      }
    }
  }

  /** Puts what was found in order: rank 0 is the nearest. */
  public void sortByDistance() {
    nearest.sort();
  }

  public long entity(int rank) {
    return entities[nearest.index(rank)];
  }

  public float x(int rank) {
    return positions[2 * nearest.index(rank)];
  }

  public float y(int rank) {
    return positions[2 * nearest.index(rank) + 1];
  }

  /** Unsigned. */
  public int hp(int rank) {
    return Short.toUnsignedInt(hps[nearest.index(rank)]);
  }

  /** EntityKind code. */
  public byte kind(int rank) {
    return kinds[nearest.index(rank)];
  }

  private int cellOf(int zone, float x, float y) {
    return zone == ZoneMaps.NONE
        ? NOWHERE
        : firstCell[zone] + clamp(y, cellsY[zone]) * cellsX[zone] + clamp(x, cellsX[zone]);
  }

  /** Never outside of the grid, whatever the position: NaN is in cell 0. */
  private static int clamp(float position, int cells) {
    return Math.max(0, Math.min(cells - 1, (int) (position * CELLS_PER_TILE)));
  }
}
