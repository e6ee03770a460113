package dev.keepstone.ecs.world;

import dev.keepstone.ecs.state.PlayerState;

/** A record in the {@link TestVault}. */
public final class StoredPlayer {
  final long id;
  final String name;
  long version = 1;
  final PlayerState state = new PlayerState();
  boolean claimed;

  StoredPlayer(long id, String name) {
    this.id = id;
    this.name = name;
    state.createdAtMs = 1_000_000;
  }

  public long version() {
    return version;
  }

  public int zone() {
    return state.zone;
  }

  public int hp() {
    return state.hp;
  }

  public float x() {
    return state.x;
  }

  public float y() {
    return state.y;
  }

  /** Durable state; a test may change it while nobody plays it. */
  public PlayerState state() {
    return state;
  }

  /** Whether a world owns it now. */
  public boolean isClaimed() {
    return claimed;
  }
}
