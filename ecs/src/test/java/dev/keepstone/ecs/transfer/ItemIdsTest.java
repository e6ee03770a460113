package dev.keepstone.ecs.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.VaultPublisher;
import org.junit.jupiter.api.Test;

/** Two blocks of ids, of which none is given twice and none goes missing but by a restart. */
class ItemIdsTest {
  private int asked;
  private final ItemIds ids =
      new ItemIds(
          new VaultPublisher(
              (buffer, offset, lengthBytes) -> {
                asked++;
                return true;
              },
              new WorldCounters()));

  @Test
  void asksForTheNextBlockBeforeTheLastIsUsedUp() {
    assertThat(ids.draw()).isEqualTo(ItemIds.NONE);
    reserved(100, 2);
    assertThat(asked).isEqualTo(1);
    reserved(200, 2);
    assertThat(asked).isEqualTo(2);
    ids.step();
    assertThat(asked).as("two are enough").isEqualTo(2);

    draws(100, 101);
    ids.keep();
    ids.step();

    assertThat(asked).isEqualTo(3);
  }

  @Test
  void drawsOnIntoTheNextBlockAndNoFurther() {
    reserved(100, 2);
    reserved(200, 3);

    draws(100, 101, 200, 201, 202, ItemIds.NONE, ItemIds.NONE);
  }

  @Test
  void whatIsUsedUpIsNeverDrawnAgain() {
    reserved(100, 3);
    reserved(200, 4);
    draws(100);
    ids.keep();
    draws(101, 102, 200);
    ids.keep();
    draws(201, 202);
    ids.keep();
    reserved(300, 1);
    draws(203, 300, ItemIds.NONE);
  }

  @Test
  void aBlockThatIsUsedUpExactlyLeavesTheNextWhole() {
    reserved(100, 2);
    reserved(200, 2);
    draws(100, 101);
    ids.keep();

    draws(200, 201, ItemIds.NONE);
    ids.keep();
    draws(ItemIds.NONE);
  }

  @Test
  void whatIsDiscardedIsDrawnAgain() {
    reserved(100, 2);
    draws(100, 101);
    ids.discard();

    draws(100);
  }

  @Test
  void takesOnlyBlocksThatItAskedForAndThatAreSome() {
    ids.onReserved(100, 2);
    draws(ItemIds.NONE);
    ids.step();
    ids.onReserved(0, 2);
    ids.onReserved(-1, 2);
    ids.onReserved(100, 0);
    ids.onReserved(100, -1);
    draws(ItemIds.NONE);

    ids.onReserved(1, 1);

    draws(1, ItemIds.NONE);
  }

  @Test
  void namedAccountsAreFoundByTheirCodes() {
    for (NamedAccount account : NamedAccount.values()) {
      assertThat(NamedAccount.ofCode(account.code())).isEqualTo(account);
    }
    assertThat(NamedAccount.OPERATOR.code()).as("as the ledger has it").isEqualTo(1);
    assertThat(NamedAccount.RESTOCK.code()).isEqualTo(5);
    assertThat(NamedAccount.ofCode(6)).isNull();
  }

  private void reserved(long first, long count) {
    ids.step();
    ids.onReserved(first, count);
  }

  private void draws(long... expected) {
    for (long id : expected) {
      assertThat(ids.draw()).isEqualTo(id);
    }
  }
}
