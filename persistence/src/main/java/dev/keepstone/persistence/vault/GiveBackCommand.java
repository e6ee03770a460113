package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;

/** Releases one record without a write. Whatever the verdict, it isn't ours afterwards. */
final class GiveBackCommand extends Command<RowVerdict> {
  private final HeldRecords records;
  private final HeldRecord record;
  private final Runnable done;

  /**
   * A release to send.
   *
   * @param done hears that it takes no room in the pipe any more
   */
  GiveBackCommand(HeldRecords records, HeldRecord record, Runnable done) {
    this.records = records;
    this.record = record;
    this.done = done;
  }

  @Override
  CompletableFuture<RowVerdict> ask(StoreLink link) {
    return link.giveBack(record.key, record.confirmed.epoch());
  }

  @Override
  boolean settle(RowVerdict verdict, long sentAtNs) {
    records.onGivenBack(record);
    done.run();
    return true;
  }

  @Override
  void giveUp(StoreException failure) {
    records.onGivenBack(record);
    done.run();
  }
}
