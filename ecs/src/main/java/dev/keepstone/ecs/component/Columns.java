package dev.keepstone.ecs.component;

import static dev.keepstone.ecs.table.Durability.DURABLE;
import static dev.keepstone.ecs.table.Durability.EPHEMERAL;
import static dev.keepstone.ecs.table.Replication.HIDDEN;
import static dev.keepstone.ecs.table.Replication.REPLICATED;

import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Schema;

/**
 * Every column of the world: name, type, unit, does it outlive the session, do players see it.
 *
 * <p>A durable column survives the way to the store and back ({@code PlayerStates} takes it there),
 * a replicated one has a field of the same name in {@code Snapshot}; tests hold them together.
 */
public final class Columns {
  public static final Schema SCHEMA = new Schema();

  /** Where an entity is. */
  public static final Component POSITION = SCHEMA.component("position");

  public static final Column<float[]> X =
      SCHEMA.floats(POSITION, "x", "tiles to the east", DURABLE, REPLICATED);
  public static final Column<float[]> Y =
      SCHEMA.floats(POSITION, "y", "tiles to the south", DURABLE, REPLICATED);
  public static final Column<short[]> ZONE =
      SCHEMA.shorts(POSITION, "zone", "zone number, unsigned", DURABLE, REPLICATED);

  /** Where an entity is going. */
  public static final Component VELOCITY = SCHEMA.component("velocity");

  public static final Column<float[]> VELOCITY_X =
      SCHEMA.floats(VELOCITY, "velocityX", "tiles per tick", EPHEMERAL, HIDDEN);
  public static final Column<float[]> VELOCITY_Y =
      SCHEMA.floats(VELOCITY, "velocityY", "tiles per tick", EPHEMERAL, HIDDEN);
  public static final Column<short[]> WALK_TICKS =
      SCHEMA.shorts(VELOCITY, "walkTicks", "ticks left to walk", EPHEMERAL, HIDDEN);

  /** What an entity looks like to players. */
  public static final Component APPEARANCE = SCHEMA.component("appearance");

  public static final Column<byte[]> KIND =
      SCHEMA.bytes(APPEARANCE, "kind", "EntityKind code", EPHEMERAL, REPLICATED);

  public static final Component HEALTH = SCHEMA.component("health");

  public static final Column<short[]> HP =
      SCHEMA.shorts(HEALTH, "hp", "points, unsigned", DURABLE, REPLICATED);

  /** Somebody who came in through a gateway. */
  public static final Component PLAYER = SCHEMA.component("player");

  public static final Column<long[]> PLAYER_ID =
      SCHEMA.longs(PLAYER, "playerId", "id", DURABLE, HIDDEN);
  public static final Column<long[]> SESSION =
      SCHEMA.longs(PLAYER, "session", "id", EPHEMERAL, HIDDEN);
  public static final Column<int[]> ACKED_SEQUENCE =
      SCHEMA.ints(PLAYER, "ackedSequence", "intent number, unsigned", EPHEMERAL, REPLICATED);
  public static final Column<byte[]> FROZEN =
      SCHEMA.bytes(PLAYER, "frozen", "1 from leaving on: acts no more", EPHEMERAL, HIDDEN);
  public static final Column<byte[]> SILENT =
      SCHEMA.bytes(PLAYER, "silent", "1 while nobody listens: the link is lost", EPHEMERAL, HIDDEN);
  public static final Column<short[]> SHOP_WITHIN_REACH =
      SCHEMA.shorts(
          PLAYER, "shopWithinReach", "index in ShopTable + 1, 0: none", EPHEMERAL, HIDDEN);
  public static final Column<byte[]> ROLE =
      SCHEMA.bytes(PLAYER, "role", "Role code, of the account", EPHEMERAL, HIDDEN);
  public static final Column<long[]> RESUME_TOKEN =
      SCHEMA.longBlock(PLAYER, "resumeToken", "SHA-256 of the token, 0: none", 4, DURABLE, HIDDEN);
  public static final Column<long[]> OPERATIONS =
      SCHEMA.longBlock(
          PLAYER,
          "operations",
          "newest tier-1 operations that were done, oldest first",
          StateLimits.OPERATIONS,
          DURABLE,
          HIDDEN);

  /** How far a character has come. */
  public static final Component PROGRESS = SCHEMA.component("progress");

  public static final Column<long[]> CREATED_AT_MS =
      SCHEMA.longs(PROGRESS, "createdAtMs", "ms since 1970", DURABLE, HIDDEN);
  public static final Column<long[]> PLAYTIME_MS =
      SCHEMA.longs(PROGRESS, "playtimeMs", "ms until playtimeTick", DURABLE, HIDDEN);
  public static final Column<long[]> PLAYTIME_TICK =
      SCHEMA.longs(PROGRESS, "playtimeTick", "tick from which time counts on", EPHEMERAL, HIDDEN);
  public static final Column<short[]> STAMINA =
      SCHEMA.shorts(PROGRESS, "stamina", "points, unsigned", DURABLE, HIDDEN);
  public static final Column<int[]> DEATHS =
      SCHEMA.ints(PROGRESS, "deaths", "times", DURABLE, HIDDEN);
  public static final Column<long[]> LIFETIME_XP =
      SCHEMA.longs(PROGRESS, "lifetimeXp", "experience ever won", DURABLE, HIDDEN);
  public static final Column<long[]> SKILL_XP =
      SCHEMA.longBlock(
          PROGRESS, "skillXp", "experience in each skill", StateLimits.SKILLS, DURABLE, HIDDEN);
  public static final Column<short[]> QUEST_STAGES =
      SCHEMA.shortBlock(
          PROGRESS,
          "questStages",
          "stage of each quest, unsigned, 0: not begun",
          StateLimits.QUESTS,
          DURABLE,
          HIDDEN);
  public static final Column<long[]> ACHIEVEMENTS =
      SCHEMA.longBlock(
          PROGRESS,
          "achievements",
          "a bit for each",
          StateLimits.ACHIEVEMENT_WORDS,
          DURABLE,
          HIDDEN);

  /** What a character has, and where. Kind 0 is an empty slot. */
  public static final Component CONTAINERS = SCHEMA.component("containers");

  public static final Column<long[]> COINS =
      SCHEMA.longs(CONTAINERS, "coins", "coins", DURABLE, HIDDEN);
  public static final ItemColumns INVENTORY =
      ItemColumns.declare(SCHEMA, CONTAINERS, "inventory", StateLimits.INVENTORY_SLOTS);
  public static final ItemColumns EQUIPMENT =
      ItemColumns.declare(SCHEMA, CONTAINERS, "equipment", StateLimits.EQUIPMENT_SLOTS);
  public static final ItemColumns BANK =
      ItemColumns.declare(SCHEMA, CONTAINERS, "bank", StateLimits.BANK_SLOTS);

  /** Whom a character knows, and how it likes things. */
  public static final Component SOCIAL = SCHEMA.component("social");

  public static final Column<long[]> GUILD =
      SCHEMA.longs(SOCIAL, "guild", "id, 0: none", DURABLE, HIDDEN);
  public static final Column<long[]> FRIENDS =
      SCHEMA.longBlock(SOCIAL, "friends", "player ids", StateLimits.FRIENDS, DURABLE, HIDDEN);
  public static final Column<long[]> BLOCKS =
      SCHEMA.longBlock(SOCIAL, "blocks", "player ids", StateLimits.BLOCKS, DURABLE, HIDDEN);
  public static final Column<int[]> SETTINGS =
      SCHEMA.intBlock(
          SOCIAL, "settings", "values of settings", StateLimits.SETTINGS, DURABLE, HIDDEN);

  /** What has been sent to the store and what it has confirmed. */
  public static final Component PERSISTENCE = SCHEMA.component("persistence");

  public static final Column<long[]> VERSION =
      SCHEMA.longs(PERSISTENCE, "version", "number given to the newest write", DURABLE, HIDDEN);
  public static final Column<long[]> DURABLE_VERSION =
      SCHEMA.longs(PERSISTENCE, "durableVersion", "number confirmed", EPHEMERAL, HIDDEN);
  public static final Column<int[]> ENCODED_CHANGES =
      SCHEMA.ints(PERSISTENCE, "encodedChanges", "change counter in it", EPHEMERAL, HIDDEN);
  public static final Column<long[]> ENCODED_TICK =
      SCHEMA.longs(PERSISTENCE, "encodedTick", "tick of the newest write", EPHEMERAL, HIDDEN);
  public static final Column<long[]> DIRTY_SINCE_TICK =
      SCHEMA.longs(PERSISTENCE, "dirtySinceTick", "tick, 0 = clean", EPHEMERAL, HIDDEN);

  /** Something that lives in the zone and wanders about its home. */
  public static final Component CREATURE = SCHEMA.component("creature");

  public static final Column<short[]> CREATURE_TYPE =
      SCHEMA.shorts(CREATURE, "creatureType", "index in CreatureTable", EPHEMERAL, HIDDEN);
  public static final Column<float[]> HOME_X =
      SCHEMA.floats(CREATURE, "homeX", "tiles to the east", EPHEMERAL, HIDDEN);
  public static final Column<float[]> HOME_Y =
      SCHEMA.floats(CREATURE, "homeY", "tiles to the south", EPHEMERAL, HIDDEN);
  public static final Column<float[]> WANDER_RADIUS =
      SCHEMA.floats(CREATURE, "wanderRadius", "tiles", EPHEMERAL, HIDDEN);
  public static final Column<short[]> PAUSE_TICKS =
      SCHEMA.shorts(CREATURE, "pauseTicks", "ticks left to stand", EPHEMERAL, HIDDEN);

  /**
   * Something that lies on the ground. Ephemeral: the zone's hash in the store holds it, and these
   * rows are made from what the vault says of it.
   */
  public static final Component GROUND = SCHEMA.component("ground");

  public static final Column<long[]> GROUND_ENTRY =
      SCHEMA.longs(GROUND, "groundEntry", "id in the zone's hash", EPHEMERAL, HIDDEN);
  public static final Column<short[]> ITEM_KIND =
      SCHEMA.shorts(GROUND, "itemKind", "kind in ItemTable, unsigned", EPHEMERAL, HIDDEN);
  public static final Column<int[]> ITEM_COUNT =
      SCHEMA.ints(GROUND, "itemCount", "items", EPHEMERAL, HIDDEN);

  private Columns() {}
}
