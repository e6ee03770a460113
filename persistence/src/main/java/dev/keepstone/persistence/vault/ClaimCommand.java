package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;

/** Asks for one record. Asked twice, the second claim takes over from the first: harmless. */
final class ClaimCommand extends Command<ClaimReply> {
  private final Claims claims;
  private final HeldRecord record;
  private final Runnable done;

  /**
   * A claim to send.
   *
   * @param done hears that it takes no room in the pipe any more
   */
  ClaimCommand(Claims claims, HeldRecord record, Runnable done) {
    this.claims = claims;
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
      settled = claims.onReply(record, reply);
    } catch (RuntimeException e) {
      claims.onFault(record, e);
    } finally {
      if (settled) {
        done.run();
      }
    }
    return settled;
  }

  @Override
  void giveUp(StoreException failure) {
    claims.onFailed(record);
    done.run();
  }

  @Override
  void onCycle() {
    claims.refuseWhenImpatient(record);
  }
}
