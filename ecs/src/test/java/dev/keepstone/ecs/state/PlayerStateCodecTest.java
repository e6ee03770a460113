package dev.keepstone.ecs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PlayerStateCodecTest {
  private final PlayerStateCodec codec = new PlayerStateCodec();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * PlayerStateCodec.MAX_BYTES]);
  private final PlayerState decoded = new PlayerState();

  @Test
  void theFullestStateFits() {
    PlayerState full = full();

    int lengthBytes = codec.encode(full, buffer, 0);

    assertThat(lengthBytes).isLessThanOrEqualTo(PlayerStateCodec.MAX_BYTES);
    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isTrue();
    assertThat(decoded).usingRecursiveComparison().isEqualTo(full);
  }

  @Test
  void aBeginnersStateIsShort() {
    assertThat(codec.encode(new PlayerState(), buffer, 0)).isLessThan(200);
  }

  @Test
  void slotsKeepTheirPlaces() {
    PlayerState state = new PlayerState();
    state.inventory.set(3, 7, 2, 0);
    state.bank.set(95, 8, 1, 99);

    int lengthBytes = codec.encode(state, buffer, 0);

    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isTrue();
    assertThat(decoded.inventory.kind(3)).isEqualTo(7);
    assertThat(decoded.inventory.emptyCount()).isEqualTo(StateLimits.INVENTORY_SLOTS - 1);
    assertThat(decoded.bank.unique(95)).isEqualTo(99);
  }

  @Test
  void everyOtherLengthIsRefused() {
    int lengthBytes = codec.encode(full(), buffer, 0);

    for (int length = 0; length < lengthBytes + 4; length++) {
      assertThat(codec.decode(buffer, 0, length, decoded))
          .as("length=%d", length)
          .isEqualTo(length == lengthBytes);
    }
  }

  @Test
  void aSlotThatNoContainerHasIsRefused() {
    PlayerState state = new PlayerState();
    state.inventory.set(0, 7, 2, 0);
    int lengthBytes = codec.encode(state, buffer, 0);
    int slot = indexOfSlot(lengthBytes);

    buffer.putByte(slot, (byte) StateLimits.INVENTORY_SLOTS);

    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isFalse();
  }

  /** The only item is the last thing before seven group headers and two achievement words. */
  private static int indexOfSlot(int lengthBytes) {
    return lengthBytes - 7 * 4 - StateLimits.ACHIEVEMENT_WORDS * Long.BYTES - 1;
  }

  @Test
  void operationsAreRememberedInTheirOrder() {
    PlayerState state = new PlayerState();
    for (long operation = 1; operation <= StateLimits.OPERATIONS + 1; operation++) {
      state.remember(operation);
    }

    int lengthBytes = codec.encode(state, buffer, 0);

    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isTrue();
    assertThat(decoded.isDone(1)).isFalse();
    assertThat(decoded.isDone(2)).isTrue();
    assertThat(decoded.highestOperation()).isEqualTo(StateLimits.OPERATIONS + 1);
    assertThat(decoded.operations).isEqualTo(state.operations);
  }

  private static PlayerState full() {
    PlayerState state = new PlayerState();
    state.createdAtMs = 1;
    state.playtimeMs = 2;
    state.lifetimeXp = 3;
    state.coins = 4;
    state.guild = 5;
    state.x = 6;
    state.y = 7;
    state.deaths = 8;
    state.zone = 65_535;
    state.hp = 65_535;
    state.stamina = 65_535;
    for (ItemSlots slots : new ItemSlots[] {state.inventory, state.equipment, state.bank}) {
      for (int slot = 0; slot < slots.size(); slot++) {
        slots.set(slot, 65_535 - slot, StateLimits.MAX_COUNT, Long.MAX_VALUE - slot);
      }
    }
    Arrays.fill(state.skillXp, Long.MAX_VALUE);
    Arrays.fill(state.questStages, 65_535);
    Arrays.fill(state.achievements, -1);
    Arrays.fill(state.friends, Long.MAX_VALUE);
    Arrays.fill(state.blocks, Long.MAX_VALUE);
    Arrays.fill(state.settings, -1);
    Arrays.fill(state.operations, Long.MAX_VALUE);
    Arrays.fill(state.resumeToken, (byte) 7);
    return state;
  }
}
