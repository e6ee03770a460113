package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisibilityGridTest {
  private static final int SIZE_TILES = 50;
  private static final int ZONE_COUNT = 3;
  private static final ZoneMaps ZONES = TestContent.fields(ZONE_COUNT, SIZE_TILES, 0).zones();

  private record Body(long entity, int zone, float x, float y) {
    float distanceSquared(float fromX, float fromY) {
      float dx = x - fromX;
      float dy = y - fromY;
      return dx * dx + dy * dy;
    }
  }

  @Test
  void findsExactlyWhatAComparisonWithEverybodyFinds() {
    for (long seed = 1; seed <= 20; seed++) {
      SeededRandom random = new SeededRandom(seed);
      Tables tables = new Tables(Columns.SCHEMA, 3000);
      List<Body> bodies = populate(tables, random, 1 + random.nextInt(2500));
      VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 3000);
      grid.rebuild();
      assertThat(grid.size()).isEqualTo(bodies.size());
      for (int i = 0; i < 50; i++) {
        Body self = bodies.get(random.nextInt(bodies.size()));
        float radius = 0.5f + random.nextFloat() * 20;

        List<Float> expected = new ArrayList<>();
        for (Body body : bodies) {
          float distanceSquared = body.distanceSquared(self.x(), self.y());
          if (body.entity() != self.entity()
              && body.zone() == self.zone()
              && distanceSquared <= radius * radius) {
            expected.add(distanceSquared);
          }
        }
        expected.sort(Comparator.naturalOrder());
        assertThat(find(grid, self, radius)).as("seed=" + seed).isEqualTo(expected);
      }
    }
  }

  private static List<Body> populate(Tables tables, SeededRandom random, int count) {
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Table table = tables.table(random.nextInt(2) == 0 ? Archetypes.PLAYER : Archetypes.CREATURE);
      bodies.add(
          create(
              tables,
              table,
              1 + random.nextInt(ZONE_COUNT),
              random.nextFloat() * SIZE_TILES,
              random.nextFloat() * SIZE_TILES));
    }
    return bodies;
  }

  private static Body create(Tables tables, Table table, int zone, float x, float y) {
    long entity = tables.create(table);
    Chunk chunk = tables.chunkOf(entity);
    int row = Table.offsetOf(tables.rowOf(entity));
    chunk.column(Columns.ZONE)[row] = (short) zone;
    chunk.column(Columns.X)[row] = x;
    chunk.column(Columns.Y)[row] = y;
    return new Body(entity, zone, x, y);
  }

  private static List<Float> find(VisibilityGrid grid, Body self, float radius) {
    List<Float> found = new ArrayList<>();
    int count = grid.findNear(self.zone() - 1, self.x(), self.y(), radius, self.entity());
    grid.sortByDistance();
    for (int rank = 0; rank < count; rank++) {
      found.add(
          new Body(grid.entity(rank), self.zone(), grid.x(rank), grid.y(rank))
              .distanceSquared(self.x(), self.y()));
    }
    return found;
  }

  @Test
  void keepsTheNearestWhenThereAreTooMany() {
    Tables tables = new Tables(Columns.SCHEMA, 100);
    for (int i = 0; i < 100; i++) {
      long entity = tables.create(tables.table(Archetypes.CREATURE));
      tables.chunkOf(entity).column(Columns.ZONE)[i] = 1;
      tables.chunkOf(entity).column(Columns.X)[i] = (i * 37) % 100 * 0.1f;
    }
    VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 5);
    grid.rebuild();

    assertThat(grid.findNear(0, 0, 0, 100, 0)).isEqualTo(5);
    grid.sortByDistance();
    for (int rank = 0; rank < 5; rank++) {
      assertThat(grid.x(rank)).isEqualTo(rank * 0.1f);
    }
  }

  @Test
  void survivesImpossiblePositions() {
    Tables tables = new Tables(Columns.SCHEMA, 4);
    float[] impossible = {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1e30f};
    for (int i = 0; i < impossible.length; i++) {
      long entity = tables.create(tables.table(Archetypes.CREATURE));
      tables.chunkOf(entity).column(Columns.ZONE)[i] = 1;
      tables.chunkOf(entity).column(Columns.X)[i] = impossible[i];
    }
    VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 5);
    grid.rebuild();

    assertThat(grid.findNear(0, 5, 5, 12, 0)).isZero();
    assertThat(grid.findNear(0, Float.NaN, Float.NaN, 12, 0)).isZero();
  }

  @Test
  void leavesOutWhoIsInNoZone() {
    Tables tables = new Tables(Columns.SCHEMA, 2);
    for (int i = 0; i < 2; i++) {
      long entity = tables.create(tables.table(Archetypes.CREATURE));
      tables.chunkOf(entity).column(Columns.ZONE)[i] = (short) (i * 99);
    }
    VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 5);
    grid.rebuild();

    assertThat(grid.size()).isZero();
    assertThat(grid.findNear(ZoneMaps.NONE, 5, 5, 12, 0)).isZero();
  }

  @Test
  void findsTheNearestOfACrowd() {
    for (long seed = 1; seed <= 10; seed++) {
      SeededRandom random = new SeededRandom(seed);
      int crowd = 100 + random.nextInt(200);
      float spreadTiles = 0.1f + random.nextFloat() * 24;
      Tables tables = new Tables(Columns.SCHEMA, crowd);
      List<Body> bodies = new ArrayList<>();
      for (int i = 0; i < crowd; i++) {
        float x = 12 + random.nextFloat() * spreadTiles;
        float y = 12 + random.nextFloat() * spreadTiles;
        bodies.add(create(tables, tables.table(Archetypes.PLAYER), 1, x, y));
      }
      VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 20);
      grid.rebuild();
      for (Body self : bodies) {
        List<Float> expected = new ArrayList<>();
        for (Body body : bodies) {
          float distanceSquared = body.distanceSquared(self.x(), self.y());
          if (body.entity() != self.entity() && distanceSquared <= 12 * 12) {
            expected.add(distanceSquared);
          }
        }
        expected.sort(Comparator.naturalOrder());
        assertThat(find(grid, self, 12))
            .as("seed=" + seed)
            .isEqualTo(expected.subList(0, Math.min(20, expected.size())));
      }
    }
  }

  @Test
  void everybodyOnOneSpotStillHasNeighbours() {
    Tables tables = new Tables(Columns.SCHEMA, 2000);
    Body self = create(tables, tables.table(Archetypes.PLAYER), 1, 30, 30);
    for (int i = 1; i < 2000; i++) {
      create(tables, tables.table(Archetypes.PLAYER), 1, 30, 30);
    }
    VisibilityGrid grid = new VisibilityGrid(tables, ZONES, 20);
    grid.rebuild();

    assertThat(find(grid, self, 12)).hasSize(20).containsOnly(0f);
    for (int rank = 0; rank < 20; rank++) {
      assertThat(grid.entity(rank)).isNotEqualTo(self.entity());
    }
  }
}
