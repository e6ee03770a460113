package dev.keepstone.persistence.record;

import dev.keepstone.ecs.state.PlayerState;

/**
 * The body of a player's record as a mutable holder: filled by {@link PlayerCodec#decode} or by the
 * caller of {@link PlayerCodec#encode}, reused from row to row by the thread that owns it.
 */
public final class PlayerRecord {
  public long playerId;

  /** Wall clock, UTC, milliseconds since 1970. */
  public long updatedAtMs;

  /** 0: never played. */
  public long lastSeenMs;

  public String name = "";

  /** Everything that the world knows of the character. */
  public final PlayerState state = new PlayerState();
}
