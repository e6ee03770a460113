package dev.keepstone.ecs.state;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerStateDecoder;
import dev.keepstone.ecs.message.sbe.PlayerStateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * {@link PlayerState} to the message of the same name and back. What is empty is left out, so that
 * a beginner's state takes some 200 bytes and the fullest 4 KiB. Allocates nothing. One thread.
 */
public final class PlayerStateCodec {
  /** No state is longer: all slots, skills, quests and lists in use. */
  public static final int MAX_BYTES = 4 * 1024;

  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int GROUP_HEADER_BYTES = 4;
  private static final int[] GROUP_BLOCK_BYTES = {
    PlayerStateDecoder.ItemsDecoder.sbeBlockLength(),
    PlayerStateDecoder.SkillsDecoder.sbeBlockLength(),
    PlayerStateDecoder.QuestsDecoder.sbeBlockLength(),
    PlayerStateDecoder.AchievementsDecoder.sbeBlockLength(),
    PlayerStateDecoder.FriendsDecoder.sbeBlockLength(),
    PlayerStateDecoder.BlocksDecoder.sbeBlockLength(),
    PlayerStateDecoder.SettingsDecoder.sbeBlockLength(),
    PlayerStateDecoder.OperationsDecoder.sbeBlockLength()
  };

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final PlayerStateEncoder encoder = new PlayerStateEncoder();
  private final PlayerStateDecoder decoder = new PlayerStateDecoder();

  /**
   * Writes a message, header included.
   *
   * @param buffer with room for {@link #MAX_BYTES} behind {@code offset}
   * @return its length in bytes
   */
  public int encode(PlayerState state, MutableDirectBuffer buffer, int offset) {
    encoder
        .wrapAndApplyHeader(buffer, offset, headerEncoder)
        .createdAtMs(state.createdAtMs)
        .playtimeMs(state.playtimeMs)
        .lifetimeXp(state.lifetimeXp)
        .coins(state.coins)
        .guild(state.guild)
        .x(state.x)
        .y(state.y)
        .deaths(state.deaths)
        .zone(state.zone)
        .hp(state.hp)
        .stamina(state.stamina)
        .putResumeToken(state.resumeToken, 0, state.resumeToken.length);
    PlayerStateEncoder.ItemsEncoder items =
        encoder.itemsCount(
            occupied(state.inventory) + occupied(state.equipment) + occupied(state.bank));
    put(items, Container.INVENTORY, state.inventory);
    put(items, Container.EQUIPMENT, state.equipment);
    put(items, Container.BANK, state.bank);
    PlayerStateEncoder.SkillsEncoder skills = encoder.skillsCount(nonZero(state.skillXp));
    for (int i = 0; i < state.skillXp.length; i++) {
      if (state.skillXp[i] != 0) {
        skills.next().xp(state.skillXp[i]).skill((short) i);
      }
    }
    PlayerStateEncoder.QuestsEncoder quests = encoder.questsCount(nonZero(state.questStages));
    for (int i = 0; i < state.questStages.length; i++) {
      if (state.questStages[i] != 0) {
        quests.next().quest(i).stage(state.questStages[i]);
      }
    }
    PlayerStateEncoder.AchievementsEncoder achievements =
        encoder.achievementsCount(state.achievements.length);
    for (long bits : state.achievements) {
      achievements.next().bits(bits);
    }
    PlayerStateEncoder.FriendsEncoder friends = encoder.friendsCount(nonZero(state.friends));
    for (long friend : state.friends) {
      if (friend != 0) {
        friends.next().playerId(friend);
      }
    }
    PlayerStateEncoder.BlocksEncoder blocks = encoder.blocksCount(nonZero(state.blocks));
    for (long blocked : state.blocks) {
      if (blocked != 0) {
        blocks.next().playerId(blocked);
      }
    }
    PlayerStateEncoder.SettingsEncoder settings = encoder.settingsCount(nonZero(state.settings));
    for (int i = 0; i < state.settings.length; i++) {
      if (state.settings[i] != 0) {
        settings.next().value(state.settings[i]).setting((short) i);
      }
    }
    PlayerStateEncoder.OperationsEncoder operations =
        encoder.operationsCount(nonZero(state.operations));
    for (long operation : state.operations) {
      if (operation != 0) {
        operations.next().operation(operation);
      }
    }
    return HEADER_BYTES + encoder.encodedLength();
  }

  private static void put(
      PlayerStateEncoder.ItemsEncoder items, Container container, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        items
            .next()
            .unique(slots.unique(slot))
            .amount(slots.count(slot))
            .kind(slots.kind(slot))
            .container(container)
            .slot((short) slot);
      }
    }
  }

  private static int occupied(ItemSlots slots) {
    return slots.size() - slots.emptyCount();
  }

  private static int nonZero(long[] values) {
    int count = 0;
    for (long value : values) {
      count += value != 0 ? 1 : 0;
    }
    return count;
  }

  private static int nonZero(int[] values) {
    int count = 0;
    for (int value : values) {
      count += value != 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Reads a message of this build's schema.
   *
   * @param lengthBytes of it, exactly
   * @return false when it is not what its header says, or names a place that no character has; the
   *     state is then half filled and must not be used
   */
  public boolean decode(DirectBuffer buffer, int offset, int lengthBytes, PlayerState into) {
    into.clear();
    if (!isSound(buffer, offset, lengthBytes)) {
      return false;
    }
    decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    into.createdAtMs = decoder.createdAtMs();
    into.playtimeMs = decoder.playtimeMs();
    into.lifetimeXp = decoder.lifetimeXp();
    into.coins = decoder.coins();
    into.guild = decoder.guild();
    into.x = decoder.x();
    into.y = decoder.y();
    into.deaths = (int) decoder.deaths();
    into.zone = decoder.zone();
    into.hp = decoder.hp();
    into.stamina = decoder.stamina();
    decoder.getResumeToken(into.resumeToken, 0, into.resumeToken.length);
    boolean fits = true;
    for (PlayerStateDecoder.ItemsDecoder item : decoder.items()) {
      ItemSlots slots = into.container(item.containerRaw());
      fits &= slots != null && item.slot() < slots.size();
      if (slots != null && item.slot() < slots.size()) {
        slots.set(item.slot(), item.kind(), (int) item.amount(), item.unique());
      }
    }
    for (PlayerStateDecoder.SkillsDecoder skill : decoder.skills()) {
      fits &= put(into.skillXp, skill.skill(), skill.xp());
    }
    for (PlayerStateDecoder.QuestsDecoder quest : decoder.quests()) {
      fits &= put(into.questStages, quest.quest(), quest.stage());
    }
    int at = 0;
    for (PlayerStateDecoder.AchievementsDecoder word : decoder.achievements()) {
      fits &= put(into.achievements, at++, word.bits());
    }
    at = 0;
    for (PlayerStateDecoder.FriendsDecoder friend : decoder.friends()) {
      fits &= put(into.friends, at++, friend.playerId());
    }
    at = 0;
    for (PlayerStateDecoder.BlocksDecoder blocked : decoder.blocks()) {
      fits &= put(into.blocks, at++, blocked.playerId());
    }
    for (PlayerStateDecoder.SettingsDecoder setting : decoder.settings()) {
      fits &= put(into.settings, setting.setting(), setting.value());
    }
    PlayerStateDecoder.OperationsDecoder operations = decoder.operations();
    at = into.operations.length - operations.count();
    while (operations.hasNext()) {
      fits &= put(into.operations, at++, operations.next().operation());
    }
    return fits;
  }

  private static boolean put(long[] values, int index, long value) {
    if (index < 0 || index >= values.length) {
      return false;
    }
    values[index] = value;
    return true;
  }

  private static boolean put(int[] values, int index, int value) {
    if (index < 0 || index >= values.length) {
      return false;
    }
    values[index] = value;
    return true;
  }

  /** Header, block and every group must end exactly where the message ends. */
  private boolean isSound(DirectBuffer buffer, int offset, int lengthBytes) {
    if (lengthBytes < HEADER_BYTES) {
      return false;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != PlayerStateDecoder.SCHEMA_ID
        || headerDecoder.templateId() != PlayerStateDecoder.TEMPLATE_ID
        || headerDecoder.version() != PlayerStateDecoder.SCHEMA_VERSION
        || headerDecoder.blockLength() != PlayerStateDecoder.BLOCK_LENGTH) {
      return false;
    }
    int end = offset + lengthBytes;
    int position = offset + HEADER_BYTES + PlayerStateDecoder.BLOCK_LENGTH;
    for (int blockBytes : GROUP_BLOCK_BYTES) {
      if (position + GROUP_HEADER_BYTES > end || unsignedShort(buffer, position) != blockBytes) {
        return false;
      }
      position += GROUP_HEADER_BYTES + blockBytes * unsignedShort(buffer, position + 2);
    }
    return position == end;
  }

  private static int unsignedShort(DirectBuffer buffer, int index) {
    return buffer.getShort(index, PlayerStateDecoder.BYTE_ORDER) & 0xFFFF;
  }
}
