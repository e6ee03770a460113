package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.StoreLink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks for players whom other servers ask for, and tells the world. An answer that is lost with
 * its link is not asked for again: the asking player is told soon, and asks once more.
 */
final class ReleaseRequests {
  /** The protocol's: the asker waits at most 3 s, in which the player must also be saved. */
  private static final long POLL_EVERY_NS = 500_000_000L;

  private final HeldRecords records;
  private final Claims claims;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private @Nullable CompletableFuture<List<Long>> polling;
  private long nextPollNs;

  ReleaseRequests(
      HeldRecords records,
      Claims claims,
      WorldPublisher world,
      VaultCounters counters,
      long nowNs) {
    this.records = records;
    this.claims = claims;
    this.world = world;
    this.counters = counters;
    nextPollNs = nowNs;
  }

  /** One step; returns work done. */
  int doWork(StoreLink link, long nowNs) {
    if (polling == null) {
      if (nowNs - nextPollNs < 0) {
        return 0;
      }
      nextPollNs = nowNs + POLL_EVERY_NS;
      polling = link.takeReleaseRequests();
      return 1;
    }
    if (!polling.isDone()) {
      return 0;
    }
    // Why it failed, if it did, the link finds out by itself.
    List<Long> asked = polling.isCompletedExceptionally() ? List.of() : polling.join();
    polling = null;
    for (long playerId : asked) {
      onAsked(playerId);
    }
    return 1;
  }

  private void onAsked(long playerId) {
    counters.increment(VaultCounter.RELEASES_ASKED);
    HeldRecord record = records.get(playerId);
    if (record == null) {
      if (playerId > 0) {
        counters.increment(VaultCounter.RELEASES_UNKNOWN);
        claims.claimToGiveBack(playerId);
      }
    } else if (record.state == HeldRecord.State.HELD && !record.isReleasing()) {
      world.releaseAsked(playerId);
    }
    // Else it is on its way out, or a newer session waits for it here.
  }

  void onLinkDown() {
    polling = null;
  }
}
