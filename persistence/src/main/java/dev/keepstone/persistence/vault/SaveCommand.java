package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes rows of one shard. Sent again it carries the same rows in the same order. */
final class SaveCommand extends Command<List<RowVerdict>> {
  private final Rows rows;
  private final List<HeldRecord> saved;
  private final List<RowWrite> writes;

  /**
   * Freezes the batch.
   *
   * @param saved records with an unsettled row each
   */
  SaveCommand(Rows rows, List<HeldRecord> saved) {
    this.rows = rows;
    this.saved = saved;
    writes = new ArrayList<>(saved.size());
    for (HeldRecord record : saved) {
      writes.add(record.write());
    }
  }

  @Override
  CompletableFuture<List<RowVerdict>> ask(StoreLink link) {
    return link.save(writes);
  }

  @Override
  boolean settle(List<RowVerdict> verdicts, long sentAtNs) {
    try {
      for (int i = 0; i < saved.size(); i++) {
        settle(saved.get(i), verdicts.get(i));
      }
    } finally {
      rows.onSaveDone(sentAtNs);
    }
    return true;
  }

  /** A bug costs this player the session, and neither the rest of the batch nor the pipe. */
  private void settle(HeldRecord record, RowVerdict verdict) {
    try {
      rows.onVerdict(record, verdict);
    } catch (RuntimeException e) {
      rows.onFault(record, e);
    }
  }

  @Override
  void giveUp(StoreException failure) {
    saved.forEach(rows::onFailed);
    rows.onSaveDone(sentAtNs());
  }
}
