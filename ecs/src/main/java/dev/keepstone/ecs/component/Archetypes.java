package dev.keepstone.ecs.component;

import dev.keepstone.ecs.table.Component;

/** Which components the entities of this game have. */
public final class Archetypes {
  public static final long PLAYER =
      Component.maskOf(
          Columns.POSITION,
          Columns.VELOCITY,
          Columns.APPEARANCE,
          Columns.HEALTH,
          Columns.PLAYER,
          Columns.PROGRESS,
          Columns.CONTAINERS,
          Columns.SOCIAL,
          Columns.PERSISTENCE);

  public static final long CREATURE =
      Component.maskOf(
          Columns.POSITION, Columns.VELOCITY, Columns.APPEARANCE, Columns.HEALTH, Columns.CREATURE);

  /** What lies on the ground. */
  public static final long ITEM =
      Component.maskOf(Columns.POSITION, Columns.APPEARANCE, Columns.HEALTH, Columns.GROUND);

  private Archetypes() {}
}
