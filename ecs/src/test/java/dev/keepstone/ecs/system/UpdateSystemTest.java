package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import dev.keepstone.ecs.world.WorldConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateSystemTest {
  @Test
  void tellsEveryTickWhatIsNear() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(16, 16).spawn();
      TestPlayer far = world.player().at(27.9f, 16).spawn();
      TestPlayer near = world.player().at(16, 17).spawn();
      world.player().at(28.1f, 16).spawn(); // beyond 12 tiles
      world.gateway().updates().removeIf(Update.Snapshot.class::isInstance);
      world.tick(3);

      assertThat(ada.updates(Update.Snapshot.class)).hasSize(3);
      assertThat(ada.last(Update.Snapshot.class).near())
          .extracting(Update.Near::entity)
          .containsExactlyInAnyOrder(near.entity(), far.entity());
    }
  }

  @Test
  void leavesTheFarthestOutWhenThereAreTooMany() {
    WorldConfig config = new WorldConfig(20, 600, 42, 100, 12, 3, 1000, 256 * 1024, 0);
    try (TestWorld world = TestWorld.of(config, TestContent.field(32))) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      for (int i = 9; i >= 1; i--) {
        world.player().at(10 + i, 10).spawn();
      }
      world.tick();

      assertThat(ada.last(Update.Snapshot.class).near())
          .extracting(Update.Near::x)
          .containsExactlyInAnyOrder(11f, 12f, 13f);
    }
  }

  @Test
  void skipsWhatTheGatewayHasNoRoomForAndSendsNewerStateNext() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      world.gateway().updates().clear();
      world.gateway().full(true);
      ada.move(1, 0, 10);
      world.tick(4);
      world.gateway().full(false);
      world.tick();

      assertThat(ada.updates(Update.Snapshot.class)).hasSize(1);
      assertThat(ada.last(Update.Snapshot.class).x()).isEqualTo(ada.x());
      assertThat(world.count(WorldCounter.SNAPSHOTS_SKIPPED)).isEqualTo(4);
    }
  }

  @Test
  void namesWhoComesIntoSightOnceAndTellsWhoLeavesIt() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().named("ada").at(10, 10).spawn();
      TestPlayer bob = world.player().named("bob").at(10, 21).spawn();
      world.tick(3);

      assertThat(ada.updates(Update.Appeared.class))
          .extracting(Update.Appeared::afresh)
          .containsExactly(true, false);
      assertThat(ada.last(Update.Appeared.class).entities())
          .containsExactly(new Update.Near(bob.entity(), 0, 0, 0, EntityKind.PLAYER, "bob"));
      assertThat(ada.updates(Update.Vanished.class)).isEmpty();

      bob.move(0, 1, 20);
      world.tick(20);

      assertThat(ada.updates(Update.Vanished.class))
          .containsExactly(new Update.Vanished(ada.session(), List.of(bob.entity())));
      assertThat(ada.updates(Update.Appeared.class)).hasSize(2);
    }
  }

  @Test
  void tellsThatSomebodyWhoLeftTheGameHasVanished() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      TestPlayer bob = world.player().at(10, 12).spawn();
      long entity = bob.entity();
      bob.leave();
      world.tick(5);

      assertThat(bob.isInside()).isFalse();
      assertThat(ada.last(Update.Vanished.class).entities()).containsExactly(entity);
    }
  }

  @Test
  void tellsAllInSightAgainWhenAChangeFoundNoRoom() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      TestPlayer bob = world.player().at(10, 21).spawn();
      TestPlayer cat = world.player().at(11, 10).spawn();
      world.tick();
      world.gateway().updates().clear();
      world.gateway().full(true);
      bob.move(0, 1, 20);
      world.tick(20);
      assertThat(world.count(WorldCounter.SIGHTS_RESTARTED)).isPositive();
      world.gateway().full(false);
      world.tick();

      assertThat(ada.updates(Update.Vanished.class)).isEmpty();
      assertThat(ada.last(Update.Appeared.class).afresh()).isTrue();
      assertThat(ada.last(Update.Appeared.class).entities())
          .extracting(Update.Near::entity)
          .containsExactly(cat.entity());
      world.tick();
      assertThat(ada.updates(Update.Appeared.class)).hasSize(1);
    }
  }

  @Test
  void aNewSessionIsToldEverything() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      TestPlayer bob = world.player().at(10, 12).spawn();
      ada.leave();
      world.tick(5);
      TestPlayer adaAgain = world.again(ada).spawn();

      assertThat(adaAgain.last(Update.Appeared.class).afresh()).isTrue();
      assertThat(adaAgain.last(Update.Appeared.class).entities())
          .extracting(Update.Near::entity)
          .containsExactly(bob.entity());
    }
  }

  @Test
  void showsCreaturesWithTheirHealth() {
    try (TestWorld world = TestWorld.of(TestContent.drawn("########", "#@....s#", "########"))) {
      TestPlayer ada = world.player().spawn();

      Update.Near statue = ada.last(Update.Snapshot.class).near().get(0);
      assertThat(statue.kind()).isEqualTo(EntityKind.CREATURE);
      assertThat(statue.hp()).isEqualTo(99);
    }
  }

  @Test
  void clearsTheReplicationBits() {
    try (TestWorld world = TestWorld.create()) {
      TestPlayer ada = world.player().at(10, 10).spawn();
      ada.move(1, 0, 10);
      world.tick();

      assertThat(ada.chunk().dirty().isReplicationDirty(ada.row())).isFalse();
      assertThat(ada.chunk().dirty().isPersistenceDirty(ada.row())).isTrue();
    }
  }
}
