package dev.keepstone.ecs.world;

import java.util.Locale;

/** The parts of a tick that are measured, in their order. */
public enum TickPhase {
  INBOX,
  TRANSFERS,
  STRUCTURE,
  WANDERING,
  MOVEMENT,
  GRID,
  UPDATES,
  LIFECYCLE,
  FLUSH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
