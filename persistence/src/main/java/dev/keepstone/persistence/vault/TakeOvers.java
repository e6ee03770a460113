package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Claims of records that another live server has, for sessions that may take them over: that server
 * is asked to let go, and the record claimed again every 250 ms for at most 3 s.
 */
final class TakeOvers {
  /** Long against a save, short against a player's patience. */
  private static final long CLAIM_EVERY_NS = 250_000_000L;

  /** The protocol's: an owner looks for requests at least every 500 ms and then saves once. */
  private static final long PATIENCE_NS = 3_000_000_000L;

  private final Store store;
  private final VaultLink link;
  private final VaultCounters counters;
  private final List<TakeOver> waiting = new ArrayList<>();

  TakeOvers(Store store, VaultLink link, VaultCounters counters) {
    this.store = store;
    this.link = link;
    this.counters = counters;
  }

  /**
   * Another server has the record.
   *
   * @return false when it may not be taken over, or has been waited for long enough: refuse it
   */
  boolean await(HeldRecord record, long nowNs) {
    if (record.session == 0 || !record.takesOver) {
      return false;
    }
    TakeOver takeOver = record.takeOver;
    if (takeOver == null) {
      counters.increment(VaultCounter.TAKE_OVERS);
      takeOver = new TakeOver(record, nowNs + PATIENCE_NS);
      record.takeOver = takeOver;
    }
    if (nowNs - takeOver.endsNs >= 0) {
      return false;
    }
    takeOver.begin(store, nowNs + CLAIM_EVERY_NS);
    waiting.add(takeOver);
    return true;
  }

  /**
   * Asks, and lets records be claimed again whose time has come.
   *
   * @param claims takes these records
   */
  int doWork(long nowNs, Collection<HeldRecord> claims) {
    if (waiting.isEmpty()) {
      return 0;
    }
    int work = 0;
    for (Iterator<TakeOver> all = waiting.iterator(); all.hasNext(); ) {
      TakeOver takeOver = all.next();
      work += takeOver.doWork(link.link());
      if (nowNs - takeOver.claimAgainNs >= 0) {
        all.remove();
        claims.add(takeOver.record);
        work++;
      }
    }
    return work;
  }

  /** Nobody is waited for any more. */
  void stop(Collection<HeldRecord> claims) {
    for (TakeOver takeOver : waiting) {
      claims.add(takeOver.record);
    }
    waiting.clear();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
