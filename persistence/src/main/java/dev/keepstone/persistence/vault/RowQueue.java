package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Shards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that were never sent, shard by shard: mixed shards in one call cost a third (measured, see
 * docs/persistence.md). Shards take turns, so that none waits behind a busy one.
 */
final class RowQueue {
  private final List<ArrayDeque<HeldRecord>> shards = new ArrayList<>(Shards.COUNT);
  private int turn;
  private int size;

  RowQueue() {
    for (int i = 0; i < Shards.COUNT; i++) {
      shards.add(new ArrayDeque<>());
    }
  }

  /** Appends a record whose row waits to be sent. */
  void add(HeldRecord record) {
    shards.get(record.shard).addLast(record);
    size++;
  }

  int size() {
    return size;
  }

  void clear() {
    shards.forEach(ArrayDeque::clear);
    size = 0;
  }

  /**
   * The next rows to send, oldest first, all of one shard. Records that are gone meanwhile are
   * skipped.
   *
   * @return at most {@code limit}; empty when nothing waits
   */
  List<HeldRecord> take(int limit) {
    if (size == 0) {
      return List.of();
    }
    List<HeldRecord> rows = new ArrayList<>(Math.min(limit, size));
    for (int i = 0; i < Shards.COUNT && rows.isEmpty(); i++) {
      ArrayDeque<HeldRecord> shard = shards.get(turn);
      turn = (turn + 1) % Shards.COUNT;
      while (rows.size() < limit && !shard.isEmpty()) {
        HeldRecord record = shard.removeFirst();
        size--;
        if (record.state == HeldRecord.State.HELD) {
          rows.add(record);
        }
      }
    }
    return rows;
  }
}
