package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.VaultPublisher;

/**
 * The ids that the world may give to unique items and ground entries: two blocks that the store has
 * reserved, so that the next is there before the last is used up. Ids are drawn while an operation
 * is prepared, and used up only when it is on its way.
 */
final class ItemIds {
  static final long NONE = 0;

  /** What is asked for at once: minutes of heavy play, and no loss when a server dies. */
  private static final int BLOCK = 4096;

  private final VaultPublisher vault;
  private long first;
  private long firstCount;
  private long second;
  private long secondCount;
  private long drawn;
  private boolean asked;

  ItemIds(VaultPublisher vault) {
    this.vault = vault;
  }

  /** Asks for the next block in time. Called once a tick. */
  void step() {
    if (!asked && secondCount == 0) {
      asked = vault.reserveIds(BLOCK);
    }
  }

  void onReserved(long newFirst, long count) {
    if (!asked || newFirst <= NONE || count <= 0) {
      return;
    }
    asked = false;
    if (firstCount == 0) {
      first = newFirst;
      firstCount = count;
    } else {
      second = newFirst;
      secondCount = count;
    }
  }

  /** The next id, or {@link #NONE} when the store has not reserved enough yet. */
  long draw() {
    long at = drawn;
    if (at < firstCount) {
      drawn++;
      return first + at;
    }
    if (at - firstCount < secondCount) {
      drawn++;
      return second + at - firstCount;
    }
    return NONE;
  }

  /** What was drawn is used. */
  void keep() {
    long used = Math.min(drawn, firstCount);
    first += used;
    firstCount -= used;
    if (firstCount == 0) {
      first = second + (drawn - used);
      firstCount = secondCount - (drawn - used);
      secondCount = 0;
    }
    drawn = 0;
  }

  /** What was drawn is drawn again by the next. */
  void discard() {
    drawn = 0;
  }
}
