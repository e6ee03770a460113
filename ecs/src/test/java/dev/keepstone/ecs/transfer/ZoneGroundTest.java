package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.TestZone;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a zone makes of ground that its map has no place for. */
class ZoneGroundTest {
  private static final int BREAD = 1;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada = world.player().named("ada").at(2, 2);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatLiesOutsideTheMapIsKeptButNotSeen() {
    world.vault().zone(1).entries().put(901L, new TestZone.Entry(901, BREAD, 1, 0, 0, -1, -1));
    world.vault().zone(1).entries().put(902L, new TestZone.Entry(902, BREAD, 1, 0, 0, 3, 3));
    ada.spawn();
    world.tick(3);

    assertThat(world.count(WorldCounter.GROUND_ITEMS)).isEqualTo(2);
    assertThat(ada.last(Update.Snapshot.class).near())
        .filteredOn(near -> near.kind() == EntityKind.ITEM)
        .hasSize(1);
  }
}
