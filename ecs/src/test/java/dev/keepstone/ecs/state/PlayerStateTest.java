package dev.keepstone.ecs.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Container;
import org.junit.jupiter.api.Test;

class PlayerStateTest {
  private final PlayerState state = PlayerStateCodecTest.full();

  @Test
  void aCopyHasEverythingAndSharesNothing() {
    PlayerState copy = new PlayerState();
    copy.copyFrom(state);
    assertThat(copy).usingRecursiveComparison().isEqualTo(state);

    copy.clear();

    assertThat(state).usingRecursiveComparison().isEqualTo(PlayerStateCodecTest.full());
  }

  @Test
  void clearedItIsACharacterThatNeverWas() {
    state.clear();

    assertThat(state).usingRecursiveComparison().isEqualTo(new PlayerState());
  }

  @Test
  void findsItsContainersByTheirCodes() {
    assertThat(state.container(Container.INVENTORY.value())).isSameAs(state.inventory);
    assertThat(state.container(Container.EQUIPMENT.value())).isSameAs(state.equipment);
    assertThat(state.container(Container.BANK.value())).isSameAs(state.bank);
    assertThat(state.container(Container.GROUND.value())).isNull();
    assertThat(state.container(0)).isNull();
  }
}
