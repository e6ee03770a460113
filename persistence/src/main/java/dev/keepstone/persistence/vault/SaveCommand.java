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
  private final HeldRecords records;
  private final List<HeldRecord> saved;
  private final List<RowWrite> writes;
  private final Done done;

  /**
   * Freezes the batch.
   *
   * @param saved records with an unsettled row each
   */
  SaveCommand(HeldRecords records, List<HeldRecord> saved, Done done) {
    this.records = records;
    this.saved = saved;
    this.done = done;
    writes = new ArrayList<>(saved.size());
    for (HeldRecord record : saved) {
      byte[] row = record.row;
      if (row == null) {
        throw new IllegalStateException("nothing to save: key=" + record.key);
      }
      // The store's fast path believes the sender, so a header is named only where it must fit.
      boolean follows = record.rowVersion == record.confirmed.version() + 1;
      writes.add(new RowWrite(record.key, follows ? record.confirmedHeader : null, row));
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
      done.onDone(sentAtNs);
    }
    return true;
  }

  /** A bug costs this player the session, and neither the rest of the batch nor the pipe. */
  private void settle(HeldRecord record, RowVerdict verdict) {
    try {
      records.onRowVerdict(record, verdict);
    } catch (RuntimeException e) {
      records.onFault(record, e);
    }
  }

  @Override
  void giveUp(StoreException failure) {
    for (HeldRecord record : saved) {
      records.onRowFailed(record);
    }
    done.onDone(sentAtNs());
  }

  /** Hears that the save takes no room in the pipe any more. */
  interface Done {
    void onDone(long sentAtNs);
  }
}
