package dev.keepstone.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final TestWorld world = TestWorld.create();

  @AfterEach
  void close() {
    world.close();
  }

  // ---- entering

  @Test
  void tellsTheNewcomerWhereItIs() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();

    Update.Entered entered = ada.last(Update.Entered.class);
    assertThat(entered.playerId()).isEqualTo(ada.id());
    assertThat(entered.entity()).isNotZero();
    assertThat(entered.tick()).isEqualTo(2);
    assertThat(entered.zone()).isEqualTo(1);
    assertThat(entered.x()).isEqualTo(3);
    assertThat(entered.y()).isEqualTo(4);
    assertThat(entered.name()).isEqualTo("ada");
    assertThat(entered.zoneName()).isEqualTo("Testfield");
    assertThat(world.world().playing()).isEqualTo(1);
  }

  @Test
  void placesANewCharacterAtTheSpawnPointWithFullHealth() {
    TestPlayer ada = world.player().named("ada").spawn();

    assertThat(ada.x()).isEqualTo(16.5f);
    assertThat(ada.y()).isEqualTo(16.5f);
    assertThat(ada.last(Update.Snapshot.class).hp()).isEqualTo(100);
    assertThat(world.count(WorldCounter.PLAYERS_MOVED_TO_SPAWN)).isZero();
  }

  @Test
  void movesImpossiblePositionsToTheSpawnPoint() {
    float[][] impossible = {
      {Float.NaN, 4}, {4, Float.NaN}, {Float.POSITIVE_INFINITY, 4}, {-3, 4}, {4, 1e9f}, {0.5f, 4},
    };
    for (float[] place : impossible) {
      TestPlayer player = world.player().at(place[0], place[1]).spawn();

      assertThat(player.x()).isEqualTo(16.5f);
      assertThat(player.y()).isEqualTo(16.5f);
    }
    assertThat(world.count(WorldCounter.PLAYERS_MOVED_TO_SPAWN)).isEqualTo(impossible.length);
  }

  @Test
  void refusesAnUnknownZoneAndGivesTheRecordBack() {
    TestPlayer ada = world.player().named("ada").at(3, 4).inZone(99).enter();

    world.tick(3);

    assertThat(ada.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.QUARANTINED);
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(ada.stored().version()).isEqualTo(1);
    assertThat(world.world().playing()).isZero();
  }

  @Test
  void refusesANamelessRecordAndGivesItBack() {
    TestPlayer nobody = world.player().named("").at(3, 4).enter();

    world.tick(3);

    assertThat(nobody.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.DATA_CORRUPTED);
    assertThat(nobody.stored().isClaimed()).isFalse();
  }

  @Test
  void passesOnWhyTheVaultRefuses() {
    TestPlayer ada = world.player().named("ada");
    world.vault().refuse(ada.id(), RefusalReason.OWNED_ELSEWHERE);
    ada.enter();

    world.tick(2);

    assertThat(ada.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.OWNED_ELSEWHERE);
    assertThat(world.count(WorldCounter.LOADING)).isZero();
  }

  @Test
  void refusesASecondSessionOfAPlayerInEveryState() {
    TestPlayer ada = world.player().named("ada").enter();
    world.tick();
    assertThat(refusalOfASecondSessionOf(ada)).isEqualTo(RefusalReason.ALREADY_PLAYING); // loading

    world.tick();
    assertThat(refusalOfASecondSessionOf(ada)).isEqualTo(RefusalReason.ALREADY_PLAYING); // playing

    world.vault().hold(true);
    ada.leave();
    world.tick();
    assertThat(refusalOfASecondSessionOf(ada)).isEqualTo(RefusalReason.ALREADY_PLAYING); // leaving
  }

  private RefusalReason refusalOfASecondSessionOf(TestPlayer player) {
    TestPlayer second = world.again(player).enter();
    world.vault().hold(true);
    world.tick();
    world.vault().hold(false);
    return second.last(Update.EnterRefused.class).reason();
  }

  @Test
  void answersBusyWhenTheVaultIsFull() {
    world.vault().full(true);
    TestPlayer ada = world.player().named("ada").enter();
    world.tick();

    assertThat(ada.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BUSY);

    world.vault().full(false);
    world.again(ada).spawn();
  }

  @Test
  void answersBusyWhenAllSessionsAreInUse() {
    try (TestWorld small = TestWorld.of(TestWorld.config(2, 600), TestContent.field(32))) {
      small.player().spawn();
      TestPlayer second = small.player().spawn();
      TestPlayer third = small.player().named("third").enter();
      small.tick(2);

      assertThat(third.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BUSY);

      second.leave();
      small.tick(3);
      small.again(third).spawn();
    }
  }

  @Test
  void refusesPlayerZero() {
    world.inbox().enter(77, 0);
    world.tick();

    assertThat(world.gateway().updates())
        .containsExactly(new Update.EnterRefused(77, RefusalReason.CHARACTER_MISSING));
  }

  @Test
  void dropsAnEnterOfAGatewayThatIsNotThere() {
    world.inbox().enter((9L << 48) | 1, 1000);
    world.inbox().enter(0, 1000);
    world.tick();

    assertThat(world.gateway().updates()).isEmpty();
    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(2);
  }

  // ---- going away while loading

  @Test
  void givesBackTheRecordOfASessionThatIsGone() {
    TestPlayer ada = world.player().named("ada").enter();
    world.tick();
    ada.gone();
    world.tick(3);

    assertThat(world.vault().giveBackCount()).isEqualTo(1);
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(ada.updates(Update.Entered.class)).isEmpty();
    assertThat(world.sessionCount()).isZero();
    world.again(ada).spawn();
  }

  @Test
  void waitsWithGivingBackUntilTheVaultHasRoom() {
    TestPlayer ada = world.player().named("ada").enter();
    world.tick();
    ada.gone();
    world.vault().full(true);
    world.tick(5);
    assertThat(world.vault().giveBackCount()).isZero();

    world.vault().full(false);
    world.tick(2);

    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void forgetsASessionThatIsGoneWhenItsClaimIsRefused() {
    TestPlayer ada = world.player().named("ada");
    world.vault().refuse(ada.id(), RefusalReason.NEWER_RECORD);
    ada.enter();
    ada.gone();
    world.tick(2);

    assertThat(ada.updates(Update.EnterRefused.class)).isEmpty();
    assertThat(world.sessionCount()).isZero();
  }

  @Test
  void givesBackARecordThatNobodyAskedFor() {
    TestPlayer ada = world.player().named("ada");
    TestPlayer asked = world.player().named("bob").spawn();
    world.vault().claimFor(ada.id(), 555);
    world.tick(2);

    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(asked.isInside()).isTrue();
  }

  // ---- leaving

  @Test
  void savesAndReleasesBeforeTheFarewell() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.move(1, 0, 5);
    world.tick(5);
    ada.leave();
    world.tick();
    assertThat(ada.updates(Update.Farewell.class)).isEmpty();

    world.tick();

    Update.Farewell farewell = ada.last(Update.Farewell.class);
    assertThat(farewell.reason()).isEqualTo(FarewellReason.LOGOUT);
    assertThat(farewell.saved()).isTrue();
    assertThat(farewell.x()).isEqualTo(ada.stored().x()).isEqualTo(4, within(1e-5f));
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(ada.isInside()).isFalse();
  }

  @Test
  void savesACleanPlayerTooSoThatTheRecordIsReleased() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.leave();
    world.tick(2);

    assertThat(ada.stored().version()).isEqualTo(2);
    assertThat(ada.stored().hp()).isEqualTo(77);
    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void freezesWhoLeaves() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.vault().hold(true);
    ada.move(1, 0, 50);
    world.tick();
    float x = ada.x();
    ada.leave().move(0, 1, 50);
    world.tick(5);

    assertThat(ada.x()).isEqualTo(x);
    assertThat(ada.y()).isEqualTo(4);
    assertThat(world.count(WorldCounter.INTENTS_NOT_PLAYING)).isEqualTo(1);
  }

  @Test
  void waitsForTheUnsettledWriteBeforeTheLastOne() {
    TestPlayer ada = world.player().named("ada").spawn();
    world.vault().hold(true);
    world.tick(600); // the new character is dirty: its turn comes within a window
    assertThat(world.vault().rowCount()).isEqualTo(1);
    ada.leave();
    world.tick(5);
    assertThat(world.vault().rowCount()).isEqualTo(1);

    world.vault().hold(false);
    world.tick(3);

    assertThat(world.vault().rowCount()).isEqualTo(2);
    assertThat(ada.stored().version()).isEqualTo(3);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void waitsWithTheLastSaveUntilTheVaultHasRoom() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.vault().full(true);
    ada.leave();
    world.tick(10);
    assertThat(ada.isInside()).isTrue();

    world.vault().full(false);
    world.tick(2);

    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void savesWhoIsGone() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.gone();
    world.tick(2);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.GONE);
    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void removesWithoutSavingWhoIsLost() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    int rows = world.vault().rowCount();
    ada.move(1, 0, 5);
    world.tick(3);
    world.vault().lose(ada.id());
    world.tick();

    Update.Farewell farewell = ada.last(Update.Farewell.class);
    assertThat(farewell.reason()).isEqualTo(FarewellReason.OWNERSHIP_LOST);
    assertThat(farewell.saved()).isFalse();
    assertThat(ada.isInside()).isFalse();
    assertThat(world.vault().rowCount()).isEqualTo(rows);
    assertThat(world.count(WorldCounter.PLAYERS_LOST)).isEqualTo(1);
  }

  @Test
  void removesWhoIsLostWhileBeingSaved() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.leave();
    world.tick(); // the last save is on its way
    world.vault().lose(ada.id());
    world.tick();

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.OWNERSHIP_LOST);
    assertThat(ada.updates(Update.Farewell.class)).hasSize(1);
    assertThat(world.sessionCount()).isZero();
  }

  @Test
  void letsNobodyBackInBeforeTheRecordIsReleased() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    ada.leave();
    world.tick(2);

    world.again(ada).spawn();
  }

  // ---- closing

  @Test
  void closesOnceEverybodyIsSaved() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    TestPlayer late = world.player().named("late").enter();
    world.tick();
    world.inbox().close();
    TestPlayer tooLate = world.player().named("toolate").enter();
    world.tick();
    assertThat(world.world().isClosed()).isFalse();

    world.tick(3);

    assertThat(world.world().isClosed()).isTrue();
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.SHUTDOWN);
    assertThat(bob.last(Update.Farewell.class).saved()).isTrue();
    assertThat(late.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.SHUTTING_DOWN);
    assertThat(tooLate.last(Update.EnterRefused.class).reason())
        .isEqualTo(RefusalReason.SHUTTING_DOWN);
    assertThat(late.stored().isClaimed()).isFalse();
  }

  // ---- messages that come out of turn

  @Test
  void ignoresWhatNobodyWaitsFor() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.inbox().durable(ada.id(), 99, false);
    world.inbox().durable(ada.id(), 1, true);
    world.inbox().durable(424242, 1, false);
    world.inbox().lost(424242);
    world.inbox().claimRefused(ada.session(), ada.id(), RefusalReason.BUSY);
    world.inbox().claimRefused(4242, 424242, RefusalReason.BUSY);
    world.inbox().loaded(ada.session(), ada.stored());
    world.inbox().gone(4242);
    world.inbox().enter(ada.session(), 424242);
    world.tick();

    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(8);
    assertThat(ada.isInside()).isTrue();
    ada.leave();
    world.tick(2);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  // ---- a gateway that takes nothing

  @Test
  void keepsMessagesInOrderUntilTheGatewayHasRoom() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.gateway().updates().clear();
    world.gateway().full(true);
    ada.say("one").say("two").who();
    world.tick(3);
    ada.say("three");
    world.tick();
    world.gateway().full(false);
    ada.say("four");
    world.tick();

    assertThat(ada.updates(Update.Spoken.class))
        .extracting(Update.Spoken::text)
        .containsExactly("one", "two", "three", "four");
    assertThat(ada.updates(Update.Online.class)).hasSize(1);
    assertThat(world.count(WorldCounter.SNAPSHOTS_SKIPPED)).isEqualTo(4);
  }

  @Test
  void endsASessionWhoseGatewayHasNoRoomForTooLong() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.gateway().full(true);
    for (int i = 0; i < 2000 && world.world().playing() > 0; i++) {
      for (int k = 0; k < 20; k++) {
        ada.who();
      }
      world.tick();
    }

    assertThat(world.count(WorldCounter.SESSIONS_OVERRUN)).isEqualTo(1);
    world.tick(2);
    assertThat(ada.stored().isClaimed()).isFalse();

    world.gateway().full(false);
    world.tick();
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.OVERRUN);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void speechThatFindsNoRoomForLongCostsNobodyTheSession() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    world.gateway().updates().clear();
    world.gateway().full(true);
    while (world.count(WorldCounter.SPEECH_SKIPPED) < 1000) {
      for (int k = 0; k < 20; k++) {
        ada.say("x".repeat(200));
      }
      world.tick();
    }
    bob.who();
    world.tick();
    world.gateway().full(false);
    ada.say("at last");
    world.tick();

    assertThat(world.count(WorldCounter.SESSIONS_OVERRUN)).isZero();
    assertThat(world.world().playing()).isEqualTo(2);
    assertThat(bob.updates(Update.Online.class)).hasSize(1);
    assertThat(bob.last(Update.Spoken.class).text()).isEqualTo("at last");
  }

  @Test
  void closesEvenIfAGatewayNeverTakesTheFarewell() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    world.gateway().full(true);
    while (world.count(WorldCounter.MESSAGES_ABANDONED) == 0) {
      for (int i = 0; i < 1000; i++) {
        world.inbox().enter(1_000_000 + i, 0); // refusals fill even the reserve
      }
      world.tick();
    }
    world.inbox().close();
    world.tick(Lifecycle.FAREWELL_PATIENCE_TICKS - 1);
    assertThat(world.world().isClosed()).isFalse();

    world.tick(5);

    assertThat(world.world().isClosed()).isTrue();
    assertThat(ada.stored().isClaimed()).isFalse();
  }

  @Test
  void showsNobodyTheWorldBeforeTellingThatItEntered() {
    TestPlayer ada = world.player().named("ada").at(3, 4).enter();
    world.tick();
    world.gateway().full(true);
    world.tick(2);
    world.gateway().full(false);
    world.tick(2);

    assertThat(ada.updates(Update.class).get(0)).isInstanceOf(Update.Entered.class);
    assertThat(ada.updates(Update.Snapshot.class)).hasSize(2);
  }

  // ---- faults

  @Test
  void aFaultCostsOnlyTheSessionAndIsSaved() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    world.gateway().throwOn(ada.session(), SnapshotDecoder.TEMPLATE_ID);
    world.tick(3);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.FAULT);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
    assertThat(bob.isInside()).isTrue();
    assertThat(world.count(WorldCounter.FAULTS)).isEqualTo(1);
    assertThat(world.world().faults().distinct()).hasSize(1);
  }

  @Test
  void aFaultOfAListenerDoesNotCostTheSpeaker() {
    TestPlayer ada = world.player().named("ada").at(3, 4).spawn();
    TestPlayer bob = world.player().named("bob").at(5, 4).spawn();
    TestPlayer cid = world.player().named("cid").at(7, 4).spawn();
    world.gateway().throwOn(bob.session(), SpokenDecoder.TEMPLATE_ID);
    ada.say("hi");
    world.tick(3);

    assertThat(ada.isInside()).isTrue();
    assertThat(cid.last(Update.Spoken.class).text()).isEqualTo("hi");
    assertThat(bob.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.FAULT);
  }

  @Test
  void aFaultWhileEnteringGivesTheRecordBack() {
    TestPlayer ada = world.player().named("ada").at(3, 4);
    world.gateway().throwOn(ada.session(), EnteredDecoder.TEMPLATE_ID);
    ada.enter();
    world.tick(5);

    assertThat(ada.isInside()).isFalse();
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(world.sessionCount()).isZero();
  }
}
