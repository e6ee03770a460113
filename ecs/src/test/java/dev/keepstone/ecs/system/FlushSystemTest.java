package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.Shards;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushSystemTest {
  private static final int WINDOW_TICKS = 128;

  private final TestWorld world =
      TestWorld.of(TestWorld.config(100, WINDOW_TICKS), TestContent.field(32));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void savesADirtyRowOnceAWindowInTheSliceOfItsShard() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    List<Long> savedAt = new ArrayList<>();
    long version = 1;
    while (world.world().tickNumber() < 4 * WINDOW_TICKS) {
      ada.move((world.world().tickNumber() / 50) % 2 == 0 ? 1 : -1, 0, 2); // always dirty
      world.tick();
      if (ada.stored().version() > version) {
        version = ada.stored().version();
        savedAt.add(world.world().tickNumber() - 1); // answered one tick later
      }
    }

    int slice = Shards.of(ada.id()) * WINDOW_TICKS / Shards.COUNT;
    assertThat(savedAt).hasSizeBetween(3, 4);
    for (long tick : savedAt) {
      assertThat(tick % WINDOW_TICKS).isBetween((long) slice, slice + 1L);
    }
  }

  @Test
  void leavesCleanRowsAlone() {
    world.player().at(3, 4).spawn();
    world.tick(3 * WINDOW_TICKS);

    assertThat(world.vault().rowCount()).isZero();
    assertThat(world.count(WorldCounter.DIRTY_ROWS)).isZero();
  }

  @Test
  void isCleanOnlyOnceTheVersionIsDurable() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.vault().hold(true);
    ada.move(1, 0, 1);
    world.tick(WINDOW_TICKS + 1);
    assertThat(world.vault().rowCount()).isEqualTo(1);
    assertThat(world.count(WorldCounter.DIRTY_ROWS)).isEqualTo(1);

    world.vault().hold(false);
    world.tick();

    assertThat(world.count(WorldCounter.DIRTY_ROWS)).isZero();
    assertThat(ada.stored().x()).isEqualTo(ada.x());
  }

  @Test
  void staysDirtyWhenItChangedWhileTheWriteWasOnItsWay() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.vault().hold(true);
    ada.move(1, 0, 1);
    world.tick(WINDOW_TICKS + 1);
    ada.move(1, 0, 1);
    world.tick();
    world.vault().hold(false);
    world.tick();
    assertThat(ada.stored().x()).isNotEqualTo(ada.x());
    assertThat(world.count(WorldCounter.DIRTY_ROWS)).isEqualTo(1);

    world.tick(WINDOW_TICKS + 1);

    assertThat(ada.stored().x()).isEqualTo(ada.x());
    assertThat(ada.stored().version()).isEqualTo(3);
  }

  @Test
  void sendsNoSecondWriteBeforeTheFirstIsSettled() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.vault().hold(true);
    for (int i = 0; i < 5 * WINDOW_TICKS; i++) {
      ada.move(i / 50 % 2 == 0 ? 1 : -1, 0, 1);
      world.tick();
    }

    assertThat(world.vault().rowCount()).isEqualTo(1);
  }

  @Test
  void staysDirtyAndUnchangedWhenTheVaultIsFull() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.vault().full(true);
    ada.move(1, 0, 1);
    world.tick(2 * WINDOW_TICKS);
    assertThat(ada.cells(Columns.VERSION)[ada.row()]).isEqualTo(1);
    assertThat(world.count(WorldCounter.VAULT_FULL)).isPositive();

    world.vault().full(false);
    world.tick(2); // overdue by now: does not wait for its slice

    assertThat(ada.stored().version()).isEqualTo(2);
    assertThat(world.count(WorldCounter.DIRTY_ROWS)).isZero();
  }

  @Test
  void spreadsManyRowsOverTheWindow() {
    for (int i = 0; i < 100; i++) {
      world.player().named("p" + i).enter();
    }
    world.tick(2); // all are new, so all are dirty
    int most = 0;
    for (int i = 0; i < WINDOW_TICKS; i++) {
      int before = world.vault().rowCount();
      world.tick();
      most = Math.max(most, world.vault().rowCount() - before);
    }

    assertThat(world.vault().rowCount()).isEqualTo(100);
    assertThat(most).isLessThan(15);
  }

  @Test
  void servesAWindowShorterThanTheShards() {
    try (TestWorld fast = TestWorld.of(TestWorld.config(100, 10), TestContent.field(32))) {
      for (int i = 0; i < 100; i++) {
        fast.player().named("p" + i).enter();
      }
      fast.tick(2 + 10);
      assertThat(fast.vault().rowCount()).isEqualTo(100);
    }
  }

  @Test
  void savesTheStateThatThePlayerHasSeen() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    ada.move(1, 1, 7);
    world.tick(10);
    ada.leave();
    world.tick(2);

    Update.Snapshot last = ada.last(Update.Snapshot.class);
    assertThat(ada.stored().x()).isEqualTo(last.x());
    assertThat(ada.stored().y()).isEqualTo(last.y());
    assertThat(ada.stored().hp()).isEqualTo(last.hp());
    assertThat(ada.stored().zone()).isEqualTo(1);
  }
}
