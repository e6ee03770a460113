package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import dev.keepstone.ecs.world.WorldConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operation is answered, when, and what a player is told of what it changed. */
class OperationAnswersTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;
  private static final int PATIENCE_TICKS = Operations.PATIENCE_SECONDS * 20;

  private final TestWorld world =
      TestWorld.of(
          new WorldConfig(20, 600, 42, 100, 12, 60, 16_384, 256 * 1024, 200),
          TestContent.field(32));
  private final TestPlayer ada =
      world.player().named("ada").at(8, 8).with(0, BREAD, 10, 0).with(1, SWORD, 1, 71);
  private final TestPlayer bob = world.player().named("bob").at(9, 8).with(0, BREAD, 10, 0);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void numbersCountFromOne() {
    ada.spawn();
    world
        .inbox()
        .moveItem(ada.session(), ada.lastSequence() + 1, 0, OperationKind.CONSUME, 0, 0, 0);
    world.tick(2);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    assertThat(world.count(WorldCounter.OPERATIONS_REFUSED)).isEqualTo(1);
    assertThat(ada.state().inventory.count(0)).isEqualTo(10);
  }

  @Test
  void whatWasAskedForIsNeverDoneLater() {
    ada.spawn();
    ada.ask(1);
    ada.moveItem(OperationKind.CONSUME, 0, 0); // number 1
    world.tick(2);

    assertThat(ada.updates(Update.IntentRefused.class))
        .extracting(Update.IntentRefused::reason)
        .containsExactly(RefusalReason.FORGOTTEN, RefusalReason.FORGOTTEN);
    assertThat(world.count(WorldCounter.OPERATIONS_REPEATED)).isEqualTo(2);
    assertThat(world.count(WorldCounter.OPERATIONS)).isZero();
    assertThat(ada.state().inventory.count(0)).isEqualTo(10);
  }

  @Test
  void eachPlayersOperationsAreRememberedByThemselves() {
    ada.spawn();
    bob.spawn();
    bob.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(3);
    bob.repeat(OperationKind.CONSUME, 0, 0);
    ada.ask(bob.lastOperation());
    world.tick(2);

    assertThat(bob.updates(Update.Saved.class)).hasSize(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.FORGOTTEN);
    assertThat(world.count(WorldCounter.OPERATIONS)).isEqualTo(1);
    assertThat(world.count(WorldCounter.COMMITS_DURABLE)).isEqualTo(1);
    assertThat(world.count(WorldCounter.COMMITS_REFUSED)).isZero();
  }

  @Test
  void whatStillWaitsIsNotAnsweredTwice() {
    ada.spawn();
    world.vault().full(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0).ask(1);
    world.tick(3);
    assertThat(ada.updates(Update.IntentRefused.class)).isEmpty();

    world.vault().full(false);
    world.tick(3);

    assertThat(ada.updates(Update.Saved.class)).hasSize(1);
    assertThat(ada.updates(Update.IntentRefused.class)).isEmpty();
  }

  @Test
  void isGivenUpAfterThreeSecondsAndNoSooner() {
    ada.spawn();
    world.vault().full(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(PATIENCE_TICKS);
    assertThat(ada.updates(Update.IntentRefused.class)).isEmpty();

    world.tick();

    assertThat(ada.last(Update.IntentRefused.class).reason())
        .isEqualTo(RefusalReason.STORE_UNAVAILABLE);
    assertThat(world.count(WorldCounter.OPERATIONS_REFUSED)).isEqualTo(1);
  }

  @Test
  void aSilentStoreIsWaitedForThreeSecondsAndNoLonger() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick(PATIENCE_TICKS);
    assertThat(ada.updates(Update.Farewell.class)).isEmpty();
    assertThat(world.count(WorldCounter.COMMITS_IN_FLIGHT)).isPositive();

    world.tick();

    assertThat(ada.last(Update.Farewell.class).reason())
        .isEqualTo(FarewellReason.STORE_UNAVAILABLE);
    assertThat(world.count(WorldCounter.PLAYERS_GIVEN_UP)).isEqualTo(1);
  }

  @Test
  void saysWhenThereAreTooMany() {
    ada.spawn();
    world.vault().hold(true);
    for (int i = 0; i < 12; i++) {
      ada.moveItem(OperationKind.CONSUME, 0, 0);
    }
    world.tick();

    assertThat(ada.updates(Update.IntentRefused.class))
        .isNotEmpty()
        .allSatisfy(refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.TOO_MANY));
    assertThat(world.count(WorldCounter.PLAYERS_ABUSIVE)).isZero();

    for (int i = 0; i < 100; i++) {
      ada.moveItem(OperationKind.CONSUME, 0, 0);
    }
    world.vault().hold(false);
    world.tick(4);

    assertThat(ada.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.ABUSE);
    assertThat(world.count(WorldCounter.PLAYERS_ABUSIVE)).isEqualTo(1);
  }

  @Test
  void whatWaitsIsNotDoneForWhoFallsSilent() {
    ada.spawn();
    world.vault().full(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.gone();
    world.tick();
    world.vault().full(false);
    world.tick(3);

    assertThat(ada.state().inventory.count(0)).isEqualTo(10);
    assertThat(world.vault().operations()).isEmpty();
  }

  @Test
  void whatIsOnItsWayIsAnsweredToWhoComesBack() {
    ada.wantingToken(7).spawn();
    world.tick(2); // the token is saved
    world.vault().hold(true);
    ada.moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    ada.gone();
    world.tick();
    TestPlayer again = world.again(ada).showingToken(7).enter();
    world.tick();
    again.ask(ada.lastOperation()).moveItem(OperationKind.CONSUME, 0, 0);
    world.tick();
    assertThat(again.updates(Update.IntentRefused.class)).isEmpty();

    world.vault().hold(false);
    world.tick(4);

    assertThat(again.updates(Update.Saved.class))
        .extracting(Update.Saved::operation)
        .containsExactly(ada.lastOperation(), again.lastOperation());
    assertThat(ada.updates(Update.Saved.class)).isEmpty();
    assertThat(again.state().inventory.count(0)).isEqualTo(8);
  }

  @Test
  void aTradeEndsWhenSomebodyFallsSilent() {
    ada.spawn();
    bob.spawn();
    ada.request(bob);
    bob.accept(ada);
    world.tick();
    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.OPEN);
    ada.gone();
    world.tick(2);

    assertThat(bob.last(Update.TradeWindow.class).stage()).isEqualTo(TradeStage.CANCELLED);
    assertThat(world.count(WorldCounter.TRADES_CANCELLED)).isEqualTo(1);
  }

  @Test
  void tellsWhoEntersOfEverythingThatIsThere() {
    ada.stored().state().bank.set(95, BREAD, 3, 0);
    ada.stored().state().equipment.set(2, SWORD, 1, 72);
    ada.withCoins(9).spawn();

    Update.OwnSlots all = ada.last(Update.OwnSlots.class);
    assertThat(all.coins()).isEqualTo(9);
    assertThat(all.slots())
        .containsExactlyInAnyOrder(
            new Update.Slot(Container.INVENTORY, 0, BREAD, 10, 0),
            new Update.Slot(Container.INVENTORY, 1, SWORD, 1, 71),
            new Update.Slot(Container.EQUIPMENT, 2, SWORD, 1, 72),
            new Update.Slot(Container.BANK, 95, BREAD, 3, 0));
    assertThat(ada.updates(Update.ItemKinds.class)).hasSize(1);
    assertThat(ada.updates(Update.Standing.class)).hasSize(1);
  }

  @Test
  void tellsOnlyWhatHasChanged() {
    ada.spawn();
    ada.moveItem(OperationKind.EQUIP, 1, 0);
    world.tick(3);

    assertThat(ada.updates(Update.OwnSlots.class)).hasSize(2);
    List<Update.Slot> changed = ada.last(Update.OwnSlots.class).slots();
    assertThat(changed).hasSize(2);
    assertThat(changed).contains(new Update.Slot(Container.INVENTORY, 1, 0, 0, 0));
    assertThat(changed)
        .anySatisfy(
            slot -> {
              assertThat(slot.container()).isEqualTo(Container.EQUIPMENT);
              assertThat(slot.unique()).isEqualTo(71);
            });
    assertThat(ada.updates(Update.Standing.class)).as("nothing of that has changed").hasSize(1);
  }

  @Test
  void swapsOfTwoUniqueItemsAreAChange() {
    ada.with(2, SWORD, 1, 72).spawn();
    ada.swap(1, 2);
    world.tick(3);

    assertThat(ada.last(Update.OwnSlots.class).slots())
        .containsExactlyInAnyOrder(
            new Update.Slot(Container.INVENTORY, 1, SWORD, 1, 72),
            new Update.Slot(Container.INVENTORY, 2, SWORD, 1, 71));
  }

  @Test
  void swapsRefuseWhatIsNothing() {
    ada.spawn();
    refuses(RefusalReason.NOT_THERE, 5, 6);
    refuses(RefusalReason.BAD_INTENT, 5, 5);
    refuses(RefusalReason.BAD_INTENT, 28, 0);
    refuses(RefusalReason.BAD_INTENT, 0, 28);
    ada.swap(27, 0);
    world.tick(3);

    assertThat(ada.state().inventory.kind(27)).isEqualTo(BREAD);
  }

  private void refuses(RefusalReason reason, int slot, int toSlot) {
    int before = ada.updates(Update.IntentRefused.class).size();
    ada.swap(slot, toSlot);
    world.tick(3);
    assertThat(ada.updates(Update.IntentRefused.class)).hasSize(before + 1);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(reason);
  }

  @Test
  void consumingNothingIsRefused() {
    ada.spawn();
    ada.moveItem(OperationKind.CONSUME, 9, 0);
    world.tick(3);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
  }
}
