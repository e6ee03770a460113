package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.world.TestCommit;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bank is at (2, 2). */
class OwnContainersTest {
  private static final int BREAD = 1;
  private static final int SWORD = 2;
  private static final int ARROW = 3;
  private static final int AXE = 5;
  private static final int WEAPON = 3;

  private final TestWorld world = TestWorld.create();
  private final TestPlayer ada =
      world
          .player()
          .named("ada")
          .at(3, 3)
          .with(0, BREAD, 5, 0)
          .with(1, SWORD, 1, 71)
          .with(2, AXE, 1, 72)
          .with(3, ARROW, 200, 0)
          .withCoins(50);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tellsANewcomerWhatIsHis() {
    ada.spawn();

    assertThat(ada.last(Update.OwnSlots.class).coins()).isEqualTo(50);
    assertThat(ada.last(Update.OwnSlots.class).slots())
        .contains(
            new Update.Slot(Container.INVENTORY, 1, SWORD, 1, 71),
            new Update.Slot(Container.INVENTORY, 3, ARROW, 200, 0))
        .hasSize(4);
    assertThat(ada.last(Update.ItemKinds.class).kinds()).hasSize(5);
    assertThat(ada.last(Update.Standing.class).level()).isEqualTo(1);
  }

  @Test
  void acknowledgesOnlyWhatIsDurable() {
    ada.spawn();
    world.vault().hold(true);
    ada.moveItem(OperationKind.EQUIP, 1, 0);
    world.tick(3);

    assertThat(ada.last(Update.Saving.class).kind()).isEqualTo(OperationKind.EQUIP);
    assertThat(ada.updates(Update.Saved.class)).isEmpty();
    assertThat(ada.state().equipment.unique(WEAPON)).isEqualTo(71);

    world.vault().hold(false);
    world.tick();

    assertThat(ada.last(Update.Saved.class).operation()).isEqualTo(ada.lastOperation());
    assertThat(ada.stored().state().equipment.unique(WEAPON)).isEqualTo(71);
    assertThat(ada.stored().state().isDone(ada.lastOperation())).isTrue();
  }

  @Test
  void equipsInExchangeForWhatIsWorn() {
    ada.spawn();
    ada.moveItem(OperationKind.EQUIP, 1, 0);
    world.tick(2);
    ada.moveItem(OperationKind.EQUIP, 2, 0);
    world.tick(2);

    assertThat(ada.state().equipment.unique(WEAPON)).isEqualTo(72);
    assertThat(ada.state().inventory.unique(2)).isEqualTo(71);
    assertThat(world.vault().operations()).hasSize(2);
    assertThat(world.vault().operations().get(1).lines())
        .containsExactlyInAnyOrder(
            line(AXE, 1, 72, Container.INVENTORY, Container.EQUIPMENT),
            line(SWORD, 1, 71, Container.EQUIPMENT, Container.INVENTORY));
  }

  @Test
  void unequipsSwapsAndEats() {
    ada.spawn();
    ada.moveItem(OperationKind.EQUIP, 3, 0);
    world.tick(2);
    ada.moveItem(OperationKind.UNEQUIP, 10, 0);
    world.tick(2);
    ada.swap(0, 5);
    world.tick(2);
    ada.moveItem(OperationKind.CONSUME, 5, 0);
    world.tick(2);

    assertThat(ada.updates(Update.Saved.class)).hasSize(4);
    assertThat(ada.state().inventory.count(3)).isEqualTo(200);
    assertThat(ada.state().inventory.isEmpty(0)).isTrue();
    assertThat(ada.state().inventory.count(5)).isEqualTo(4);
    assertThat(ada.state().hp).isEqualTo(77 + 12);
    assertThat(world.vault().operations().get(3).lines())
        .containsExactly(
            new TestCommit.Line(
                BREAD,
                1,
                0,
                Container.INVENTORY,
                ada.id(),
                Container.SINK,
                NamedAccount.CONSUMED.code()));
  }

  @Test
  void banksAtABankOnly() {
    ada.spawn();
    ada.moveItem(OperationKind.DEPOSIT, 3, 150);
    world.tick(2);
    ada.moveItem(OperationKind.WITHDRAW, 0, 30);
    world.tick(2);

    assertThat(ada.state().bank.count(0)).isEqualTo(120);
    assertThat(ada.state().inventory.count(3)).isEqualTo(80);

    ada.move(1, 1, 60);
    world.tick(60);
    ada.moveItem(OperationKind.WITHDRAW, 0, 30);
    world.tick(2);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.TOO_FAR);
    assertThat(ada.state().bank.count(0)).isEqualTo(120);
  }

  @Test
  void refusesWhatCannotBe() {
    ada.spawn();
    refused(OperationKind.EQUIP, 0, 0, RefusalReason.NOT_ALLOWED);
    refused(OperationKind.EQUIP, 200, 0, RefusalReason.NOT_THERE);
    refused(OperationKind.EQUIP, 9, 0, RefusalReason.NOT_THERE);
    refused(OperationKind.UNEQUIP, 99, 0, RefusalReason.NOT_THERE);
    refused(OperationKind.CONSUME, 1, 0, RefusalReason.NOT_ALLOWED);
    refused(OperationKind.DEPOSIT, 0, 6, RefusalReason.NOT_ENOUGH);
    refused(OperationKind.TRADE, 0, 0, RefusalReason.BAD_INTENT);
    ada.swap(3, 28);
    world.tick(3);

    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(RefusalReason.BAD_INTENT);
    assertThat(world.vault().operations()).isEmpty();
    assertThat(ada.state().inventory.count(0)).isEqualTo(5);
  }

  private void refused(OperationKind kind, int slot, int count, RefusalReason reason) {
    ada.moveItem(kind, slot, count);
    world.tick(3);
    assertThat(ada.last(Update.IntentRefused.class).sequence()).isEqualTo(ada.lastSequence());
    assertThat(ada.last(Update.IntentRefused.class).reason()).isEqualTo(reason);
  }

  private TestCommit.Line line(int kind, int amount, long unique, Container from, Container to) {
    return new TestCommit.Line(kind, amount, unique, from, ada.id(), to, ada.id());
  }
}
