package dev.keepstone.persistence.record;

/**
 * The body of a player's record as a mutable holder: filled by {@link PlayerCodec#decode} or by the
 * caller of {@link PlayerCodec#encode}, reused from row to row by the thread that owns it.
 */
public final class PlayerRecord {
  public long playerId;

  /** Wall clock, UTC, milliseconds since 1970. */
  public long createdAtMs;

  public long updatedAtMs;

  /** 0: never played. */
  public long lastSeenMs;

  /** 0: never placed, goes to the spawn point. */
  public int zone;

  public int hp;

  /** Tiles, to the east; finite. */
  public float x;

  /** Tiles, to the south; finite. */
  public float y;

  public String name = "";
}
