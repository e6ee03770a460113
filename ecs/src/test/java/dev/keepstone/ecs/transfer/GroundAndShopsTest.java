package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.TestZone;
import dev.keepstone.ecs.world.Update;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shop, number 7, is at (6, 2): 20 bread at 8 coins, 2 swords at 180, buys axes; till 300. */
class GroundAndShopsTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;
  private static final int ARROW = 3;
  private static final int AXE = 5;
  private static final int SHOP = 7;
  private static final int TILL = 0;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada =
      world
          .player()
          .named("ada")
          .at(6, 4)
          .with(0, BREAD, 100, 0)
          .with(1, AXE, 1, 72)
          .with(2, ARROW, 5, 0)
          .withCoins(1_000);
  private final TestPlayer bob = world.player().named("bob").at(7, 5);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsDroppedIsSeenWhenItIsDurable() {
    ada.spawn();
    bob.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.DROP, 1, 0);
    world.tick(3);

    assertThat(itemsNear(bob)).isEmpty();
    assertThat(ada.state().inventory.isEmpty(1)).isTrue();
    world.vault().hold(false);
    world.tick(2);

    assertThat(itemsNear(bob)).hasSize(1);
    assertThat(world.vault().zone(1).entries().values())
        .singleElement()
        .satisfies(entry -> assertThat(entry.unique()).isEqualTo(72));
    bob.look();
    world.tick();
    assertThat(bob.last(Update.Seen.class).near())
        .anySatisfy(near -> assertThat(near.name()).isEqualTo("axe"));
  }

  @Test
  void onlyOneCanTakeIt() {
    long item = dropAxe();
    world.vault().hold(true);
    ada.take(item);
    bob.take(item);
    world.tick();

    assertThat(itemsNear(bob)).isEmpty(); // gone in the tick in which it was taken
    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.LOCKED);
    world.vault().hold(false);
    world.tick(2);

    assertThat(ada.stored().state().inventory.unique(1)).isEqualTo(72);
    assertThat(world.vault().zone(1).entries()).isEmpty();
    bob.take(item);
    world.tick(2);
    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
  }

  @Test
  void aRefusedTakerLeavesItWhereItWas() {
    long item = dropAxe();
    world.vault().refuseCommits(1);
    bob.take(item);
    world.tick(3);

    assertThat(bob.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(itemsNear(ada)).hasSize(1);
    assertThat(bob.stored().state().inventory.emptyCount()).isEqualTo(28);
  }

  @Test
  void nothingIsTakenFromAfar() {
    long item = dropAxe();
    bob.move(1, 1, 40);
    world.tick(40);
    bob.take(item);
    world.tick(2);

    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.TOO_FAR);
  }

  @Test
  void whatLiesTooLongExpires() {
    dropAxe();
    world.vault().pass(GroundRules.LIES_MS - 5_000);
    world.tick(40);
    assertThat(world.vault().zone(1).entries()).hasSize(1);
    world.vault().pass(5_000);
    world.tick(45);

    assertThat(world.vault().zone(1).entries()).isEmpty();
    assertThat(itemsNear(ada)).isEmpty();
    assertThat(world.count(WorldCounter.ITEMS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void aBrokenZoneIsClaimedAgainAsItIs() {
    long item = dropAxe();
    world.vault().loseZone(1);
    bob.take(item);
    world.tick(5);

    assertThat(bob.last(Update.Farewell.class).reason()).isEqualTo(FarewellReason.RELOAD);
    assertThat(world.count(WorldCounter.ZONES_BROKEN)).isEqualTo(1);
    assertThat(world.vault().zone(1).isClaimed()).isTrue();
    assertThat(itemsNear(ada)).hasSize(1).doesNotContain(item);
  }

  @Test
  void waitsForAZoneAndGivesUp() {
    world.vault().refuseZones(true);
    ada.spawn();
    ada.moveItem(OperationKind.DROP, 1, 0);
    world.tick(62);

    assertThat(ada.last(Update.IntentRefused.class).reason())
        .isEqualTo(RefusalReason.STORE_UNAVAILABLE);
    world.vault().refuseZones(false);
    world.tick(70);
    ada.moveItem(OperationKind.DROP, 1, 0);
    world.tick(2);

    assertThat(ada.updates(Update.Saved.class)).hasSize(1);
  }

  @Test
  void shopsAreFilledUpAndShowWhatTheyHave() {
    ada.spawn();
    world.tick(45);

    assertThat(world.vault().zone(1).stock(SHOP, BREAD)).isEqualTo(20);
    assertThat(world.vault().zone(1).stock(SHOP, TILL)).isEqualTo(300);
    assertThat(ada.last(Update.ShopStock.class).goods())
        .containsExactly(
            new Update.Good(BREAD, 20, 8),
            new Update.Good(SWORD, 2, 180),
            new Update.Good(AXE, 0, 90));
  }

  @Test
  void tellsWhatAShopHasOnceATick() {
    ada.spawn();
    bob.withCoins(1_000).spawn();
    world.tick(45);
    int before = ada.updates(Update.ShopStock.class).size();
    ada.buy(BREAD, 1);
    bob.buy(BREAD, 1);
    world.tick(4);

    assertThat(ada.updates(Update.ShopStock.class)).hasSize(before + 1);
    assertThat(ada.last(Update.ShopStock.class).goods()).contains(new Update.Good(BREAD, 18, 8));
  }

  @Test
  void whoHasNoRoomForWhatAShopHasIsToldTheNewestLater() {
    ada.spawn();
    world.tick(45);
    int before = ada.updates(Update.ShopStock.class).size();
    world.gateway().full(true);
    for (int i = 0; i < 5; i++) {
      ada.buy(BREAD, 1);
      world.tick(10);
    }
    assertThat(world.count(WorldCounter.STOCKS_SKIPPED)).isGreaterThanOrEqualTo(5);
    world.gateway().full(false);
    world.tick(11);

    assertThat(ada.updates(Update.ShopStock.class)).hasSize(before + 1);
    assertThat(ada.last(Update.ShopStock.class).goods()).contains(new Update.Good(BREAD, 15, 8));
    assertThat(ada.updates(Update.Saved.class)).hasSize(5);
    ada.buy(BREAD, 1);
    world.tick(2);
    assertThat(ada.last(Update.ShopStock.class).goods()).contains(new Update.Good(BREAD, 14, 8));
  }

  @Test
  void buysAndSells() {
    ada.spawn();
    world.tick(45);
    ada.buy(SWORD, 2);
    world.tick(2);
    ada.moveItem(OperationKind.SELL, 1, 0); // the axe
    world.tick(2);

    assertThat(ada.state().coins).isEqualTo(1_000 - 2 * 180 + 45);
    assertThat(ada.state().inventory.kind(3)).isEqualTo(SWORD);
    assertThat(ada.state().inventory.unique(3)).isNotEqualTo(ada.state().inventory.unique(4));
    assertThat(world.vault().zone(1).stock(SHOP, TILL)).isEqualTo(300 + 2 * 180 - 45);
    assertThat(world.vault().zone(1).stock(SHOP, SWORD)).isZero();
    assertThat(ada.last(Update.ShopStock.class).goods())
        .contains(new Update.Good(SWORD, 0, 180), new Update.Good(AXE, 1, 90));
  }

  @Test
  void whatAShopHasIsSoldOnce() {
    ada.spawn();
    bob.withCoins(1_000).spawn();
    world.tick(45);
    world.vault().hold(true);
    ada.buy(SWORD, 2);
    bob.buy(SWORD, 1);
    world.tick();

    assertThat(bob.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
  }

  @Test
  void shopsRefuseWhatTheyDoNotDealIn() {
    ada.spawn();
    world.tick(45);
    ada.moveItem(OperationKind.SELL, 2, 0); // arrows
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ALLOWED);
    ada.buy(ARROW, 1);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    ada.moveItem(OperationKind.SELL, 0, 100); // 400 coins; the till has 300
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
    ada.move(1, 1, 60);
    world.tick(60);
    ada.buy(BREAD, 1);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.TOO_FAR);
  }

  @Test
  void shopsRefuseWhatCannotBe() {
    ada.spawn();
    world.tick(45);
    ada.buy(SWORD, 0);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    ada.buy(SWORD, 28);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ENOUGH);
    ada.buy(SWORD, 29); // more than a whole inventory
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NO_ROOM);
    for (int slot : new int[] {9, 28}) {
      ada.moveItem(OperationKind.SELL, slot, 0);
      world.tick(2);
      assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_THERE);
    }
    ada.move(1, 1, 60);
    world.tick(60);
    ada.moveItem(OperationKind.SELL, 1, 0);
    world.tick(2);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.TOO_FAR);
    assertThat(world.vault().operations()).isEmpty();
  }

  @Test
  void everythingThatNeedsAZoneWaitsForIt() {
    world.vault().refuseZones(true);
    ada.spawn();
    ada.buy(BREAD, 1).moveItem(OperationKind.SELL, 1, 0).take(12_345);
    world.tick(60);
    assertThat(ada.updates(Update.IntentRefused.class)).isEmpty();
    world.tick(3);

    assertThat(ada.updates(Update.IntentRefused.class))
        .hasSize(3)
        .allSatisfy(
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.STORE_UNAVAILABLE));
    assertThat(world.count(WorldCounter.ZONES_LOADED)).isZero();
  }

  @Test
  void theGroundHoldsSoManyItemsAndNoMore() {
    for (int i = 1; i < Zone.MAX_ITEMS; i++) {
      long entry = 900_000L + i;
      world.vault().zone(1).entries().put(entry, new TestZone.Entry(entry, BREAD, 1, 0, 0, 25, 25));
    }
    ada.spawn();
    world.tick(3);
    ada.moveItem(OperationKind.DROP, 0, 1);
    world.tick(3);
    assertThat(ada.updates(Update.Saved.class)).hasSize(1);
    assertThat(world.vault().zone(1).entries()).hasSize(Zone.MAX_ITEMS);

    ada.moveItem(OperationKind.DROP, 0, 1);
    world.tick(3);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NO_ROOM);
    assertThat(ada.state().inventory.count(0)).isEqualTo(99);
  }

  @Test
  void countsZonesAndWhatLiesThere() {
    dropAxe();

    assertThat(world.count(WorldCounter.ZONE_CLAIMS)).isEqualTo(1);
    assertThat(world.count(WorldCounter.ZONES_LOADED)).isEqualTo(1);
    assertThat(world.count(WorldCounter.GROUND_ITEMS)).isEqualTo(1);
  }

  @Test
  void restocksOnceAMinute() {
    ada.spawn();
    world.tick(45);
    ada.buy(BREAD, 5);
    world.tick(30);
    assertThat(world.vault().zone(1).stock(SHOP, BREAD)).isEqualTo(15);
    world.vault().pass(ZoneEvents.RESTOCK_MS);
    world.tick(45);

    assertThat(world.vault().zone(1).stock(SHOP, BREAD)).isEqualTo(20);
    assertThat(world.count(WorldCounter.RESTOCKS)).isEqualTo(2);
  }

  @Test
  void aClosingWorldGivesItsZonesBackLast() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.DROP, 1, 0);
    world.tick();
    world.inbox().close();
    world.tick(5);

    assertThat(world.world().isClosed()).isFalse();
    world.vault().hold(false);
    world.tick(5);

    assertThat(world.world().isClosed()).isTrue();
    assertThat(world.vault().zone(1).isClaimed()).isFalse();
    assertThat(world.vault().zone(1).entries()).hasSize(1);
  }

  /** Returns what it is as an entity. */
  private long dropAxe() {
    ada.spawn();
    bob.spawn();
    ada.moveItem(OperationKind.DROP, 1, 0);
    world.tick(3);
    return itemsNear(bob).get(0);
  }

  private static List<Long> itemsNear(TestPlayer player) {
    return player.last(Update.Snapshot.class).near().stream()
        .filter(near -> near.kind() == EntityKind.ITEM)
        .map(Update.Near::entity)
        .toList();
  }
}
