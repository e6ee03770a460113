package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.CommitWrite;
import java.util.List;

/** One tier-1 operation on its way. Whenever it is sent it carries the same bytes. */
final class HeldCommit {
  /** Records of the rows, in their order. */
  final List<HeldRecord> records;

  final CommitWrite write;

  /** When the world's message was taken in. */
  final long takenAtNs;

  /** Whether the world has its CommitSettled. */
  boolean isAnswered;

  HeldCommit(List<HeldRecord> records, CommitWrite write, long takenAtNs) {
    this.records = records;
    this.write = write;
    this.takenAtNs = takenAtNs;
  }

  /** Whether the unsettled write of that record is still the one of this commit. */
  boolean isPending(int row) {
    HeldRecord record = records.get(row);
    return record.state == HeldRecord.State.HELD && record.row == write.rows().get(row).record();
  }
}
