package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TradesTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada =
      world
          .player()
          .named("ada")
          .at(8, 8)
          .with(0, SWORD, 1, 71)
          .with(1, BREAD, 10, 0)
          .withCoins(100);
  private final TestPlayer bob =
      world.player().named("bob").at(9, 8).with(0, SWORD, 1, 72).withCoins(200);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void exchangesWhatBothHaveConfirmed() {
    open();
    ada.offer(bob, 30, 0, 1, 1, 4);
    bob.offer(ada, 50, 0, 0);
    world.tick();

    Update.TradeWindow window = bob.last(Update.TradeWindow.class);
    assertThat(window.yourCoins()).isEqualTo(50);
    assertThat(window.theirCoins()).isEqualTo(30);
    assertThat(window.otherName()).isEqualTo("ada");
    assertThat(window.offered())
        .containsExactlyInAnyOrder(
            new Update.Offered(0, SWORD, 1, true),
            new Update.Offered(0, SWORD, 1, false),
            new Update.Offered(1, BREAD, 4, false));

    ada.confirm(bob);
    world.tick();
    assertThat(bob.last(Update.TradeWindow.class).theyConfirmed()).isTrue();
    assertThat(ada.state().inventory.unique(0)).isEqualTo(71);
    bob.confirm(ada);
    world.tick(2);

    assertThat(ada.last(Update.Saved.class).operation()).isEqualTo(ada.lastOperation());
    assertThat(bob.last(Update.Saved.class).operation()).isEqualTo(bob.lastOperation());
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.DONE);
    assertThat(ada.stored().state().coins).isEqualTo(120);
    assertThat(bob.stored().state().coins).isEqualTo(180);
    assertThat(ada.stored().state().inventory.unique(0)).isEqualTo(72);
    assertThat(ada.stored().state().inventory.count(1)).isEqualTo(6);
    assertThat(bob.stored().state().inventory.unique(1)).isZero();
    assertThat(bob.stored().state().inventory.kind(1)).isEqualTo(BREAD);
    assertThat(bob.stored().state().inventory.count(1)).isEqualTo(4);
    assertThat(ada.stored().state().isDone(ada.lastOperation())).isTrue();
    assertThat(bob.stored().state().isDone(bob.lastOperation())).isTrue();
    assertThat(world.vault().operations()).hasSize(1);
  }

  @Test
  void anyChangeMakesConfirmationsVoid() {
    open();
    ada.offer(bob, 30);
    world.tick();
    bob.confirm(ada);
    world.tick();
    ada.offer(bob, 1);
    world.tick();

    assertThat(bob.last(Update.IntentRefused.class).reason())
        .isEqualTo(RefusalReason.OFFER_CHANGED);
    assertThat(bob.last(Update.TradeWindow.class).youConfirmed()).isFalse();
    ada.confirm(bob);
    world.tick(3);

    assertThat(world.vault().operations()).isEmpty();
    assertThat(ada.state().coins).isEqualTo(100);
  }

  @Test
  void aConfirmationIsOfTheOfferThatWasThenThere() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.tick();
    bob.confirm(ada);
    ada.offer(bob, 1); // in the same tick, before the exchange
    world.tick(3);

    assertThat(world.vault().operations()).isEmpty();
    assertThat(bob.last(Update.IntentRefused.class).reason())
        .isEqualTo(RefusalReason.OFFER_CHANGED);
  }

  /** The offer was on its way to bob when his confirmation left. */
  @Test
  void nobodyAgreesToWhatHeWasNotShown() {
    open();
    ada.offer(bob, 30);
    world.tick();
    ada.offer(bob, 1);
    bob.confirmSeen(ada);
    world.tick();

    assertThat(bob.last(Update.IntentRefused.class).reason())
        .isEqualTo(RefusalReason.OFFER_CHANGED);
    assertThat(bob.last(Update.TradeWindow.class).theirCoins()).isEqualTo(1);
    assertThat(bob.last(Update.TradeWindow.class).youConfirmed()).isFalse();
    bob.confirmSeen(ada);
    ada.confirmSeen(bob);
    world.tick(3);

    assertThat(world.vault().operations()).hasSize(1);
    assertThat(bob.state().coins).isEqualTo(201);
  }

  @Test
  void isCheckedAgainWhenItIsDone() {
    open();
    ada.offer(bob, 0, 1, 10).confirm(bob);
    world.tick();
    ada.moveItem(OperationKind.CONSUME, 1, 0);
    world.tick(3);
    bob.confirm(ada);
    world.tick(2);

    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
    assertThat(ada.last(Update.TradeWindow.class).youConfirmed()).isFalse();
    assertThat(ada.state().inventory.count(1)).isEqualTo(9);
  }

  @Test
  void needsRoomOnBothSides() {
    for (int slot = 1; slot < 28; slot++) {
      bob.with(slot, SWORD, 1, 100 + slot);
    }
    open();
    ada.offer(bob, 0, 0, 1).confirm(bob);
    bob.confirm(ada);
    world.tick(2);

    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NO_ROOM);
    bob.offer(ada, 0, 5, 1);
    ada.confirm(bob);
    bob.confirm(ada);
    world.tick(3);

    assertThat(bob.updates(Update.Saved.class)).hasSize(1); // one for one fits
    assertThat(bob.stored().state().inventory.unique(5)).isEqualTo(71);
  }

  @Test
  void aRefusedCommitLeavesBothAsBefore() {
    open();
    ada.offer(bob, 30, 0, 1).confirm(bob);
    bob.confirm(ada);
    world.vault().refuseCommits(1);
    world.tick(3);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(bob.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(ada.stored().state().coins).isEqualTo(100);
    assertThat(world.again(ada).spawn().state().inventory.unique(0)).isEqualTo(71);
    assertThat(world.again(bob).spawn().state().inventory.unique(0)).isEqualTo(72);
  }

  @Test
  void endsWhenSomebodyLeaves() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.tick();
    bob.leave();
    world.tick(2);

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ALLOWED);
  }

  @Test
  void endsWhenTheyPart() {
    open();
    bob.move(1, 0, 60);
    world.tick(60);

    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
  }

  @Test
  void endsWithDeath() {
    TestPlayer op = world.player().named("op").at(12, 8).inRole(Role.ADMIN).spawn();
    open();
    op.order(OperatorAction.KILL, 0, 0, "bob");
    world.tick(2);

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
  }

  @Test
  void endsWhenNobodyTouchesIt() {
    open();
    world.tick(60 * 20 + 1);

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    ada.cancelTrade(bob);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
  }

  @Test
  void canBeCancelled() {
    open();
    bob.cancelTrade(ada);
    world.tick();

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    ada.request(bob);
    bob.request(ada); // is an acceptance
    world.tick();
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
  }

  @Test
  void refusesWhatCannotBe() {
    TestPlayer eve = world.player().named("eve").at(30, 30).spawn();
    open();
    eve.request(ada);
    world.tick();
    assertThat(eve.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BUSY);
    ada.offer(bob, 101);
    world.tick();
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
    ada.offer(bob, 0, 1, 5, 1, 5);
    world.tick();
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    ada.offer(bob, 0, 7, 1);
    world.tick();
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
    ada.cancelTrade(bob);
    ada.request(eve);
    world.tick();
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.TOO_FAR);
  }

  private void open() {
    ada.spawn();
    bob.spawn();
    ada.request(bob);
    world.tick();
    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.REQUESTED);
    bob.accept(ada);
    world.tick();
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
  }
}
