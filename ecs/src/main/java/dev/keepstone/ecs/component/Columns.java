package dev.keepstone.ecs.component;

import static dev.keepstone.ecs.table.Durability.DURABLE;
import static dev.keepstone.ecs.table.Durability.EPHEMERAL;
import static dev.keepstone.ecs.table.Replication.HIDDEN;
import static dev.keepstone.ecs.table.Replication.REPLICATED;

import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Schema;

/**
 * Every column of the world: name, type, unit, does it outlive the session, do players see it.
 *
 * <p>A durable column has a field of the same name in {@code PlayerRow}, a replicated one in {@code
 * Snapshot}; a test holds the three together.
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
      SCHEMA.shorts(POSITION, "zone", "zone number, unsigned", DURABLE, HIDDEN);

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
  public static final Column<long[]> CREATED_AT_MS =
      SCHEMA.longs(PLAYER, "createdAtMs", "ms since 1970", DURABLE, HIDDEN);
  public static final Column<long[]> SESSION =
      SCHEMA.longs(PLAYER, "session", "id", EPHEMERAL, HIDDEN);
  public static final Column<int[]> ACKED_SEQUENCE =
      SCHEMA.ints(PLAYER, "ackedSequence", "intent number, unsigned", EPHEMERAL, REPLICATED);
  public static final Column<byte[]> FROZEN =
      SCHEMA.bytes(PLAYER, "frozen", "1 from leaving on: acts no more", EPHEMERAL, HIDDEN);

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

  private Columns() {}
}
