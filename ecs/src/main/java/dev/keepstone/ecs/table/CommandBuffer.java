package dev.keepstone.ecs.table;

import org.jspecify.annotations.Nullable;

/**
 * Creation, removal and moving between archetypes that may be asked for inside a loop over rows:
 * loops see none of it before {@link #apply()}. Its limit is that of the store (each entity can be
 * removed once and moved once), so it is never full.
 */
public final class CommandBuffer {
  private final Tables tables;
  private final long[] removals;
  private final boolean[] doomed;
  private int removalCount;
  private final long[] moves;
  private final @Nullable Table[] targets;
  private int moveCount;

  public CommandBuffer(Tables tables) {
    this.tables = tables;
    this.removals = new long[tables.ids().capacity()];
    this.doomed = new boolean[tables.ids().capacity()];
    this.moves = new long[tables.ids().capacity()];
    this.targets = new Table[tables.ids().capacity()];
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

  /**
   * Gives the entity another set of components at {@link #apply()}: what both archetypes have is
   * kept, as it is then; what is new is 0. Asked twice, the last target counts.
   *
   * @return false when the id is stale or its removal was asked for
   * @throws IllegalArgumentException when the table is of another store
   */
  public boolean move(long id, Table target) {
    tables.requireOwn(target);
    if (!tables.ids().isLive(id) || doomed[EntityIds.indexOf(id)]) {
      return false;
    }
    int index = EntityIds.indexOf(id);
    if (targets[index] == null) {
      moves[moveCount++] = id;
    }
    targets[index] = target;
    return true;
  }

  /** Called at one point of the tick, outside of all loops over rows. */
  public void apply() {
    for (int i = 0; i < tables.tableCount(); i++) {
      tables.tableAt(i).publishStaged();
    }
    for (int i = 0; i < moveCount; i++) {
      Table target = targets[EntityIds.indexOf(moves[i])];
      targets[EntityIds.indexOf(moves[i])] = null;
      if (target != null && !isDoomed(moves[i])) {
        tables.move(moves[i], target);
      }
    }
    moveCount = 0;
    for (int i = 0; i < removalCount; i++) {
      doomed[EntityIds.indexOf(removals[i])] = false;
      tables.remove(removals[i]);
    }
    removalCount = 0;
  }

  private boolean isDoomed(long id) {
    return doomed[EntityIds.indexOf(id)];
  }
}
