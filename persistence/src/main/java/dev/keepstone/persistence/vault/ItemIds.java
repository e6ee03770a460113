package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.Store;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of ids for items and ground entries. The store counts up and never back, so a block whose
 * answer is lost is only a gap, and asking again is always right.
 */
final class ItemIds {
  /** Blocks that may be asked for at a time; the world asks for the next before it needs it. */
  static final int MAX_WAITING = 16;

  /** Keeps one request of a mad world from using up ids that are exact in Lua. */
  static final int MAX_BLOCK = 1 << 20;

  private static final long RETRY_AFTER_NS = 250_000_000L;

  private final Store store;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final long timeoutNs;
  private final ArrayDeque<Integer> wanted = new ArrayDeque<>();
  private @Nullable CompletableFuture<Long> reserving;
  private long askedNs;
  private long askAgainNs;
  private boolean isWaiting;

  ItemIds(VaultConfig config, Store store, WorldPublisher world, VaultCounters counters) {
    this.store = store;
    this.world = world;
    this.counters = counters;
    timeoutNs = config.commandTimeoutMs() * 1_000_000;
  }

  /** The world wants a block. */
  void onReserveIds(long count) {
    if (count < 1 || count > MAX_BLOCK || wanted.size() >= MAX_WAITING) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      return;
    }
    wanted.addLast((int) count);
  }

  /** One step; returns work done. */
  int doWork(long nowNs) {
    Integer count = wanted.peekFirst();
    if (count == null) {
      return 0;
    }
    if (reserving == null) {
      if (isWaiting && nowNs - askAgainNs < 0) {
        return 0;
      }
      isWaiting = false;
      askedNs = nowNs;
      reserving = store.reserve(Keys.ITEM_IDS, count);
      return 1;
    }
    if (!reserving.isDone() && nowNs - askedNs < timeoutNs) {
      return 0;
    }
    boolean isReserved = reserving.isDone() && !reserving.isCompletedExceptionally();
    long first = isReserved ? reserving.join() - count + 1 : 0;
    reserving = null;
    if (first < 1) {
      counters.increment(VaultCounter.IDS_RETRIES);
      isWaiting = true;
      askAgainNs = nowNs + RETRY_AFTER_NS;
      return 1;
    }
    wanted.removeFirst();
    counters.increment(VaultCounter.IDS_RESERVED);
    world.idsReserved(first, count);
    return 1;
  }
}
