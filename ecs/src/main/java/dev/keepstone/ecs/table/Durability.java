package dev.keepstone.ecs.table;

/** Whether a column outlives the session. */
public enum Durability {
  /** Part of the stored record: a write marks the row dirty for persistence. */
  DURABLE,
  /** Starts anew at every login. */
  EPHEMERAL
}
