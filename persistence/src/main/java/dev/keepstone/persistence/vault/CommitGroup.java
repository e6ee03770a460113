package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Operations that go out together. Sent again it carries the same ones in the same order. */
final class CommitGroup extends Command<List<CommitReply>> {
  private final Commits commits;
  private final List<HeldCommit> group;
  private final List<CommitWrite> writes;
  private boolean wasSent;

  CommitGroup(Commits commits, List<HeldCommit> group) {
    this.commits = commits;
    this.group = group;
    writes = new ArrayList<>(group.size());
    for (HeldCommit commit : group) {
      writes.add(commit.write);
    }
  }

  @Override
  CompletableFuture<List<CommitReply>> ask(StoreLink link) {
    if (wasSent) {
      commits.onSentAgain(group.size());
    }
    wasSent = true;
    return link.commitAll(writes);
  }

  @Override
  boolean settle(List<CommitReply> replies, long sentAtNs) {
    commits.onGroupDone();
    for (int i = 0; i < group.size(); i++) {
      commits.onReply(group.get(i), replies.get(i));
    }
    return true;
  }

  @Override
  void giveUp(StoreException failure) {
    commits.onGroupDone();
    for (HeldCommit commit : group) {
      commits.onFailed(commit, String.valueOf(failure.getMessage()));
    }
  }
}
