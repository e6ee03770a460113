package dev.keepstone.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import dev.keepstone.ecs.world.WorldConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers for somebody else, worlds that are full, and messages for which there is no room. */
class LifecycleLimitsTest {
  /** As many answers as this fill a backlog. */
  private static final int QUESTIONS = 6_000;

  /** As many short ones fill what is left. */
  private static final int SHORT_QUESTIONS = 15;

  private TestWorld world = TestWorld.create();

  @AfterEach
  void close() {
    world.close();
  }

  private TestPlayer ada() {
    return world.player().named("ada").at(3, 4);
  }

  private TestPlayer bob() {
    return world.player().named("bob").at(5, 4).spawn();
  }

  private TestPlayer cid() {
    return world.player().named("cid").at(6, 4).spawn();
  }

  private void anotherWorld(int maxPlayers, int silenceGraceMs) {
    world.close();
    world =
        TestWorld.of(
            new WorldConfig(20, 600, 42, maxPlayers, 12, 60, 16_384, 256 * 1024, silenceGraceMs),
            TestContent.field(32));
  }

  /** The gateway takes nothing, and in its backlog is no room for the shortest answer. */
  private void stall(TestPlayer bob, TestPlayer cid) {
    world.gateway().full(true);
    for (int i = 0; i < QUESTIONS; i++) {
      bob.who();
    }
    for (int i = 0; i < SHORT_QUESTIONS; i++) {
      cid.ask(1);
    }
    world.tick();
    assertThat(world.count(WorldCounter.SESSIONS_OVERRUN)).isEqualTo(2);
  }

  @Test
  void aRecordForSomebodyElsesSessionChangesNothing() {
    TestPlayer ada = ada().spawn();
    TestPlayer bob = bob();
    world.inbox().loaded(ada.session(), bob.stored());
    world.inbox().loaded(4242, bob.stored());
    world.tick();

    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(2);
    assertThat(ada.isInside()).isTrue();
    assertThat(bob.isInside()).isTrue();
    assertThat(world.sessionCount()).isEqualTo(2);
  }

  @Test
  void aRecordThatNobodyAskedForStaysClaimedWhereThereIsNoSessionLeft() {
    anotherWorld(1, 0);
    ada().spawn();
    TestPlayer bob = world.player().named("bob");
    world.inbox().loaded(4242, bob.stored());
    world.tick();

    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(1);
    assertThat(world.sessionCount()).isEqualTo(1);
  }

  @Test
  void answersForOtherPlayersOrBeforeTheRecordAreIgnored() {
    TestPlayer ada = ada();
    world.vault().hold(true);
    ada.enter();
    world.tick();
    world.inbox().claimRefused(ada.session(), 424242, RefusalReason.BUSY);
    world.inbox().durable(ada.id(), 1, false);
    world.inbox().lost(ada.id());
    world.tick();
    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(3);

    world.vault().hold(false);
    world.tick(2);
    assertThat(ada.isInside()).isTrue();
  }

  @Test
  void aReleaseAskedOfWhoIsNotHereIsNothing() {
    TestPlayer ada = ada().spawn();
    world.inbox().releaseAsked(424242);
    world.tick(2);
    assertThat(ada.isInside()).isTrue();
  }

  @Test
  void namesThatNoRecordMayHaveAreDamage() {
    for (String name : new String[] {"", "x".repeat(49)}) {
      TestPlayer odd = world.player().named(name).enter();
      world.tick(3);
      assertThat(odd.last(Update.EnterRefused.class).reason())
          .isEqualTo(RefusalReason.DATA_CORRUPTED);
      assertThat(odd.stored().isClaimed()).isFalse();
    }
    assertThat(world.sessionCount()).isZero();
  }

  @Test
  void aFullWorldHasNoRoomForWhoTakesOver() {
    anotherWorld(1, 0);
    TestPlayer ada = ada().spawn();
    TestPlayer again = world.again(ada).takingOver().enter();
    world.tick(3);

    assertThat(again.last(Update.EnterRefused.class).reason()).isEqualTo(RefusalReason.BUSY);
    assertThat(ada.isInside()).isTrue();
  }

  @Test
  void whoCannotBeToldThatItIsBackGoesOnLater() {
    anotherWorld(10, 30_000);
    TestPlayer ada = ada().wantingToken(7).spawn();
    ada.gone();
    world.tick(2);
    stall(bob(), cid());
    TestPlayer again = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick();
    assertThat(world.count(WorldCounter.PLAYERS_TAKEN_BACK)).isEqualTo(1);
    world.gateway().full(false);
    world.tick(5);

    assertThat(again.updates(Update.Entered.class)).isEmpty();
    assertThat(again.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.OVERRUN);
    assertThat(ada.stored().isClaimed()).isFalse();
    TestPlayer third = world.again(ada).showingToken(8).enter();
    world.tick(3);
    assertThat(third.isInside()).isTrue();
  }

  @Test
  void aFarewellHasRoomWhereNothingElseHas() {
    TestPlayer ada = ada().with(0, 1, 100, 0).spawn();
    TestPlayer bob = bob();
    TestPlayer cid = cid();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(55);
    stall(bob, cid);
    world.tick(10);
    assertThat(world.count(WorldCounter.PLAYERS_GIVEN_UP)).isEqualTo(1);
    world.gateway().full(false);
    world.vault().hold(false);
    world.tick(6);

    assertThat(ada.updates(Update.Farewell.class)).hasSize(1);
    assertThat(ada.last(Update.Farewell.class).reason())
        .isEqualTo(FarewellReason.STORE_UNAVAILABLE);
    assertThat(ada.isInside()).isFalse();
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(world.again(ada).spawn().state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void aFaultWhileALossIsToldEndsNobodyTwice() {
    TestPlayer ada = ada().spawn();
    TestPlayer bob = bob();
    ada.request(bob);
    world.tick();
    world.gateway().throwOn(bob.session(), TradeWindowDecoder.TEMPLATE_ID);
    world.vault().lose(ada.id());
    world.tick(3);

    assertThat(world.world().faults().distinct()).hasSize(1);
    assertThat(ada.isInside()).isFalse();
    assertThat(ada.updates(Update.Farewell.class)).hasSize(1);
    assertThat(world.count(WorldCounter.PLAYERS_LOST)).isEqualTo(1);
  }

  @Test
  void aFaultWhileOneIsTurnedAwayForAnotherEndsNobodyWhoPlays() {
    TestPlayer ada = ada().spawn();
    world.vault().hold(true);
    ada.move(1, 0, 1);
    TestPlayer second = world.again(ada).takingOver().enter();
    world.tick();
    world.gateway().throwOn(second.session(), EnterRefusedDecoder.TEMPLATE_ID);
    TestPlayer third = world.again(ada).takingOver().enter();
    world.tick();
    world.gateway().throwOn(0, 0);
    world.vault().hold(false);
    world.tick(6);

    assertThat(world.world().faults().distinct()).hasSize(1);
    assertThat(third.isInside()).isFalse();
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void aBodyTakenBackWhileItIsSavedIsSavedWithItsTokenLater() {
    anotherWorld(10, 30_000);
    TestPlayer ada = ada().wantingToken(7).with(0, 1, 100, 0).spawn();
    world.tick(2);
    ada.gone();
    world.vault().hold(true);
    TestPlayer again = world.again(ada).showingToken(7).wantingToken(8).enter();
    world.tick();
    again.gone();
    TestPlayer third = world.again(ada).showingToken(8).wantingToken(9).enter();
    world.tick();
    world.inbox().durable(ada.id(), 99, false);
    world.tick();
    assertThat(third.isInside()).isTrue();
    assertThat(world.count(WorldCounter.UNEXPECTED_MESSAGES)).isEqualTo(1);

    world.vault().hold(false);
    third.leave();
    world.tick(6);
    TestPlayer fourth = world.again(ada).showingToken(9).enter();
    world.tick(3);
    assertThat(fourth.isInside()).isTrue();
  }

  @Test
  void whoLeavesWhileItsOperationIsUnknownIsNotGivenUp() {
    TestPlayer ada = ada().with(0, 1, 100, 0).spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.leave();
    world.tick(70);
    assertThat(world.count(WorldCounter.PLAYERS_GIVEN_UP)).isZero();
    world.vault().hold(false);
    world.tick(6);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.LOGOUT);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
    assertThat(world.again(ada).spawn().state().inventory.count(0)).isEqualTo(99);
  }
}
