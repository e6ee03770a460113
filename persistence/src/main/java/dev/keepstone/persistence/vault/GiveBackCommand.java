package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;

/** Releases one record without a write. Whatever the verdict, it isn't ours afterwards. */
final class GiveBackCommand extends Command<RowVerdict> {
  private final HeldRecords records;
  private final HeldRecord record;

  GiveBackCommand(HeldRecords records, HeldRecord record) {
    this.records = records;
    this.record = record;
  }

  @Override
  CompletableFuture<RowVerdict> ask(StoreLink link) {
    return link.giveBack(record.key, record.confirmed.epoch());
  }

  @Override
  boolean settle(RowVerdict verdict, long sentAtNs) {
    records.onGivenBack(record);
    return true;
  }

  @Override
  void giveUp(StoreException failure) {
    records.onGivenBack(record);
  }
}
