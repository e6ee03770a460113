package dev.keepstone.ecs.world;

/** A record in the {@link TestVault}. */
public final class StoredPlayer {
  final long id;
  final String name;
  long version = 1;
  long createdAtMs = 1_000_000;
  int zone;
  int hp;
  float x;
  float y;
  boolean claimed;

  StoredPlayer(long id, String name) {
    this.id = id;
    this.name = name;
  }

  public long version() {
    return version;
  }

  public int zone() {
    return zone;
  }

  public int hp() {
    return hp;
  }

  public float x() {
    return x;
  }

  public float y() {
    return y;
  }

  /** Whether a world owns it now. */
  public boolean isClaimed() {
    return claimed;
  }
}
