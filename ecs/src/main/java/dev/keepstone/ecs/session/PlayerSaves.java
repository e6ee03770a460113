package dev.keepstone.ecs.session;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.Chunk;

/**
 * The three numbers of a row's life in the store, and the only place that changes them: the change
 * counter (in {@code DirtyRows}), the version that was given to the newest write, and the version
 * that the store has confirmed. A row has at most one unsettled write.
 */
public final class PlayerSaves {
  /** The value of {@code DIRTY_SINCE_TICK} of a clean row. */
  public static final long CLEAN = 0;

  private final VaultPublisher vault;
  private final PlayerStates states;
  private final WorldCounters counters;
  private final PlayerState state = new PlayerState();

  public PlayerSaves(VaultPublisher vault, PlayerStates states, WorldCounters counters) {
    this.states = states;
    this.vault = vault;
    this.counters = counters;
  }

  /** Whether a write of this row is on its way. */
  public static boolean isUnsettled(Chunk chunk, int row) {
    return chunk.column(Columns.VERSION)[row] != chunk.column(Columns.DURABLE_VERSION)[row];
  }

  /**
   * Hands the row to the vault under its next version.
   *
   * @param release the last save of the session
   * @return false when the vault's ring is full: nothing has changed then
   */
  public boolean offer(Chunk chunk, int row, long tick, boolean release) {
    long[] versions = chunk.column(Columns.VERSION);
    states.read(chunk, row, tick, state);
    boolean accepted =
        vault.playerRow(chunk.column(Columns.PLAYER_ID)[row], versions[row] + 1, release, state);
    if (accepted) {
      offered(chunk, row, tick);
    }
    return accepted;
  }

  /**
   * The row, as it is now, went to the vault under its next version: alone, or as a part of a
   * commit.
   */
  public void offered(Chunk chunk, int row, long tick) {
    chunk.column(Columns.VERSION)[row]++;
    chunk.column(Columns.ENCODED_CHANGES)[row] = chunk.dirty().changes(row);
    chunk.column(Columns.ENCODED_TICK)[row] = tick;
    counters.increment(WorldCounter.ROWS_OFFERED);
  }

  /**
   * The store has confirmed a version. The row is clean if nothing has changed since that version
   * was encoded; else it has been dirty since then.
   *
   * @return false when this version was not awaited: nothing has changed then
   */
  public boolean settle(Chunk chunk, int row, long version) {
    if (!isUnsettled(chunk, row) || chunk.column(Columns.VERSION)[row] != version) {
      return false;
    }
    chunk.column(Columns.DURABLE_VERSION)[row] = version;
    boolean clean = chunk.column(Columns.ENCODED_CHANGES)[row] == chunk.dirty().changes(row);
    if (clean) {
      chunk.dirty().clearPersistence(row);
    }
    chunk.column(Columns.DIRTY_SINCE_TICK)[row] =
        clean ? CLEAN : chunk.column(Columns.ENCODED_TICK)[row];
    counters.increment(WorldCounter.ROWS_DURABLE);
    return true;
  }
}
