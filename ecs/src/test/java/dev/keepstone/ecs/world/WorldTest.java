package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorldTest {
  private final TestWorld world = TestWorld.create();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void showsPlayersToEachOther() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();

    world.tick();

    Update.Snapshot seenByAda = ada.last(Update.Snapshot.class);
    assertThat(seenByAda.x()).isEqualTo(3);
    assertThat(seenByAda.tick()).isEqualTo(world.world().tickNumber());
    assertThat(seenByAda.near()).extracting(Update.Near::entity).containsExactly(bob.entity());
    assertThat(bob.last(Update.Snapshot.class).near())
        .extracting(Update.Near::entity)
        .containsExactly(ada.entity());
  }
}
