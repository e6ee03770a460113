package dev.keepstone.persistence.record;

import static dev.keepstone.persistence.record.RecordDescriptor.HEADER_LENGTH;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.sbe.MessageHeaderDecoder;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.record.sbe.PlayerBodyEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Player record to bytes and back. One thread each. The arrays that {@link #encode} returns belong
 * to the caller; {@link #decode} keeps nothing of its argument.
 *
 * <p>Older bodies are read and brought up to date by {@link Migrations}; only the newest is
 * written. Reading says whether the bytes are a record, not whether its values can be: that is
 * {@code LoadCheck}'s.
 */
public final class PlayerCodec {
  private static final int MAX_BODY_BYTES = 6 * 1024;

  /** Far above what any rule for names allows, far below what would not fit into a body. */
  static final int MAX_NAME_BYTES = 256;

  private static final int BODY_OFFSET = HEADER_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int GROUP_HEADER_BYTES = 4;
  private static final int NAME_HEADER_BYTES = PlayerBodyDecoder.nameHeaderLength();

  /** Block length of each version, the first is version 1: where the next one's fields begin. */
  private static final int[] BLOCK_BYTES = {
    PlayerBodyDecoder.lifetimeXpEncodingOffset(),
    PlayerBodyDecoder.playtimeMsEncodingOffset(),
    PlayerBodyDecoder.deathsEncodingOffset(),
    PlayerBodyDecoder.BLOCK_LENGTH,
    PlayerBodyDecoder.BLOCK_LENGTH,
    PlayerBodyDecoder.BLOCK_LENGTH,
    PlayerBodyDecoder.BLOCK_LENGTH
  };

  private static final int[] GROUP_BLOCK_BYTES = {
    PlayerBodyDecoder.ItemsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.SkillsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.QuestsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.AchievementsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.FriendsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.BlocksDecoder.sbeBlockLength(),
    PlayerBodyDecoder.SettingsDecoder.sbeBlockLength(),
    PlayerBodyDecoder.OperationsDecoder.sbeBlockLength()
  };

  private final RecordHeader header = new RecordHeader();
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[HEADER_LENGTH + MAX_BODY_BYTES]);
  private final MessageHeaderEncoder messageHeaderEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder messageHeaderDecoder = new MessageHeaderDecoder();
  private final PlayerBodyEncoder encoder = new PlayerBodyEncoder();
  private final PlayerBodyDecoder decoder = new PlayerBodyDecoder();

  /** A whole record of the newest version with that fence, in a new array. */
  public byte[] encode(PlayerRecord player, Fence fence) {
    return encode(player, fence, null);
  }

  /**
   * As {@link #encode(PlayerRecord, Fence)}, over an array that is not needed any more.
   *
   * @param spent used when it has exactly the record's length; most writes of a player have the
   *     length of the one before, because only things that come or go change it
   * @return {@code spent}, or a new array
   */
  public byte[] encode(PlayerRecord player, Fence fence, byte @Nullable [] spent) {
    PlayerState state = player.state;
    encoder
        .wrapAndApplyHeader(scratch, HEADER_LENGTH, messageHeaderEncoder)
        .playerId(player.playerId)
        .updatedAtMs(player.updatedAtMs)
        .lastSeenMs(player.lastSeenMs)
        .coins(state.coins)
        .guild(state.guild)
        .x(state.x)
        .y(state.y)
        .hp(state.hp)
        .stamina(state.stamina)
        .zone(state.zone)
        .putResumeToken(state.resumeToken, 0, state.resumeToken.length)
        .lifetimeXp(state.lifetimeXp)
        .playtimeMs(state.playtimeMs)
        .createdAtMs(state.createdAtMs)
        .deaths(state.deaths);
    encodeGroups(state);
    encodeName(player.name);
    int length = encoder.limit();
    byte[] record = spent != null && spent.length == length ? spent : new byte[length];
    scratch.getBytes(0, record, 0, length);
    header.write(record, RecordKind.PLAYER, PlayerBodyEncoder.SCHEMA_VERSION, fence);
    return record;
  }

  /** Names are ASCII as a rule: those are written without a copy. */
  private void encodeName(String name) {
    int at = encoder.limit() + NAME_HEADER_BYTES;
    int written = 0;
    while (written < name.length() && name.charAt(written) < 0x80) {
      scratch.putByte(at + written, (byte) name.charAt(written));
      written++;
    }
    if (written == name.length()) {
      scratch.putShort(encoder.limit(), (short) written, PlayerBodyEncoder.BYTE_ORDER);
      encoder.limit(at + written);
    } else {
      byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
      encoder.putName(encoded, 0, encoded.length);
    }
  }

  private void encodeGroups(PlayerState state) {
    PlayerBodyEncoder.ItemsEncoder items =
        encoder.itemsCount(
            occupied(state.inventory) + occupied(state.equipment) + occupied(state.bank));
    put(items, Container.INVENTORY, state.inventory);
    put(items, Container.EQUIPMENT, state.equipment);
    put(items, Container.BANK, state.bank);
    PlayerBodyEncoder.SkillsEncoder skills = encoder.skillsCount(nonZero(state.skillXp));
    for (int i = 0; i < state.skillXp.length; i++) {
      if (state.skillXp[i] != 0) {
        skills.next().xp(state.skillXp[i]).skill((short) i);
      }
    }
    PlayerBodyEncoder.QuestsEncoder quests = encoder.questsCount(nonZero(state.questStages));
    for (int i = 0; i < state.questStages.length; i++) {
      if (state.questStages[i] != 0) {
        quests.next().quest(i).stage(state.questStages[i]);
      }
    }
    PlayerBodyEncoder.AchievementsEncoder achievements =
        encoder.achievementsCount(state.achievements.length);
    for (long bits : state.achievements) {
      achievements.next().bits(bits);
    }
    PlayerBodyEncoder.FriendsEncoder friends = encoder.friendsCount(nonZero(state.friends));
    for (long friend : state.friends) {
      if (friend != 0) {
        friends.next().playerId(friend);
      }
    }
    PlayerBodyEncoder.BlocksEncoder blocks = encoder.blocksCount(nonZero(state.blocks));
    for (long blocked : state.blocks) {
      if (blocked != 0) {
        blocks.next().playerId(blocked);
      }
    }
    PlayerBodyEncoder.SettingsEncoder settings = encoder.settingsCount(nonZero(state.settings));
    for (int i = 0; i < state.settings.length; i++) {
      if (state.settings[i] != 0) {
        settings.next().value(state.settings[i]).setting((short) i);
      }
    }
    PlayerBodyEncoder.OperationsEncoder operations =
        encoder.operationsCount(nonZero(state.operations));
    for (long operation : state.operations) {
      if (operation != 0) {
        operations.next().operation(operation);
      }
    }
  }

  private static void put(
      PlayerBodyEncoder.ItemsEncoder items, Container container, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        items
            .next()
            .unique(slots.unique(slot))
            .amount(slots.count(slot))
            .kind(slots.kind(slot))
            .container(container.value())
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
   * Reads a record of any version up to the newest, and brings it up to date.
   *
   * @param playerId from the key
   * @param into to be used only when the answer is OK
   */
  public DecodeOutcome decode(byte[] record, long playerId, PlayerRecord into) {
    DecodeOutcome outcome =
        header.wrap(record).judge(RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION);
    if (outcome != DecodeOutcome.OK) {
      return outcome;
    }
    int version = header.schemaVersion();
    buffer.wrap(record);
    if (version == 0
        || !BodyFrame.isSound(
            messageHeaderDecoder,
            buffer,
            version,
            PlayerBodyDecoder.TEMPLATE_ID,
            BLOCK_BYTES[version - 1])
        || !endsWithItsName(BODY_OFFSET + BLOCK_BYTES[version - 1])) {
      return DecodeOutcome.CORRUPT;
    }
    decoder.wrapAndApplyHeader(buffer, HEADER_LENGTH, messageHeaderDecoder);
    if (decoder.playerId() != playerId) {
      return DecodeOutcome.WRONG_ID;
    }
    if (!read(version, into)) {
      return DecodeOutcome.CORRUPT;
    }
    Migrations.apply(version, into.state);
    return DecodeOutcome.OK;
  }

  /** Every group must fit, and the name must end where the record ends. */
  private boolean endsWithItsName(int groupsAt) {
    int end = buffer.capacity();
    int position = groupsAt;
    for (int blockBytes : GROUP_BLOCK_BYTES) {
      if (position + GROUP_HEADER_BYTES > end || unsignedShort(position) != blockBytes) {
        return false;
      }
      position += GROUP_HEADER_BYTES + blockBytes * unsignedShort(position + 2);
    }
    return position + NAME_HEADER_BYTES <= end
        && position + NAME_HEADER_BYTES + unsignedShort(position) == end;
  }

  private int unsignedShort(int index) {
    return buffer.getShort(index, PlayerBodyDecoder.BYTE_ORDER) & 0xFFFF;
  }

  /**
   * False when it names a place that no character has, or its own name can't be kept. What a
   * version lacks stays 0.
   */
  private boolean read(int version, PlayerRecord into) {
    PlayerState state = into.state;
    state.clear();
    into.playerId = decoder.playerId();
    into.updatedAtMs = decoder.updatedAtMs();
    into.lastSeenMs = decoder.lastSeenMs();
    state.coins = decoder.coins();
    state.guild = decoder.guild();
    state.x = decoder.x();
    state.y = decoder.y();
    state.hp = decoder.hp();
    state.stamina = decoder.stamina();
    state.zone = decoder.zone();
    decoder.getResumeToken(state.resumeToken, 0, state.resumeToken.length);
    if (version >= PlayerBodyDecoder.lifetimeXpSinceVersion()) {
      state.lifetimeXp = decoder.lifetimeXp();
    }
    if (version >= PlayerBodyDecoder.playtimeMsSinceVersion()) {
      state.playtimeMs = decoder.playtimeMs();
      state.createdAtMs = decoder.createdAtMs();
    }
    if (version >= PlayerBodyDecoder.deathsSinceVersion()) {
      state.deaths = decoder.deaths();
    }
    boolean fits = readGroups(state);
    return readName(into) && fits;
  }

  /** What can't be written again as it is here must not be played. */
  private boolean readName(PlayerRecord into) {
    byte[] name = new byte[decoder.nameLength()];
    decoder.getName(name, 0, name.length);
    into.name = new String(name, StandardCharsets.UTF_8);
    return name.length <= MAX_NAME_BYTES
        && Arrays.equals(name, into.name.getBytes(StandardCharsets.UTF_8));
  }

  private boolean readGroups(PlayerState state) {
    boolean fits = true;
    for (PlayerBodyDecoder.ItemsDecoder item : decoder.items()) {
      ItemSlots slots = state.container(item.container());
      boolean hasPlace =
          slots != null
              && item.slot() < slots.size()
              && item.kind() != 0
              && slots.isEmpty(item.slot());
      if (slots != null && hasPlace) {
        slots.set(item.slot(), item.kind(), item.amount(), item.unique());
      }
      fits &= hasPlace;
    }
    for (PlayerBodyDecoder.SkillsDecoder skill : decoder.skills()) {
      fits &= put(state.skillXp, skill.skill(), skill.xp());
    }
    for (PlayerBodyDecoder.QuestsDecoder quest : decoder.quests()) {
      fits &= put(state.questStages, quest.quest(), quest.stage());
    }
    int at = 0;
    for (PlayerBodyDecoder.AchievementsDecoder word : decoder.achievements()) {
      fits &= put(state.achievements, at++, word.bits());
    }
    at = 0;
    for (PlayerBodyDecoder.FriendsDecoder friend : decoder.friends()) {
      fits &= put(state.friends, at++, friend.playerId());
    }
    at = 0;
    for (PlayerBodyDecoder.BlocksDecoder blocked : decoder.blocks()) {
      fits &= put(state.blocks, at++, blocked.playerId());
    }
    for (PlayerBodyDecoder.SettingsDecoder setting : decoder.settings()) {
      fits &= put(state.settings, setting.setting(), setting.value());
    }
    PlayerBodyDecoder.OperationsDecoder operations = decoder.operations();
    at = state.operations.length - operations.count();
    while (operations.hasNext()) {
      fits &= put(state.operations, at++, operations.next().operation());
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
}
