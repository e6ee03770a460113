package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovementSystemTest {
  private static final float RADIUS = Movement.BODY_RADIUS_TILES;

  private final TestWorld world =
      TestWorld.of(
          TestContent.drawn(
              "##########", //
              "#@.......#",
              "#....#...#",
              "#........#",
              "#..#.#...#",
              "##########"));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void stopsAtWalls() {
    TestPlayer ada = world.player().at(3.5f, 2.5f).spawn();
    ada.move(1, 0, 100);
    world.tick(100);

    assertThat(ada.x()).isEqualTo(5 - RADIUS, within(0.01f)).isLessThan(5 - RADIUS);
    assertThat(ada.y()).isEqualTo(2.5f);
  }

  @Test
  void stopsAtTheEdgeInEveryDirection() {
    int[][] directions = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    for (int[] direction : directions) {
      TestPlayer ada = world.player().at(1.5f, 1.5f).spawn();
      ada.move(direction[0], direction[1], 100);
      world.tick(100);

      assertThat(ada.x()).isBetween(1 + RADIUS, 9 - RADIUS);
      assertThat(ada.y()).isBetween(1 + RADIUS, 5 - RADIUS);
      ada.leave();
      world.tick(2);
    }
  }

  @Test
  void slidesAlongAWall() {
    TestPlayer ada = world.player().at(8.5f, 4.5f).spawn();
    ada.move(1, -1, 40);
    world.tick(40);

    assertThat(ada.x()).isEqualTo(9 - RADIUS, within(0.01f));
    assertThat(ada.y()).isEqualTo(1 + RADIUS, within(0.01f));
  }

  @Test
  void passesAGapOfOneTile() {
    TestPlayer ada = world.player().at(4.5f, 3.5f).spawn();
    ada.move(0, 1, 10);
    world.tick(10);

    assertThat(ada.y()).isEqualTo(5 - RADIUS, within(0.01f));
  }

  @Test
  void leavesAWallItStandsAt() {
    TestPlayer ada = world.player().at(3.5f, 2.5f).spawn();
    ada.move(1, 0, 100);
    world.tick(20);
    float atWall = ada.x();
    ada.move(-1, 0, 1);
    world.tick();

    assertThat(ada.x()).isEqualTo(atWall - 0.2f, within(1e-5f));
  }

  @Test
  void marksOnlyRowsThatMoved() {
    TestPlayer walker = world.player().at(2.5f, 3.5f).spawn();
    TestPlayer idler = world.player().at(7.5f, 3.5f).spawn();
    TestPlayer pusher = world.player().at(5f - RADIUS - 0.0005f, 2.5f).spawn();
    walker.move(1, 0, 1);
    pusher.move(1, 0, 5);
    world.tick();

    assertThat(isDirty(walker)).isTrue();
    assertThat(isDirty(idler)).isFalse();
    assertThat(isDirty(pusher)).isFalse();
  }

  private boolean isDirty(TestPlayer player) {
    return player.chunk().dirty().isPersistenceDirty(player.row());
  }

  @Test
  void stopsWhatMovesImpossibly() {
    TestPlayer ada = world.player().at(2.5f, 3.5f).spawn();
    float[] impossible = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.6f, -7};
    for (float velocity : impossible) {
      ada.cells(Columns.VELOCITY_X)[ada.row()] = velocity;
      ada.cells(Columns.WALK_TICKS)[ada.row()] = 10;
      world.tick();

      assertThat(ada.x()).isEqualTo(2.5f);
      assertThat(ada.cells(Columns.WALK_TICKS)[ada.row()]).isZero();
    }
    assertThat(world.count(WorldCounter.STOPPED_MOVERS)).isEqualTo(impossible.length);
  }

  @Test
  void neverEntersAWallOnARandomWalk() {
    long seed = 20260731;
    SeededRandom random = new SeededRandom(seed);
    TestPlayer ada = world.player().at(2.5f, 3.5f).spawn();
    for (int i = 0; i < 3000; i++) {
      ada.move(random.nextInt(3) - 1, random.nextInt(3) - 1, 1 + random.nextInt(10));
      world.tick(); // the invariants say where a body may be
    }
    assertThat(world.world().faults().distinct()).as("seed=" + seed).isEmpty();
  }
}
