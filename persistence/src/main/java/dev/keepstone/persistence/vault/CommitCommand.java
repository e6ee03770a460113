package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One tier-1 operation. Sent again it carries the same bytes. */
final class CommitCommand extends Command<CommitReply> {
  /** Records of the rows, in their order. */
  final List<HeldRecord> records;

  final CommitWrite write;

  /** When the world's message was taken in. */
  final long takenAtNs;

  /** Whether the world has its CommitSettled. */
  boolean isAnswered;

  private final Commits commits;
  private boolean wasSent;

  CommitCommand(Commits commits, List<HeldRecord> records, CommitWrite write, long takenAtNs) {
    this.commits = commits;
    this.records = records;
    this.write = write;
    this.takenAtNs = takenAtNs;
  }

  @Override
  CompletableFuture<CommitReply> ask(StoreLink link) {
    if (wasSent) {
      commits.onSentAgain();
    }
    wasSent = true;
    return link.commit(write);
  }

  @Override
  boolean settle(CommitReply reply, long sentAtNs) {
    commits.onReply(this, reply);
    return true;
  }

  @Override
  void giveUp(StoreException failure) {
    commits.onFailed(this);
  }

  /** Whether the unsettled write of that record is still the one of this commit. */
  boolean isPending(int row) {
    HeldRecord record = records.get(row);
    return record.state == HeldRecord.State.HELD && record.row == write.rows().get(row).record();
  }
}
