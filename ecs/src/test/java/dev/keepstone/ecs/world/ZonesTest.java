package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A world of twenty zones: the same coordinates are another place in each. */
class ZonesTest {
  private static final int ZONES = 20;
  private static final int CREATURES_PER_ZONE = 3;

  private final TestWorld world = TestWorld.of(TestContent.fields(ZONES, 24, CREATURES_PER_ZONE));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPlayerEntersTheZoneOfTheRecord() {
    TestPlayer ada = world.player().at(3, 4).inZone(17).spawn();

    Update.Entered entered = ada.last(Update.Entered.class);
    assertThat(entered.zone()).isEqualTo(17);
    assertThat(entered.zoneName()).isEqualTo("Testfield 17");
    assertThat(entered.x()).isEqualTo(3);
  }

  @Test
  void aNewcomerAppearsInTheFirstZone() {
    TestPlayer ada = world.player().spawn();

    assertThat(ada.last(Update.Entered.class).zone()).isEqualTo(1);
  }

  @Test
  void whoStandsInAWallGoesToTheSpawnPointOfTheSameZone() {
    TestPlayer ada = world.player().at(0, 0).inZone(5).spawn();

    Update.Entered entered = ada.last(Update.Entered.class);
    assertThat(entered.zone()).isEqualTo(5);
    assertThat(entered.x()).isEqualTo(12.5f);
    assertThat(world.count(WorldCounter.PLAYERS_MOVED_TO_SPAWN)).isEqualTo(1);
  }

  @Test
  void aZoneThatIsNotHereIsQuarantined() {
    TestPlayer ada = world.player().at(3, 4).inZone(ZONES + 1).enter();
    world.tick(2);

    assertThat(ada.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.QUARANTINED);
  }

  @Test
  void nothingIsSeenOrHeardFromAnotherZone() {
    List<TestPlayer> players = new ArrayList<>();
    for (int zone = 1; zone <= ZONES; zone++) {
      players.add(world.player().at(12, 12).inZone(zone).spawn());
    }
    TestPlayer neighbour = world.player().at(13, 12).inZone(7).spawn();
    TestPlayer speaker = players.get(6);
    speaker.say("hello").look();
    world.tick();

    for (TestPlayer player : players) {
      List<Long> others = new ArrayList<>();
      for (Update.Near near : player.last(Update.Snapshot.class).near()) {
        if (near.kind() == EntityKind.PLAYER) {
          others.add(near.entity());
        }
      }
      assertThat(others).isEqualTo(player == speaker ? List.of(neighbour.entity()) : List.of());
      assertThat(player.updates(Update.Spoken.class)).hasSize(player == speaker ? 1 : 0);
    }
    assertThat(neighbour.updates(Update.Spoken.class)).hasSize(1);
    assertThat(speaker.last(Update.Seen.class).near())
        .filteredOn(near -> near.kind() == EntityKind.PLAYER)
        .extracting(Update.Near::entity)
        .containsExactly(neighbour.entity());
  }

  @Test
  void creaturesLiveInEveryZone() {
    for (int zone = 1; zone <= ZONES; zone++) {
      TestPlayer player = world.player().at(12, 12).inZone(zone).spawn();
      assertThat(player.last(Update.Snapshot.class).near())
          .filteredOn(near -> near.kind() == EntityKind.CREATURE)
          .as("zone=" + zone)
          .isNotEmpty();
    }
    world.tick(100);

    assertThat(world.count(WorldCounter.CREATURES)).isEqualTo(ZONES * CREATURES_PER_ZONE);
    assertThat(world.count(WorldCounter.STOPPED_MOVERS)).isZero();
  }
}
