package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what in which stage of a trade, and what keeps one alive. */
class TradeRulesTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;
  private static final int ALMOST_IDLE_TICKS = 59 * 20;

  private final TestWorld world = TestWorld.create();

  /** Around the spawn point: who dies comes back to where the other is. */
  private final TestPlayer ada =
      world.player().named("ada").at(16, 16).with(0, BREAD, 10, 0).withCoins(100);

  private final TestPlayer bob = world.player().named("bob").at(17, 16).withCoins(200);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nobodyTradesAlone() {
    ada.spawn();
    ada.request(ada);
    world.tick();

    refused(ada, RefusalReason.NOT_THERE);
  }

  @Test
  void onlyWhoWasAskedMayAccept() {
    ada.spawn();
    bob.spawn();
    bob.accept(ada);
    world.tick();
    refused(bob, RefusalReason.NOT_THERE);
    ada.request(bob);
    world.tick();
    ada.accept(bob);
    world.tick();
    refused(ada, RefusalReason.NOT_THERE);
    ada.request(bob);
    world.tick();
    refused(ada, RefusalReason.BUSY);
    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.REQUESTED);

    bob.accept(ada);
    world.tick();

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
    bob.accept(ada);
    world.tick();
    refused(bob, RefusalReason.NOT_THERE);
  }

  @Test
  void offersNeedAnOpenTrade() {
    ada.spawn();
    bob.spawn();
    ada.offer(bob, 1);
    world.tick();
    refused(ada, RefusalReason.NOT_THERE);
    ada.request(bob);
    ada.offer(bob, 1);
    world.tick();
    refused(ada, RefusalReason.NOT_THERE);
    ada.cancelTrade(bob);
    world.tick();
    ada.confirmSeen(bob);
    world.tick(2);
    refused(ada, RefusalReason.NOT_THERE);
  }

  @Test
  void nobodyConfirmsTwice() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.tick();
    ada.confirm(bob);
    world.tick();

    refused(ada, RefusalReason.NOT_ALLOWED);
    assertThat(bob.last(Update.TradeWindow.class).theyConfirmed()).isTrue();
  }

  @Test
  void whatIsOnItsWayToTheStoreCannotBeCancelled() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.vault().hold(true);
    bob.confirm(ada);
    world.tick();
    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.SAVING);
    ada.cancelTrade(bob);
    world.tick();
    refused(ada, RefusalReason.LOCKED);
    ada.offer(bob, 1);
    world.tick();
    refused(ada, RefusalReason.NOT_THERE);

    world.vault().hold(false);
    world.tick(2);

    assertThat(bob.stored().state().coins).isEqualTo(230);
    assertThat(world.count(WorldCounter.TRADES)).isEqualTo(1);
    assertThat(world.count(WorldCounter.TRADES_CANCELLED)).isZero();
  }

  @Test
  void waitsForWhatTheOtherHasOnItsWay() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.tick();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    bob.confirm(ada);
    world.tick(3);
    assertThat(bob.updates(Update.Saving.class)).isEmpty();
    assertThat(bob.updates(Update.IntentRefused.class)).isEmpty();

    world.vault().hold(false);
    world.tick(4);

    assertThat(bob.stored().state().coins).isEqualTo(230);
    assertThat(ada.stored().state().inventory.count(0)).isEqualTo(9);
  }

  @Test
  void theyAreTogetherWhenItIsDone() {
    open();
    ada.offer(bob, 30).confirm(bob);
    world.tick(2);
    ada.cells(Columns.X)[ada.row()] = 2;
    bob.confirmSeen(ada);
    world.tick();

    refused(bob, RefusalReason.TOO_FAR);
    assertThat(bob.state().coins).isEqualTo(200);
    world.tick(2);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    assertThat(world.count(WorldCounter.TRADES_CANCELLED)).isEqualTo(1);
  }

  @Test
  void whoeverTouchesItKeepsItAlive() {
    ada.spawn();
    bob.spawn();
    ada.request(bob);
    world.tick(ALMOST_IDLE_TICKS);
    bob.accept(ada);
    world.tick(ALMOST_IDLE_TICKS);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
    ada.offer(bob, 30);
    world.tick(ALMOST_IDLE_TICKS);
    bob.confirm(ada);
    world.tick(ALMOST_IDLE_TICKS);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
    assertThat(ada.last(Update.TradeWindow.class).theyConfirmed()).isTrue();
  }

  @Test
  void itIsOffAfterAMinuteAndNoSooner() {
    open();
    world.tick(60 * 20 - 2);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);

    world.tick(2);

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
  }

  @Test
  void deathEndsItAlsoWhereTheyStayTogether() {
    TestPlayer op = world.player().named("op").at(16, 17).inRole(Role.ADMIN).spawn();
    open();
    op.order(OperatorAction.KILL, 0, 0, "bob");
    world.tick(3);

    assertThat(bob.state().deaths).isEqualTo(1);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    assertThat(bob.last(Update.Standing.class).deaths()).isEqualTo(1);
  }

  @Test
  void deathsBeforeItDoNotCount() {
    TestPlayer op = world.player().named("op").at(16, 17).inRole(Role.ADMIN).spawn();
    bob.stored().state().deaths = 3;
    open();
    world.tick(3);

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
    assertThat(op.isInside()).isTrue();
  }

  @Test
  void whatWasOfferedMustStillBeThat() {
    ada.with(1, SWORD, 1, 71);
    open();
    ada.offer(bob, 5, 1, 1).confirm(bob);
    world.tick();
    ada.swap(0, 1); // the bread lies there now
    world.tick(3);
    bob.confirmSeen(ada);
    world.tick(3);

    refused(bob, RefusalReason.NOT_THERE);
    assertThat(ada.last(Update.TradeWindow.class).youConfirmed()).isFalse();
    assertThat(bob.state().coins).isEqualTo(200);
    assertThat(ada.state().inventory.unique(0)).isEqualTo(71);
    assertThat(world.count(WorldCounter.TRADES)).isZero();
  }

  @Test
  void oneTradeAtATimeAndWithPlayersOnly() {
    open();
    ada.request(bob);
    world.tick();
    refused(ada, RefusalReason.BUSY);
    TestPlayer eve = world.player().named("eve").at(16, 17).spawn();
    world.inbox().trade(eve.session(), 1, 0, 987_654_321L, TradeAction.REQUEST, 0, 0);
    world.tick();

    assertThat(eve.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
  }

  @Test
  void blocksAreEachPlayersOwn() {
    TestPlayer eve = world.player().named("eve").at(16, 17);
    bob.stored().state().blocks[0] = eve.id();
    ada.spawn();
    bob.spawn();
    eve.spawn();
    eve.request(bob);
    world.tick();
    refused(eve, RefusalReason.NOT_ALLOWED);

    eve.request(ada);
    world.tick();

    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.REQUESTED);
  }

  @Test
  void theyMayStandAsFarApartAsTheRuleSaysAndNoFarther() {
    bob.at(16 + Places.TRADE_TILES, 16);
    ada.spawn();
    bob.spawn();
    ada.request(bob);
    world.tick();
    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.REQUESTED);
    ada.cancelTrade(bob);
    world.tick();
    bob.cells(Columns.X)[bob.row()] += 0.01f;
    ada.request(bob);
    world.tick();

    refused(ada, RefusalReason.TOO_FAR);
  }

  private void refused(TestPlayer player, RefusalReason reason) {
    Update.IntentRefused refused = player.last(Update.IntentRefused.class);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.sequence()).isEqualTo(player.lastSequence());
  }

  private void open() {
    ada.spawn();
    bob.spawn();
    ada.request(bob);
    world.tick();
    bob.accept(ada);
    world.tick();
    assertThat(ada.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
  }
}
