package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The last one that fits, the first one that doesn't, and that a refusal changes nothing. */
class TransferLimitsTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;
  private static final int PEBBLE = 4;
  private static final int PEBBLES_MAX = 10;
  private static final int BREAD_MAX = 100;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada = world.player().named("ada").at(6, 6);
  private final TestPlayer op = world.player().named("op").at(7, 6).inRole(Role.ADMIN);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void coinsFillUpToTheLimit() {
    ada.withCoins(Transfer.MAX_COINS - 45).spawn();
    op.spawn();
    ordered(OperatorAction.GRANT_COINS, 0, 46, RefusalReason.NO_ROOM);
    ordered(OperatorAction.GRANT_COINS, 0, 0, RefusalReason.BAD_INTENT);
    ordered(OperatorAction.GRANT_COINS, 0, -1, RefusalReason.BAD_INTENT);
    assertThat(ada.state().coins).isEqualTo(Transfer.MAX_COINS - 45);

    done(OperatorAction.GRANT_COINS, 0, 45);

    assertThat(ada.state().coins).isEqualTo(Transfer.MAX_COINS);
  }

  @Test
  void itemsFillTheInventoryToItsLastPlace() {
    ada.spawn();
    op.spawn();
    int all = PEBBLES_MAX * StateLimits.INVENTORY_SLOTS;
    ordered(OperatorAction.GIVE, PEBBLE, all + 1, RefusalReason.NO_ROOM);
    ordered(OperatorAction.GIVE, PEBBLE, 0, RefusalReason.BAD_INTENT);
    ordered(OperatorAction.GIVE, 99, 1, RefusalReason.BAD_INTENT);
    assertThat(ada.state().inventory.emptyCount()).isEqualTo(StateLimits.INVENTORY_SLOTS);

    done(OperatorAction.GIVE, PEBBLE, all);
    for (int slot = 0; slot < StateLimits.INVENTORY_SLOTS; slot++) {
      assertThat(ada.state().inventory.count(slot)).isEqualTo(PEBBLES_MAX);
    }
    ordered(OperatorAction.GIVE, PEBBLE, 1, RefusalReason.NO_ROOM);
  }

  @Test
  void ofSeveralUniqueItemsAllFitOrNone() {
    for (int slot = 1; slot < StateLimits.INVENTORY_SLOTS; slot++) {
      ada.with(slot, PEBBLE, PEBBLES_MAX, 0);
    }
    ada.spawn();
    op.spawn();
    ordered(OperatorAction.GIVE, SWORD, 2, RefusalReason.NO_ROOM);
    assertThat(ada.state().inventory.isEmpty(0)).isTrue();

    done(OperatorAction.GIVE, SWORD, 1);

    assertThat(ada.state().inventory.unique(0)).isNotZero();
  }

  @Test
  void itemsGoOntoTheirKindFirst() {
    ada.with(1, BREAD, BREAD_MAX, 0).with(3, BREAD, BREAD_MAX - 4, 0).spawn();
    op.spawn();

    done(OperatorAction.GIVE, BREAD, 6);

    assertThat(ada.state().inventory.count(0)).isEqualTo(2);
    assertThat(ada.state().inventory.count(1)).isEqualTo(BREAD_MAX);
    assertThat(ada.state().inventory.count(3)).isEqualTo(BREAD_MAX);
    assertThat(ada.state().inventory.emptyCount()).isEqualTo(StateLimits.INVENTORY_SLOTS - 3);
  }

  @Test
  void levelsRiseWithTheLastPointThatTheyNeed() {
    ada.spawn();
    op.spawn();
    int skill = StateLimits.SKILLS - 1;
    ordered(OperatorAction.GRANT_XP, StateLimits.SKILLS, 1, RefusalReason.BAD_INTENT);
    ordered(OperatorAction.GRANT_XP, skill, 0, RefusalReason.BAD_INTENT);
    done(OperatorAction.GRANT_XP, skill, 99);
    done(OperatorAction.GRANT_XP, skill, 1);

    assertThat(world.vault().operations())
        .extracting(commit -> commit.kind())
        .containsExactly(OperationKind.GRANT, OperationKind.LEVEL_UP);
    assertThat(ada.state().skillXp[skill]).isEqualTo(100);
    assertThat(ada.state().lifetimeXp).isEqualTo(100);
  }

  @Test
  void aSkillMayRiseWithoutTheWhole() {
    ada.stored().state().lifetimeXp = 1_000;
    ada.stored().state().skillXp[0] = 900;
    ada.spawn();
    op.spawn();

    done(OperatorAction.GRANT_XP, 1, 100);

    assertThat(world.vault().operations().get(0).kind()).isEqualTo(OperationKind.LEVEL_UP);
  }

  @Test
  void experienceFillsUpToTheLimit() {
    ada.stored().state().lifetimeXp = Transfer.MAX_COINS - 10;
    ada.spawn();
    op.spawn();
    ordered(OperatorAction.GRANT_XP, 0, 11, RefusalReason.NO_ROOM);

    done(OperatorAction.GRANT_XP, 0, 10);

    assertThat(ada.state().lifetimeXp).isEqualTo(Transfer.MAX_COINS);
  }

  @Test
  void whoIsBlockedCannotAskForATrade() {
    ada.stored().state().blocks[StateLimits.BLOCKS - 1] = op.id();
    ada.spawn();
    op.spawn();
    op.request(ada);
    world.tick();

    assertThat(op.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.NOT_ALLOWED);
    assertThat(ada.updates(Update.TradeWindow.class)).isEmpty();

    ada.request(op);
    world.tick();

    assertThat(op.updates(Update.TradeWindow.class)).hasSize(1);
  }

  @Test
  void offersAreOfWhatIsThereEachSlotOnce() {
    ada.with(0, BREAD, 5, 0).withCoins(9).spawn();
    op.spawn();
    ada.request(op);
    op.accept(ada);
    world.tick(2);
    offered(RefusalReason.NOT_ENOUGH, 10);
    offered(RefusalReason.NOT_ENOUGH, 0, 0, 6);
    offered(RefusalReason.BAD_INTENT, 0, 0, 2, 0, 2);
    offered(RefusalReason.BAD_INTENT, 0, StateLimits.INVENTORY_SLOTS, 1);
    offered(RefusalReason.NOT_THERE, 0, StateLimits.INVENTORY_SLOTS - 1, 1);
    offered(RefusalReason.BAD_INTENT, -1);

    ada.offer(op, 9, 0, 5);
    world.tick();

    Update.TradeWindow seen = op.last(Update.TradeWindow.class);
    assertThat(seen.theirCoins()).isEqualTo(9);
    assertThat(seen.offered()).singleElement().satisfies(o -> assertThat(o.amount()).isEqualTo(5));
  }

  private void offered(RefusalReason reason, long coins, int... slots) {
    int before = ada.updates(Update.IntentRefused.class).size();
    ada.offer(op, coins, slots);
    world.tick();
    assertThat(ada.updates(Update.IntentRefused.class)).hasSize(before + 1);
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(reason);
  }

  private void ordered(OperatorAction action, int what, long amount, RefusalReason reason) {
    int saved = op.updates(Update.Saved.class).size();
    int refused = op.updates(Update.IntentRefused.class).size();
    op.order(action, what, amount, "ada");
    world.tick(3);
    assertThat(op.updates(Update.IntentRefused.class)).hasSize(refused + 1);
    assertThat(op.last(Update.IntentRefused.class).reason()).isEqualTo(reason);
    assertThat(op.updates(Update.Saved.class)).hasSize(saved);
  }

  private void done(OperatorAction action, int what, long amount) {
    int saved = op.updates(Update.Saved.class).size();
    op.order(action, what, amount, "ada");
    world.tick(3);
    assertThat(op.updates(Update.Saved.class)).hasSize(saved + 1);
  }
}
