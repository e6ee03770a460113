package dev.keepstone.ecs.rule;

/** Life and death. */
public final class Vitals {
  /** What a character starts with. */
  public static final int PLAYER_MAX_HP = 100;

  public static final int PLAYER_MAX_STAMINA = 100;

  private Vitals() {}
}
