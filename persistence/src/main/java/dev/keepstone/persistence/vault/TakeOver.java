package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One claim whose record another server has: that server is asked to let go, once. Its name is read
 * from the record, without a claim; what is read may be out of date by the time it is used, and
 * then the request is for nobody or for nothing.
 */
final class TakeOver {
  final HeldRecord record;

  /** When the asker is told that it can't be had. */
  final long endsNs;

  /** When it is claimed again. */
  long claimAgainNs;

  private final RecordHeader header = new RecordHeader();
  private @Nullable CompletableFuture<LoadReply> reading;
  private @Nullable CompletableFuture<Boolean> asking;
  private boolean isAsked;

  TakeOver(HeldRecord record, long endsNs) {
    this.record = record;
    this.endsNs = endsNs;
  }

  /** Another round: if nobody has been asked yet, the record is read for whom to ask. */
  void begin(Store store, long nextClaimNs) {
    claimAgainNs = nextClaimNs;
    reading = isAsked ? null : store.load(record.key);
    asking = null;
  }

  /** One step of asking; returns work done. A step that fails is tried in the next round. */
  int doWork(StoreLink link) {
    if (reading != null && reading.isDone()) {
      Incarnation owner = reading.isCompletedExceptionally() ? null : owner(reading.join());
      reading = null;
      asking = owner == null ? null : link.askRelease(owner, record.playerId);
      return 1;
    }
    if (asking != null && asking.isDone()) {
      isAsked = !asking.isCompletedExceptionally() && asking.join();
      asking = null;
      return 1;
    }
    return 0;
  }

  private @Nullable Incarnation owner(LoadReply reply) {
    byte[] stored = reply.value();
    boolean isHeld =
        stored != null && header.wrap(stored).isHeaderIntact() && !header.fence().released();
    return isHeld ? header.fence().owner() : null;
  }
}
