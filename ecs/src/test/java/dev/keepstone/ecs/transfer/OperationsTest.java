package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues, limits, repetitions, and what the store's answers do to players. */
class OperationsTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada =
      world.player().named("ada").at(8, 8).with(0, BREAD, 100, 0).withCoins(105);
  private final TestPlayer op = world.player().named("op").at(10, 8).inRole(Role.ADMIN);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void executesNothingTwice() {
    ada.spawn();
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(2);
    ada.repeat(OperationKind.CONSUME, 0, 0);
    world.tick(2);

    assertThat(ada.updates(Update.Saved.class)).hasSize(2);
    assertThat(ada.last(Update.Saved.class).sequence()).isEqualTo(ada.lastSequence());
    assertThat(ada.state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void saysSavedToNobodyWhoMissedWhatItChanged() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.gateway().full(true);
    for (int i = 0; i < 6_000; i++) {
      ada.who();
    }
    world.tick();
    assertThat(world.count(WorldCounter.SESSIONS_OVERRUN)).isPositive();
    world.gateway().full(false);
    world.vault().hold(false);
    world.tick(5);

    assertThat(ada.updates(Update.Saved.class)).isEmpty();
    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.OVERRUN);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void answersARepetitionOnlyWhenItIsDurable() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.repeat(OperationKind.CONSUME, 0, 0).ask(ada.lastOperation());
    world.tick(3);

    assertThat(ada.updates(Update.Saved.class)).isEmpty();
    assertThat(ada.updates(Update.IntentRefused.class)).isEmpty();
    world.vault().hold(false);
    world.tick(2);

    assertThat(ada.updates(Update.Saved.class)).hasSize(1);
    assertThat(ada.state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void refusesForGoodWhatIsNeitherNewNorRemembered() {
    ada.spawn();
    ada.moveItem(OperationKind.EQUIP, 0, 0); // bread
    world.tick(2);
    ada.repeat(OperationKind.CONSUME, 0, 0);
    world.tick(2);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.FORGOTTEN);
    assertThat(world.vault().operations()).isEmpty();
  }

  @Test
  void doesOneAfterTheOther() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0).moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(2);

    assertThat(ada.state().inventory.count(0)).isEqualTo(99);
    world.vault().hold(false);
    world.tick(4);

    assertThat(ada.state().inventory.count(0)).isEqualTo(98);
    assertThat(ada.updates(Update.Saved.class)).hasSize(2);
  }

  @Test
  void keepsATightBudget() {
    ada.spawn();
    for (int tick = 0; tick < 100; tick++) { // 5 s
      ada.moveItem(OperationKind.SWAP, 0, 0); // refused, but it costs
      world.tick();
    }

    long badIntents =
        ada.updates(Update.IntentRefused.class).stream()
            .filter(refused -> refused.reason() == RefusalReason.BAD_INTENT)
            .count();
    assertThat(badIntents).isBetween(55L, 61L); // ten at once, and ten a second
    assertThat(ada.last(Update.IntentRefused.class).reason()).isNotNull();
  }

  @Test
  void partsWithWhoAsksForFarTooMuch() {
    ada.spawn();
    for (int i = 0; i < 100; i++) {
      ada.moveItem(OperationKind.CONSUME, 0, 0);
    }
    world.tick(5);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.ABUSE);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
  }

  @Test
  void waitsForAFullVault() {
    ada.spawn();
    world.vault().full(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(5);

    assertThat(ada.state().inventory.count(0)).isEqualTo(100);
    assertThat(ada.updates(Update.Saving.class)).isEmpty();
    world.vault().full(false);
    world.tick(2);

    assertThat(ada.updates(Update.Saved.class)).hasSize(1);
  }

  @Test
  void reloadsAfterARefusal() {
    ada.spawn();
    world.vault().refuseCommits(1);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(2);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(ada.last(Update.Farewell.class).saved()).isFalse();
    assertThat(ada.updates(Update.Saved.class)).isEmpty();

    TestPlayer again = world.again(ada).spawn();
    again.ask(ada.lastOperation());
    world.tick(2);

    assertThat(again.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.FORGOTTEN);
    assertThat(again.state().inventory.count(0)).isEqualTo(100);
  }

  @Test
  void answersInTheNextSessionWhatWasDone() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.gone();
    world.tick();
    world.vault().hold(false);
    world.tick(3);
    TestPlayer again = world.again(ada).spawn();
    again.ask(ada.lastOperation());
    world.tick(2);

    assertThat(again.last(Update.Saved.class).operation()).isEqualTo(ada.lastOperation());
    assertThat(again.state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void givesUpWaitingButKeepsTheState() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(62);

    assertThat(ada.last(Update.Farewell.class).reason())
        .isEqualTo(FarewellReason.STORE_UNAVAILABLE);
    assertThat(ada.last(Update.Farewell.class).saved()).isFalse();
    assertThat(world.sessionCount()).isEqualTo(1);
    world.vault().hold(false);
    world.tick(4);

    assertThat(world.sessionCount()).isZero();
    assertThat(ada.updates(Update.Farewell.class)).hasSize(1);
    assertThat(ada.updates(Update.Saved.class)).isEmpty();
    assertThat(ada.stored().isClaimed()).isFalse();
    assertThat(ada.stored().state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void operatorsGiveAndAreRemembered() {
    ada.spawn();
    op.spawn();
    op.order(OperatorAction.GIVE, SWORD, 2, "ada");
    world.tick(2);
    op.order(OperatorAction.GRANT_COINS, 0, 45, "ada");
    world.tick(2);
    op.order(OperatorAction.GRANT_XP, 3, 450, "ada");
    world.tick(2);

    assertThat(op.updates(Update.Saved.class)).hasSize(3);
    assertThat(op.stored().state().isDone(op.lastOperation())).isTrue();
    assertThat(ada.state().inventory.unique(1)).isNotZero();
    assertThat(ada.state().inventory.unique(2))
        .isNotZero()
        .isNotEqualTo(ada.state().inventory.unique(1));
    assertThat(ada.stored().state().coins).isEqualTo(150);
    assertThat(ada.last(Update.Standing.class).level()).isEqualTo(3);
    assertThat(ada.last(Update.OwnSlots.class).coins()).isEqualTo(150);
    assertThat(world.vault().operations().get(2).kind()).isEqualTo(OperationKind.LEVEL_UP);
  }

  @Test
  void deathCostsATenthOfTheCoins() {
    ada.spawn();
    op.spawn();
    op.order(OperatorAction.KILL, 0, 0, "ada");
    world.tick(2);

    assertThat(ada.state().coins).isEqualTo(95);
    assertThat(ada.state().deaths).isEqualTo(1);
    assertThat(ada.x()).isEqualTo(16.5f);
    assertThat(ada.state().hp).isEqualTo(100);
    assertThat(ada.state().inventory.count(0)).isEqualTo(100);
    assertThat(world.vault().operations().get(0).kind()).isEqualTo(OperationKind.DEATH);
  }

  @Test
  void onlyOperatorsGiveOrders() {
    ada.spawn();
    ada.order(OperatorAction.GRANT_COINS, 0, 45, "ada");
    world.tick(2);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ALLOWED);
    op.spawn();
    op.order(OperatorAction.GRANT_COINS, 0, 45, "nobody");
    world.tick(2);

    assertThat(op.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
    assertThat(world.vault().operations()).isEmpty();
  }

  @Test
  void aRefusalOfOneReloadsAllRowsOfTheCommit() {
    ada.spawn();
    op.spawn();
    world.vault().refuseCommits(1);
    op.order(OperatorAction.GRANT_COINS, 0, 45, "ada");
    world.tick(3);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(op.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(ada.stored().state().coins).isEqualTo(105);
    assertThat(world.count(WorldCounter.PLAYERS_RELOADED)).isEqualTo(2);
  }

  @Test
  void letsGoOfWhoIsTakenOver() {
    ada.spawn();
    world.inbox().releaseAsked(ada.id());
    world.tick(3);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.TAKEN_OVER);
    assertThat(ada.last(Update.Farewell.class).saved()).isTrue();
    assertThat(ada.stored().isClaimed()).isFalse();
  }
}
