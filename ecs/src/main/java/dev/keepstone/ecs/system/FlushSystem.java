package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.Shards;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/**
 * Hands dirty rows to the vault, spread over the flush window instead of a spike: the window is cut
 * into a slice for each shard, and a row is due once in its shard's slice, or when it has been
 * dirty for a whole window (its slice found it unsettled, or the vault full). So a change is at
 * most two windows old when it is handed over, and one in the normal case.
 *
 * <p>A row with an unsettled write waits for it. A full vault ends the pass: the rest stays dirty.
 */
public final class FlushSystem {
  private final Query persistent;
  private final PlayerSaves saves;
  private final Lifecycle lifecycle;
  private final WorldCounters counters;
  private final int windowTicks;

  public FlushSystem(
      Tables tables,
      PlayerSaves saves,
      Lifecycle lifecycle,
      WorldCounters counters,
      int windowTicks) {
    this.persistent = tables.query(Columns.PERSISTENCE.mask() | Columns.PLAYER.mask(), 0, 0);
    this.saves = saves;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.windowTicks = windowTicks;
  }

  public void run(long tick) {
    int dirtyRows = 0;
    boolean vaultHasRoom = true;
    for (int t = 0; t < persistent.tableCount(); t++) {
      Table table = persistent.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        long[] words = chunk.dirty().persistenceWords();
        for (int w = 0; w < words.length; w++) {
          dirtyRows += Long.bitCount(words[w]);
          for (long bits = words[w]; bits != 0; bits &= bits - 1) {
            int row = w * Long.SIZE + Long.numberOfTrailingZeros(bits);
            vaultHasRoom = visit(chunk, row, tick, vaultHasRoom);
          }
        }
      }
    }
    counters.set(WorldCounter.DIRTY_ROWS, dirtyRows);
  }

  /** Returns whether the vault still has room */
  private boolean visit(Chunk chunk, int row, long tick, boolean vaultHasRoom) {
    long[] dirtySince = chunk.column(Columns.DIRTY_SINCE_TICK);
    if (dirtySince[row] == PlayerSaves.CLEAN) {
      dirtySince[row] = tick;
    }
    if (!vaultHasRoom
        || chunk.column(Columns.FROZEN)[row] != 0
        || PlayerSaves.isUnsettled(chunk, row)
        || !isDue(chunk, row, tick)) {
      return vaultHasRoom;
    }
    try {
      return saves.offer(chunk, row, tick, false);
    } catch (RuntimeException fault) {
      lifecycle.onFaultOfSession(chunk.column(Columns.SESSION)[row], fault);
      return true;
    }
  }

  private boolean isDue(Chunk chunk, int row, long tick) {
    if (tick - chunk.column(Columns.DIRTY_SINCE_TICK)[row] >= windowTicks) {
      return true;
    }
    long window = Math.floorDiv(tick, windowTicks);
    return isSliceOf(Shards.of(chunk.column(Columns.PLAYER_ID)[row]), tick)
        && Math.floorDiv(chunk.column(Columns.ENCODED_TICK)[row], windowTicks) != window;
  }

  /** A window shorter than 64 ticks gives several shards the same tick. */
  private boolean isSliceOf(int shard, long tick) {
    long inWindow = Math.floorMod(tick, windowTicks);
    long start = (long) shard * windowTicks / Shards.COUNT;
    long end = Math.max(start + 1, (shard + 1L) * windowTicks / Shards.COUNT);
    return inWindow >= start && inWindow < end;
  }
}
