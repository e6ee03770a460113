package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.store.BoardTotals;

/**
 * One player's record as the store had it after the newest command that touched it.
 *
 * @param operations that it remembers, oldest first, 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordShadow(
    Fence fence,
    Possessions possessions,
    BoardTotals totals,
    long[] operations,
    float x,
    float y,
    boolean isPosted) {
  static RecordShadow of(Fence fence, long playerId, PlayerState state, boolean isPosted) {
    return new RecordShadow(
        fence,
        Possessions.of(state),
        BoardTotals.of(playerId, state),
        state.operations.clone(),
        state.x,
        state.y,
        isPosted);
  }

  RecordShadow with(Fence newFence) {
    return new RecordShadow(newFence, possessions, totals, operations, x, y, isPosted);
  }

  boolean remembers(long operation) {
    for (long remembered : operations) {
      if (remembered == operation) {
        return true;
      }
    }
    return false;
  }
}
