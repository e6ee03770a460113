package dev.keepstone.ecs.table;

/** Whether players see a column. */
public enum Replication {
  /** Part of what a snapshot tells: a write marks the row dirty for replication. */
  REPLICATED,
  /** Known to the world only. */
  HIDDEN
}
