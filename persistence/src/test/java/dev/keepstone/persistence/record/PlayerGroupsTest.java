package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.persistence.record.sbe.MessageHeaderEncoder;
import dev.keepstone.persistence.record.sbe.PlayerBodyEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The last place of each kind that a character has, and that the one behind it is refused. */
class PlayerGroupsTest {
  private static final int INVENTORY = 1;
  private static final int EQUIPMENT = 2;
  private static final int BANK = 3;

  private final PlayerCodec codec = new PlayerCodec();

  /** Container, slot, kind. */
  private int[][] items = {};

  private int[] skills = {};
  private int[] quests = {};
  private int[] settings = {};
  private int achievements;
  private int friends;
  private int blocks;
  private int operations;

  @Test
  void keepsEverythingThatFits() {
    PlayerRecord full = new PlayerRecord();
    full.playerId = 77;
    full.name = "x".repeat(PlayerCodec.MAX_NAME_BYTES);
    full.updatedAtMs = 2;
    full.lastSeenMs = 3;
    full.state.createdAtMs = 4;
    full.state.playtimeMs = 5;
    full.state.lifetimeXp = 6;
    full.state.coins = 7;
    full.state.guild = 8;
    full.state.x = 9.5f;
    full.state.y = 10.5f;
    full.state.deaths = 11;
    full.state.zone = 12;
    full.state.hp = 13;
    full.state.stamina = 14;
    for (int slot = 0; slot < StateLimits.BANK_SLOTS; slot++) {
      full.state.bank.set(slot, slot + 1, -slot, slot * 3L);
    }
    full.state.inventory.set(StateLimits.INVENTORY_SLOTS - 1, 9, 8, 7);
    full.state.equipment.set(StateLimits.EQUIPMENT_SLOTS - 1, 6, 5, 4);
    Arrays.setAll(full.state.skillXp, i -> i + 1L);
    Arrays.setAll(full.state.questStages, i -> i + 2);
    Arrays.setAll(full.state.achievements, i -> i - 3L);
    Arrays.setAll(full.state.friends, i -> i + 4L);
    Arrays.setAll(full.state.blocks, i -> i + 5L);
    Arrays.setAll(full.state.settings, i -> i - 600);
    Arrays.setAll(full.state.operations, i -> i + 7L);
    for (int i = 0; i < full.state.resumeToken.length; i++) {
      full.state.resumeToken[i] = (byte) (i + 1);
    }
    PlayerRecord read = new PlayerRecord();

    assertThat(codec.decode(codec.encode(full, Fence.NEW), 77, read)).isEqualTo(DecodeOutcome.OK);

    assertThat(read).usingRecursiveComparison().isEqualTo(full);
  }

  @Test
  void itemsHaveAPlaceOfTheirOwn() {
    fits(() -> items = new int[][] {{INVENTORY, 27, 1}, {EQUIPMENT, 10, 1}, {BANK, 95, 1}});
    isCorrupt(() -> items = new int[][] {{INVENTORY, 28, 1}});
    isCorrupt(() -> items = new int[][] {{EQUIPMENT, 11, 1}});
    isCorrupt(() -> items = new int[][] {{BANK, 96, 1}});
    isCorrupt(() -> items = new int[][] {{BANK + 1, 0, 1}});
    isCorrupt(() -> items = new int[][] {{0, 0, 1}});
    isCorrupt(() -> items = new int[][] {{INVENTORY, 0, 0}});
    isCorrupt(() -> items = new int[][] {{INVENTORY, 0, 1}, {INVENTORY, 0, 2}});
  }

  @Test
  void numberedValuesHaveANumberThatThereIs() {
    fits(() -> skills = new int[] {0, StateLimits.SKILLS - 1});
    isCorrupt(() -> skills = new int[] {StateLimits.SKILLS});
    fits(() -> quests = new int[] {0, StateLimits.QUESTS - 1});
    isCorrupt(() -> quests = new int[] {StateLimits.QUESTS});
    fits(() -> settings = new int[] {0, StateLimits.SETTINGS - 1});
    isCorrupt(() -> settings = new int[] {StateLimits.SETTINGS});
  }

  @Test
  void listsAreNoLongerThanWhatHoldsThem() {
    fits(() -> achievements = StateLimits.ACHIEVEMENT_WORDS);
    isCorrupt(() -> achievements = StateLimits.ACHIEVEMENT_WORDS + 1);
    fits(() -> friends = StateLimits.FRIENDS);
    isCorrupt(() -> friends = StateLimits.FRIENDS + 1);
    fits(() -> blocks = StateLimits.BLOCKS);
    isCorrupt(() -> blocks = StateLimits.BLOCKS + 1);
    fits(() -> operations = StateLimits.OPERATIONS);
    isCorrupt(() -> operations = StateLimits.OPERATIONS + 1);
  }

  @Test
  void fewOperationsAreTheNewest() {
    operations = 2;
    PlayerRecord read = new PlayerRecord();

    assertThat(codec.decode(record(), 77, read)).isEqualTo(DecodeOutcome.OK);

    assertThat(read.state.operations[StateLimits.OPERATIONS - 3]).isZero();
    assertThat(read.state.operations[StateLimits.OPERATIONS - 2]).isEqualTo(1);
    assertThat(read.state.operations[StateLimits.OPERATIONS - 1]).isEqualTo(2);
  }

  @Test
  void refusesBodiesThatWereWrittenWrong() {
    byte[] record = record();
    for (byte[] wrong : Records.withWrongMessageHeaders(record, RecordKind.PLAYER)) {
      assertThat(codec.decode(wrong, 77, new PlayerRecord())).isEqualTo(DecodeOutcome.CORRUPT);
    }
    new RecordHeader().write(record, RecordKind.PLAYER, 0, Fence.NEW);
    assertThat(codec.decode(record, 77, new PlayerRecord())).isEqualTo(DecodeOutcome.CORRUPT);
  }

  private void fits(Runnable content) {
    assertThat(decode(content)).isEqualTo(DecodeOutcome.OK);
  }

  private void isCorrupt(Runnable content) {
    assertThat(decode(content)).isEqualTo(DecodeOutcome.CORRUPT);
  }

  private DecodeOutcome decode(Runnable content) {
    items = new int[][] {};
    skills = new int[] {};
    quests = new int[] {};
    settings = new int[] {};
    achievements = 0;
    friends = 0;
    blocks = 0;
    operations = 0;
    content.run();
    return codec.decode(record(), 77, new PlayerRecord());
  }

  private byte[] record() {
    byte[] bytes = new byte[RecordDescriptor.MAX_LENGTH];
    PlayerBodyEncoder body =
        new PlayerBodyEncoder()
            .wrapAndApplyHeader(
                new UnsafeBuffer(bytes), RecordDescriptor.HEADER_LENGTH, new MessageHeaderEncoder())
            .playerId(77);
    PlayerBodyEncoder.ItemsEncoder item = body.itemsCount(items.length);
    for (int[] one : items) {
      item.next().container((short) one[0]).slot((short) one[1]).kind(one[2]).amount(1);
    }
    PlayerBodyEncoder.SkillsEncoder skill = body.skillsCount(skills.length);
    for (int one : skills) {
      skill.next().skill((short) one).xp(1);
    }
    PlayerBodyEncoder.QuestsEncoder quest = body.questsCount(quests.length);
    for (int one : quests) {
      quest.next().quest(one).stage(1);
    }
    PlayerBodyEncoder.AchievementsEncoder word = body.achievementsCount(achievements);
    for (int i = 0; i < achievements; i++) {
      word.next().bits(1);
    }
    PlayerBodyEncoder.FriendsEncoder friend = body.friendsCount(friends);
    for (int i = 0; i < friends; i++) {
      friend.next().playerId(i + 1);
    }
    PlayerBodyEncoder.BlocksEncoder blocked = body.blocksCount(blocks);
    for (int i = 0; i < blocks; i++) {
      blocked.next().playerId(i + 1);
    }
    PlayerBodyEncoder.SettingsEncoder setting = body.settingsCount(settings.length);
    for (int one : settings) {
      setting.next().setting((short) one).value(1);
    }
    PlayerBodyEncoder.OperationsEncoder operation = body.operationsCount(operations);
    for (int i = 0; i < operations; i++) {
      operation.next().operation(i + 1);
    }
    body.name("ann");
    byte[] record = Arrays.copyOf(bytes, body.limit());
    new RecordHeader()
        .write(record, RecordKind.PLAYER, PlayerBodyEncoder.SCHEMA_VERSION, Fence.NEW);
    return record;
  }
}
