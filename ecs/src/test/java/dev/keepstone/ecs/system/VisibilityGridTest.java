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
      long entity = tables.create(table);
      Body body =
          new Body(
              entity,
              1 + random.nextInt(ZONE_COUNT),
              random.nextFloat() * SIZE_TILES,
              random.nextFloat() * SIZE_TILES);
      Chunk chunk = tables.chunkOf(entity);
      int row = Table.offsetOf(tables.rowOf(entity));
      chunk.column(Columns.ZONE)[row] = (short) body.zone();
      chunk.column(Columns.X)[row] = body.x();
      chunk.column(Columns.Y)[row] = body.y();
      bodies.add(body);
    }
    return bodies;
  }

  private static List<Float> find(VisibilityGrid grid, Body self, float radius) {
    List<Float> found = new ArrayList<>();
    int count = grid.findNear(self.zone() - 1, self.x(), self.y(), radius, self.entity());
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
}
