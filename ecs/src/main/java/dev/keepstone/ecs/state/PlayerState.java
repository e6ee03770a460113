package dev.keepstone.ecs.state;

import dev.keepstone.ecs.message.sbe.Container;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one character, without its name: a mutable holder that is filled from
 * columns, a message or a record, and reused. It holds what it is given; whether that can be is for
 * those who load it to judge.
 */
public final class PlayerState {
  /** Wall clock, UTC, milliseconds since 1970; 0: not known. */
  public long createdAtMs;

  public long playtimeMs;
  public long lifetimeXp;
  public long coins;

  /** 0: none. */
  public long guild;

  /** Tiles, to the east. */
  public float x;

  /** Tiles, to the south. */
  public float y;

  public int deaths;

  /** 0: never placed, goes to the spawn point. */
  public int zone;

  public int hp;
  public int stamina;

  public final ItemSlots inventory = new ItemSlots(StateLimits.INVENTORY_SLOTS);
  public final ItemSlots equipment = new ItemSlots(StateLimits.EQUIPMENT_SLOTS);
  public final ItemSlots bank = new ItemSlots(StateLimits.BANK_SLOTS);
  public final long[] skillXp = new long[StateLimits.SKILLS];

  /** How far each quest has come; 0: not begun. */
  public final int[] questStages = new int[StateLimits.QUESTS];

  /** A bit for each achievement. */
  public final long[] achievements = new long[StateLimits.ACHIEVEMENT_WORDS];

  /** Player ids; 0: an empty place. */
  public final long[] friends = new long[StateLimits.FRIENDS];

  /** Player ids whose words are not shown; 0: an empty place. */
  public final long[] blocks = new long[StateLimits.BLOCKS];

  public final int[] settings = new int[StateLimits.SETTINGS];

  /** The newest tier-1 operations that were done, oldest first, at the end; 0: none yet. */
  public final long[] operations = new long[StateLimits.OPERATIONS];

  /** SHA-256 of the token that resumes the session; all 0: none. */
  public final byte[] resumeToken = new byte[StateLimits.TOKEN_HASH_BYTES];

  /**
   * The container of that code, or null when it is none of a player's own.
   *
   * @param container code of {@link Container}
   */
  public @Nullable ItemSlots container(int container) {
    if (container == Container.INVENTORY.value()) {
      return inventory;
    }
    if (container == Container.EQUIPMENT.value()) {
      return equipment;
    }
    return container == Container.BANK.value() ? bank : null;
  }

  /** Whether this operation was done and is still remembered. */
  public boolean isDone(long operation) {
    for (long done : operations) {
      if (done == operation) {
        return true;
      }
    }
    return false;
  }

  /** The highest that was done; 0: none. Whatever is not above it was done, or never will be. */
  public long highestOperation() {
    long highest = 0;
    for (long done : operations) {
      highest = Math.max(highest, done);
    }
    return highest;
  }

  /** Remembers an operation and forgets the oldest. */
  public void remember(long operation) {
    System.arraycopy(operations, 1, operations, 0, operations.length - 1);
    operations[operations.length - 1] = operation;
  }

  /** Back to a character that never was. */
  public void clear() {
    createdAtMs = 0;
    playtimeMs = 0;
    lifetimeXp = 0;
    coins = 0;
    guild = 0;
    x = 0;
    y = 0;
    deaths = 0;
    zone = 0;
    hp = 0;
    stamina = 0;
    inventory.clear();
    equipment.clear();
    bank.clear();
    Arrays.fill(skillXp, 0);
    Arrays.fill(questStages, 0);
    Arrays.fill(achievements, 0);
    Arrays.fill(friends, 0);
    Arrays.fill(blocks, 0);
    Arrays.fill(settings, 0);
    Arrays.fill(operations, 0);
    Arrays.fill(resumeToken, (byte) 0);
  }

  public void copyFrom(PlayerState other) {
    createdAtMs = other.createdAtMs;
    playtimeMs = other.playtimeMs;
    lifetimeXp = other.lifetimeXp;
    coins = other.coins;
    guild = other.guild;
    x = other.x;
    y = other.y;
    deaths = other.deaths;
    zone = other.zone;
    hp = other.hp;
    stamina = other.stamina;
    inventory.copyFrom(other.inventory);
    equipment.copyFrom(other.equipment);
    bank.copyFrom(other.bank);
    System.arraycopy(other.skillXp, 0, skillXp, 0, skillXp.length);
    System.arraycopy(other.questStages, 0, questStages, 0, questStages.length);
    System.arraycopy(other.achievements, 0, achievements, 0, achievements.length);
    System.arraycopy(other.friends, 0, friends, 0, friends.length);
    System.arraycopy(other.blocks, 0, blocks, 0, blocks.length);
    System.arraycopy(other.settings, 0, settings, 0, settings.length);
    System.arraycopy(other.operations, 0, operations, 0, operations.length);
    System.arraycopy(other.resumeToken, 0, resumeToken, 0, resumeToken.length);
  }
}
