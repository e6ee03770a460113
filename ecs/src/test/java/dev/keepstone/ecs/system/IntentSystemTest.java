package dev.keepstone.ecs.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntentSystemTest {
  private final TestWorld world = TestWorld.create();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void walksForAsManyTicksAsAsked() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    ada.move(1, 0, 3);
    world.tick(10);

    assertThat(ada.x()).isEqualTo(3.6f, within(1e-5f));
    assertThat(ada.y()).isEqualTo(4);
  }

  @Test
  void walksDiagonallyAtTheSameSpeed() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    ada.move(1, 1, 20);
    world.tick(20);

    assertThat(Math.hypot(ada.x() - 3, ada.y() - 4)).isEqualTo(4, within(1e-3));
  }

  @Test
  void clampsDirectionsAndDuration() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    ada.move(100, -128, 255);
    world.tick();

    assertThat(ada.cells(Columns.WALK_TICKS)[ada.row()]).isEqualTo((short) 99);
    assertThat(ada.x() - 3).isEqualTo(0.2f * 0.70710677f, within(1e-5f));
    assertThat(ada.y() - 4).isEqualTo(-0.2f * 0.70710677f, within(1e-5f));
  }

  @Test
  void stopsAtNoDirection() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    ada.move(1, 0, 50);
    world.tick(2);
    ada.move(0, 0, 50);
    world.tick(5);

    assertThat(ada.x()).isEqualTo(3.4f, within(1e-5f));
  }

  @Test
  void acknowledgesTheNewestIntent() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    assertThat(ada.last(Update.Snapshot.class).ackedSequence()).isZero();
    ada.move(1, 0, 5).move(0, 1, 5);
    world.tick();

    assertThat(ada.last(Update.Snapshot.class).ackedSequence()).isEqualTo(2);
  }

  @Test
  void dropsSequencesThatAreNotAboveTheLastOne() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.inbox().move(ada.session(), 10, 1, 0, 5);
    world.inbox().move(ada.session(), 10, 0, 0, 5);
    world.inbox().move(ada.session(), 9, 0, 0, 5);
    world.tick();

    assertThat(ada.x()).isGreaterThan(3);
    assertThat(world.count(WorldCounter.INTENTS_OUT_OF_ORDER)).isEqualTo(2);
  }

  @Test
  void takesSequencesAsUnsigned() {
    TestPlayer ada = world.player().at(3, 4).spawn();
    world.inbox().move(ada.session(), 0x7FFF_FFFFL, 1, 0, 5);
    world.inbox().move(ada.session(), 0x8000_0000L, 0, 0, 5);
    world.tick();

    assertThat(ada.last(Update.Snapshot.class).ackedSequence()).isEqualTo(0x8000_0000L);
    assertThat(world.count(WorldCounter.INTENTS_OUT_OF_ORDER)).isZero();
  }

  @Test
  void dropsIntentsOfStrangers() {
    world.inbox().move(4711, 1, 1, 0, 5);
    TestPlayer loading = world.player().named("late").enter();
    loading.move(1, 0, 5);
    world.tick();

    assertThat(world.count(WorldCounter.INTENTS_NOT_PLAYING)).isEqualTo(2);
  }

  // ---- talking

  @Test
  void everybodyInTheZoneHearsWhatIsSaid() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(29, 29).spawn();
    ada.say("  Grüße, 世界 🙂 ");
    world.tick();

    Update.Spoken heard = bob.last(Update.Spoken.class);
    assertThat(heard.text()).isEqualTo("Grüße, 世界 🙂");
    assertThat(heard.name()).isEqualTo("ada");
    assertThat(heard.speaker()).isEqualTo(ada.entity());
    assertThat(ada.last(Update.Spoken.class).text()).isEqualTo("Grüße, 世界 🙂");
  }

  @Test
  void refusesWhatMayNotBeSaid() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.say("").say("   ").say("x".repeat(201)).say("bell \u0007").say(new byte[] {(byte) 0xC3});
    world.tick();

    assertThat(ada.updates(Update.Spoken.class)).isEmpty();
    assertThat(ada.updates(Update.IntentRefused.class))
        .extracting(Update.IntentRefused::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    assertThat(ada.last(Update.Snapshot.class).ackedSequence()).isEqualTo(5);
  }

  @Test
  void passesTwoHundredBytes() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    String longest = "ß".repeat(100);
    ada.say((longest + " ").getBytes(StandardCharsets.UTF_8));
    world.tick();

    assertThat(ada.last(Update.Spoken.class).text()).isEqualTo(longest);
  }

  @Test
  void hearsNothingWhileLeaving() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    world.vault().hold(true);
    bob.leave();
    world.tick();
    ada.say("hi");
    world.tick();

    assertThat(bob.updates(Update.Spoken.class)).isEmpty();
  }

  // ---- asking

  @Test
  void seesWhatIsNearWithNames() {
    try (TestWorld zoo =
        TestWorld.of(TestContent.drawn("########", "#@....s#", "#......#", "########"))) {
      TestPlayer ada = zoo.player().named("ada").spawn();
      TestPlayer bob = zoo.player().named("bob").at(3.5f, 1.5f).spawn();
      ada.look();
      zoo.tick();

      Update.Seen seen = ada.last(Update.Seen.class);
      assertThat(seen.sequence()).isEqualTo(1);
      assertThat(seen.near()).extracting(Update.Near::name).containsExactly("bob", "statue");
      assertThat(seen.near())
          .extracting(Update.Near::kind)
          .containsExactly(EntityKind.PLAYER, EntityKind.CREATURE);
      assertThat(seen.near().get(0).entity()).isEqualTo(bob.entity());
      assertThat(seen.near().get(1).x()).isEqualTo(6.5f);
    }
  }

  @Test
  void namesPlayersInTheOrderInWhichTheyEntered() {
    TestPlayer first = world.player().named("first").spawn();
    TestPlayer second = world.player().named("second").spawn();
    world.player().named("third").spawn();
    first.leave();
    world.tick(2);
    world.again(first).spawn();
    second.who();
    world.tick();

    Update.Online online = second.last(Update.Online.class);
    assertThat(online.total()).isEqualTo(3);
    assertThat(online.names()).containsExactly("second", "third", "first");
  }

  @Test
  void namesFiftyAtMost() {
    TestPlayer asking = world.player().named("p0").spawn();
    for (int i = 1; i < 60; i++) {
      world.player().named("p" + i).enter();
    }
    world.tick(3);
    asking.who();
    world.tick();

    Update.Online online = asking.last(Update.Online.class);
    assertThat(online.total()).isEqualTo(60);
    assertThat(online.names()).hasSize(50).startsWith("p0", "p1").endsWith("p49");
  }
}
