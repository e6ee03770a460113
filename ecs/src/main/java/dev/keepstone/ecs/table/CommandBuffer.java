package dev.keepstone.ecs.table;

import java.util.Arrays;

/**
 * Creation, removal and moving between archetypes that may be asked for inside a loop over rows:
 * loops see none of it before {@link #apply()}. Its limit is that of the store (each entity can be
 * removed once and moved once), so it is never full. A store has one.
 *
 * <p>What is in store for an entity is noted beside its place in {@link EntityIds}: {@link
 * #DOOMED}, or 1 + the position of its move. The two lists grow to what one tick has ever asked for
 * and stay that long.
 */
public final class CommandBuffer {
  private static final int NOTHING = 0;
  private static final int DOOMED = -1;
  private static final int FIRST_LENGTH = 64;

  private final Tables tables;
  private final EntityIds ids;
  private long[] removals = new long[FIRST_LENGTH];
  private int removalCount;
  private long[] moves = new long[FIRST_LENGTH];
  private Table[] targets = new Table[FIRST_LENGTH];
  private int moveCount;

  /**
   * @throws IllegalStateException when the store has one already
   */
  public CommandBuffer(Tables tables) {
    this.tables = tables;
    this.ids = tables.ids();
    tables.bindCommandBuffer();
  }

  /**
   * The row exists at once: its columns can be written and its id can be told.
   *
   * @return its id, or {@link EntityIds#NONE} when the store is full
   * @throws IllegalArgumentException when the table is of another store
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
    if (!isLive(id) || ids.command(id) == DOOMED) {
      return false;
    }
    ids.command(id, DOOMED);
    if (removalCount == removals.length) {
      removals = Arrays.copyOf(removals, 2 * removalCount);
    }
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
    if (!isLive(id) || ids.command(id) == DOOMED) {
      return false;
    }
    if (ids.command(id) != NOTHING) {
      targets[ids.command(id) - 1] = target;
      return true;
    }
    if (moveCount == moves.length) {
      moves = Arrays.copyOf(moves, 2 * moveCount);
      targets = Arrays.copyOf(targets, 2 * moveCount);
    }
    moves[moveCount] = id;
    targets[moveCount++] = target;
    ids.command(id, moveCount);
    return true;
  }

  /** Called at one point of the tick, outside of all loops over rows. */
  public void apply() {
    for (int i = 0; i < tables.tableCount(); i++) {
      tables.tableAt(i).publishStaged();
    }
    for (int i = 0; i < moveCount; i++) {
      if (ids.isLive(moves[i]) && ids.command(moves[i]) != DOOMED) {
        ids.command(moves[i], NOTHING);
        tables.move(moves[i], targets[i]);
      }
    }
    moveCount = 0;
    for (int i = 0; i < removalCount; i++) {
      if (ids.isLive(removals[i])) { // else removed by somebody who did not wait
        tables.remove(removals[i]);
      }
    }
    removalCount = 0;
  }

  private boolean isLive(long id) {
    boolean live = ids.isLive(id);
    if (!live) {
      tables.refusals().staleId();
    }
    return live;
  }
}
