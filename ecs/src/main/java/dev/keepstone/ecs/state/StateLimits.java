package dev.keepstone.ecs.state;

/** How much of everything a character can have. Columns, messages and records agree on these. */
public final class StateLimits {
  public static final int INVENTORY_SLOTS = 28;
  public static final int EQUIPMENT_SLOTS = 11;
  public static final int BANK_SLOTS = 96;
  public static final int SKILLS = 12;
  public static final int QUESTS = 64;

  /** Words of 64 achievements each. */
  public static final int ACHIEVEMENT_WORDS = 2;

  public static final int FRIENDS = 32;
  public static final int BLOCKS = 32;
  public static final int SETTINGS = 16;

  /** Remembered tier-1 operations; a client may have half as many unanswered. */
  public static final int OPERATIONS = 16;

  /** Of one kind in one slot. */
  public static final int MAX_COUNT = 999_999;

  /** SHA-256. */
  public static final int TOKEN_HASH_BYTES = 32;

  private StateLimits() {}
}
