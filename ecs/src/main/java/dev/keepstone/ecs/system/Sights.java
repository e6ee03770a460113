package dev.keepstone.ecs.system;

import dev.keepstone.ecs.table.EntityIds;
import java.util.Arrays;

/**
 * Whom each player has been told to be in sight, so that only who comes and goes has to be told.
 * Allocates nothing after it was made.
 *
 * <p>Each player has a block of {@code long}s, found by the index in the player's id:
 *
 * <pre>
 *   +0      player, whose block it is until that entity is gone
 *   +1      session that was told
 *   +2      how many are in sight, or -1: nobody knows what the session was told
 *   +3 ..   those in sight
 * </pre>
 *
 * <p>Two sets are compared without a search: each entity of the old one leaves its place in it
 * under the index in its id. What is found there for another entity may be old or foreign, and is
 * only believed if that place really holds it. So nothing ever has to be cleared.
 */
public final class Sights {
  private static final int PLAYER = 0;
  private static final int SESSION = 1;
  private static final int COUNT = 2;
  private static final int FIRST = 3;

  private static final long UNKNOWN = -1;

  private final EntityIds ids;
  private final int players;
  private final int blockLength;
  private final long[] blocks;
  private final int[] slotOfIndex;
  private final short[] placeOfIndex;
  private int nextSlot;

  // The outcome of the last comparison.
  private final int[] appearedRanks;
  private final long[] vanished;
  private int appearedCount;
  private int vanishedCount;
  private boolean afresh;
  private int block;

  /**
   * @param ids of the store that players and those in sight live in
   * @param players who live at once
   * @param maxNear entities that may be in sight of one, below 2^15
   */
  public Sights(EntityIds ids, int players, int maxNear) {
    this.ids = ids;
    this.players = players;
    blockLength = FIRST + maxNear;
    blocks = new long[players * blockLength];
    slotOfIndex = new int[ids.capacity()];
    placeOfIndex = new short[ids.capacity()];
    appearedRanks = new int[maxNear];
    vanished = new long[maxNear];
  }

  /**
   * Compares what a player was told with what is near now, which counts as told from here on; read
   * what has changed with the accessors below.
   *
   * @param grid holds the answer to a query for this player
   * @param near how many that query found
   * @throws IllegalStateException when more players live than was announced
   */
  void compare(long player, long session, VisibilityGrid grid, int near) {
    block = blockOf(player);
    appearedCount = 0;
    vanishedCount = 0;
    afresh = blocks[block + SESSION] != session || blocks[block + COUNT] == UNKNOWN;
    int told = afresh ? 0 : (int) blocks[block + COUNT];
    if (!afresh && told == near && isAsTold(grid, near)) {
      return; // mostly: nobody has come or gone, nor changed the cell
    }
    noteChanges(grid, near, told);
    for (int rank = 0; rank < near; rank++) {
      blocks[block + FIRST + rank] = grid.entity(rank);
    }
    blocks[block + SESSION] = session;
    blocks[block + COUNT] = near;
  }

  private boolean isAsTold(VisibilityGrid grid, int near) {
    for (int rank = 0; rank < near; rank++) {
      if (blocks[block + FIRST + rank] != grid.entity(rank)) {
        return false;
      }
    }
    return true;
  }

  /** Takes out of the old set who is in the new one, too; the others are gone. */
  private void noteChanges(VisibilityGrid grid, int near, int told) {
    int first = block + FIRST;
    for (int place = 0; place < told; place++) {
      placeOfIndex[EntityIds.indexOf(blocks[first + place])] = (short) place;
    }
    for (int rank = 0; rank < near; rank++) {
      long entity = grid.entity(rank);
      int place = placeOfIndex[EntityIds.indexOf(entity)];
      if (place < told && blocks[first + place] == entity) {
        blocks[first + place] = EntityIds.NONE;
      } else {
        appearedRanks[appearedCount++] = rank;
      }
    }
    for (int place = 0; place < told; place++) {
      if (blocks[first + place] != EntityIds.NONE) {
        vanished[vanishedCount++] = blocks[first + place];
      }
    }
  }

  /** What the last comparison has found could not be told: next time all in sight appear. */
  void forget() {
    blocks[block + COUNT] = UNKNOWN;
  }

  /** Whether the session is told everything: nothing of what it was told before counts. */
  boolean isAfresh() {
    return afresh;
  }

  int appearedCount() {
    return appearedCount;
  }

  /** The rank that this newcomer has in the grid's answer. */
  int appearedRank(int i) {
    return appearedRanks[i];
  }

  int vanishedCount() {
    return vanishedCount;
  }

  long vanished(int i) {
    return vanished[i];
  }

  private int blockOf(long player) {
    int index = EntityIds.indexOf(player);
    int found = slotOfIndex[index] * blockLength;
    if (blocks[found + PLAYER] == player) {
      return found;
    }
    slotOfIndex[index] = claimSlot();
    int claimed = slotOfIndex[index] * blockLength;
    Arrays.fill(blocks, claimed, claimed + blockLength, 0);
    blocks[claimed + PLAYER] = player;
    blocks[claimed + COUNT] = UNKNOWN;
    return claimed;
  }

  /** One whose player is gone, or that nobody ever had. */
  private int claimSlot() {
    for (int tries = 0; tries < players; tries++) {
      int slot = nextSlot;
      nextSlot = slot + 1 == players ? 0 : slot + 1;
      if (!ids.isLive(blocks[slot * blockLength + PLAYER])) {
        return slot;
      }
    }
    throw new IllegalStateException("more players than were announced: players=" + players);
  }
}
