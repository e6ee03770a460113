package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;

/** Asks for one record. Asked twice, the second claim takes over from the first: harmless. */
final class ClaimCommand extends Command<ClaimReply> {
  private final HeldRecords records;
  private final HeldRecord record;
  private final Runnable done;

  /**
   * A claim to send.
   *
   * @param done hears that it takes no room in the pipe any more
   */
  ClaimCommand(HeldRecords records, HeldRecord record, Runnable done) {
    this.records = records;
    this.record = record;
    this.done = done;
  }

  @Override
  CompletableFuture<ClaimReply> ask(StoreLink link) {
    return link.claim(record.key, PlayerBodyDecoder.SCHEMA_VERSION);
  }

  @Override
  boolean settle(ClaimReply reply, long sentAtNs) {
    boolean settled = true;
    try {
      settled = records.onClaimReply(record, reply);
    } catch (RuntimeException e) {
      records.onFault(record, e);
    } finally {
      if (settled) {
        done.run();
      }
    }
    return settled;
  }

  @Override
  void giveUp(StoreException failure) {
    records.onClaimFailed(record);
    done.run();
  }

  @Override
  void onCycle() {
    records.refuseWhenImpatient(record);
  }
}
