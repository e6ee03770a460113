package dev.keepstone.ecs.table;

/**
 * Creation and removal that may be asked for inside a loop over rows: loops see neither before
 * {@link #apply()}. Its limit is that of the store (each entity can be removed only once), so it is
 * never full.
 */
public final class CommandBuffer {
  private final Tables tables;
  private final long[] removals;
  private final boolean[] doomed;
  private int removalCount;

  public CommandBuffer(Tables tables) {
    this.tables = tables;
    this.removals = new long[tables.ids().capacity()];
    this.doomed = new boolean[tables.ids().capacity()];
  }

  /**
   * The row exists at once: its columns can be written and its id can be told.
   *
   * @return its id, or {@link EntityIds#NONE} when the store is full
   */
  public long create(Table table) {
    return tables.stage(table);
  }

  /**
   * The row stays what it is until {@link #apply()}.
   *
   * @return false when the id is stale or its removal was asked for before
   */
  public boolean remove(long id) {
    if (!tables.ids().isLive(id) || doomed[EntityIds.indexOf(id)]) {
      return false;
    }
    doomed[EntityIds.indexOf(id)] = true;
    removals[removalCount++] = id;
    return true;
  }

  /** Called at one point of the tick, outside of all loops over rows. */
  public void apply() {
    for (int i = 0; i < tables.tableCount(); i++) {
      tables.table(i).publishStaged();
    }
    for (int i = 0; i < removalCount; i++) {
      doomed[EntityIds.indexOf(removals[i])] = false;
      tables.remove(removals[i]);
    }
    removalCount = 0;
  }
}
