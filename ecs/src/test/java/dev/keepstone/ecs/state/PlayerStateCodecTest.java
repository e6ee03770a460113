package dev.keepstone.ecs.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerStateEncoder;
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

  @Test
  void valuesHaveANumberThatThereIs() {
    PlayerState state = new PlayerState();
    state.skillXp[1] = 1;
    state.questStages[2] = 1;
    state.settings[3] = 1;
    int lengthBytes = codec.encode(state, buffer, 0);
    int end = lengthBytes - 4; // of the settings
    int achievements = 4 + StateLimits.ACHIEVEMENT_WORDS * Long.BYTES;
    int settingAt = end - 1;
    int questAt = end - Integer.BYTES - 1 - 4 - 4 - 4 - achievements - 2 * Short.BYTES;
    int skillAt = questAt - 4 - 1;
    assertThat(buffer.getByte(settingAt)).isEqualTo((byte) 3);
    assertThat(buffer.getByte(questAt)).isEqualTo((byte) 2);
    assertThat(buffer.getByte(skillAt)).isEqualTo((byte) 1);

    takesUpTo(StateLimits.SETTINGS, settingAt, lengthBytes);
    takesUpTo(StateLimits.QUESTS, questAt, lengthBytes);
    takesUpTo(StateLimits.SKILLS, skillAt, lengthBytes);
  }

  private void takesUpTo(int limit, int at, int lengthBytes) {
    byte before = buffer.getByte(at);
    buffer.putByte(at, (byte) (limit - 1));
    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isTrue();
    buffer.putByte(at, (byte) limit);
    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isFalse();
    buffer.putByte(at, before);
  }

  /** Each list is one longer than what holds it, in turn. */
  @Test
  void listsAreNoLongerThanWhatHoldsThem() {
    int[] limits = {
      StateLimits.ACHIEVEMENT_WORDS, StateLimits.FRIENDS, StateLimits.BLOCKS, StateLimits.OPERATIONS
    };
    assertThat(decodeLists(limits)).isTrue();
    for (int i = 0; i < limits.length; i++) {
      int[] oneMore = limits.clone();
      oneMore[i]++;
      assertThat(decodeLists(oneMore)).as("list %d", i).isFalse();
    }
  }

  private boolean decodeLists(int[] counts) {
    PlayerStateEncoder encoder =
        new PlayerStateEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    encoder.itemsCount(0);
    encoder.skillsCount(0);
    encoder.questsCount(0);
    PlayerStateEncoder.AchievementsEncoder words = encoder.achievementsCount(counts[0]);
    for (int i = 0; i < counts[0]; i++) {
      words.next().bits(1);
    }
    PlayerStateEncoder.FriendsEncoder friends = encoder.friendsCount(counts[1]);
    for (int i = 0; i < counts[1]; i++) {
      friends.next().playerId(1);
    }
    PlayerStateEncoder.BlocksEncoder blocks = encoder.blocksCount(counts[2]);
    for (int i = 0; i < counts[2]; i++) {
      blocks.next().playerId(1);
    }
    encoder.settingsCount(0);
    PlayerStateEncoder.OperationsEncoder operations = encoder.operationsCount(counts[3]);
    for (int i = 0; i < counts[3]; i++) {
      operations.next().operation(1);
    }
    int lengthBytes = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    return codec.decode(buffer, 0, lengthBytes, decoded);
  }

  @Test
  void whatWasThereBeforeIsGone() {
    int lengthBytes = codec.encode(new PlayerState(), buffer, 0);
    decoded.copyFrom(full());

    assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).isTrue();
    assertThat(decoded).usingRecursiveComparison().isEqualTo(new PlayerState());
  }

  @Test
  void anotherHeaderIsRefused() {
    int lengthBytes = codec.encode(new PlayerState(), buffer, 0);
    for (int at = 0; at < MessageHeaderEncoder.ENCODED_LENGTH; at++) {
      byte before = buffer.getByte(at);
      buffer.putByte(at, (byte) (before ^ 1));
      assertThat(codec.decode(buffer, 0, lengthBytes, decoded)).as("byte %d", at).isFalse();
      buffer.putByte(at, before);
    }
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

  static PlayerState full() {
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
