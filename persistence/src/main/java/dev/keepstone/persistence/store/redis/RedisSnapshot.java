package dev.keepstone.persistence.store.redis;

import dev.keepstone.persistence.store.StoreException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BGSAVE, awaited: what an orderly stop leaves beside the append-only file. Blocks its caller.
 */
public final class RedisSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSnapshot.class);
  private static final long POLL_MS = 50;

  private final RedisAdmin admin;
  private final long timeoutMs;

  public RedisSnapshot(RedisAdmin admin, long timeoutMs) {
    this.admin = admin;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Writes a snapshot of all that is there now.
   *
   * @return false, with a line in the log, when it failed or isn't done in time
   */
  public boolean write() {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      // One that runs already began before the last saves: it is waited for, then another begun.
      while (!answer(admin.beginSnapshot())) {
        pause(deadlineNs);
      }
      Map<String, String> state = answer(admin.persistence());
      while (!"0".equals(state.get("rdb_bgsave_in_progress"))) {
        pause(deadlineNs);
        state = answer(admin.persistence());
      }
      if ("ok".equals(state.get("rdb_last_bgsave_status"))) {
        return true;
      }
      LOG.warn("Redis could not write a snapshot: see its log; is its disk full?");
    } catch (StoreException e) {
      LOG.warn("no snapshot was written: reason={}", e.getMessage());
    }
    return false;
  }

  private static <T> T answer(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw StoreException.of(e);
    }
  }

  private void pause(long deadlineNs) {
    if (System.nanoTime() - deadlineNs >= 0) {
      throw new StoreException(
          StoreException.Reason.TIMEOUT, "it is not done in time: timeoutMs=" + timeoutMs);
    }
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted", e);
    }
  }
}
