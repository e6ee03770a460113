package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Follows the operations of one bot from sent to answered, each counted once: an answer that comes
 * a second time is none.
 */
final class OperationWatch {
  private static final long NEVER = Long.MIN_VALUE;

  private final OperationCounts counts;
  private final LongHashSet open = new LongHashSet();
  private final Long2LongHashMap savingNs = new Long2LongHashMap(NEVER);

  OperationWatch(OperationCounts counts) {
    this.counts = counts;
  }

  /** False for 0: it was not sent. */
  boolean onSent(long operation) {
    if (operation == 0) {
      return false;
    }
    open.add(operation);
    counts.onSent();
    return true;
  }

  void onSaving(long operation, long nowNs) {
    savingNs.put(operation, nowNs);
  }

  void onSaved(long operation, long nowNs) {
    long begunNs = savingNs.remove(operation);
    if (open.remove(operation)) {
      counts.onSaved(begunNs == NEVER ? -1 : nowNs - begunNs);
    }
  }

  void onRefused(long operation, RefusalReason reason) {
    savingNs.remove(operation);
    if (open.remove(operation)) {
      counts.onRefused(reason);
    }
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  void onTradeDone() {
    counts.onTradeDone();
  }

  void onComeback() {
    counts.onComeback();
  }
}
