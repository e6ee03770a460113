package dev.keepstone.persistence.store;

import dev.keepstone.persistence.script.RowVerdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one ordered connection of a server for all writing: commands are executed in the order of
 * calls. Made for one calling thread; futures complete on the store's threads, in order.
 *
 * <p>A link never heals: once {@link #isOpen} is false, or an answer is overdue, it is closed and a
 * new one opened. Nothing is sent twice on the same link, except that a script unknown to the store
 * (NOSCRIPT: it was not executed) is sent again with its source.
 */
public interface StoreLink extends AutoCloseable {
  /**
   * The first command: makes this link the newest of its server, ends the lease of the run before,
   * creates or extends ours and compares what we hold.
   */
  CompletableFuture<ResumeReply> resume(List<Holding> holdings, long leaseMs);

  /**
   * Makes a record ours: epoch + 1, base = version, not released.
   *
   * @param newestSchemaVersion a record above it is refused as NEWER and stays untouched
   */
  CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion);

  /**
   * Writes rows of one shard, each judged alone.
   *
   * @param rows at most 64; the arrays in them must stay as they are until the future is done
   * @return a verdict for each row, in their order
   */
  CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows);

  /** Releases a claimed record without a write: OK, DONE, LOST, MISSING or CORRUPT. */
  CompletableFuture<RowVerdict> giveBack(String key, long epoch);

  /**
   * Extends our lease.
   *
   * @return false when it is gone: resume on a new link
   */
  CompletableFuture<Boolean> renew(long leaseMs);

  /** Ends our lease, at an orderly stop. */
  CompletableFuture<Boolean> retireLease();

  /** False from the moment the store saw the connection end. */
  boolean isOpen();

  /** Cuts the connection without waiting; unanswered commands fail as UNAVAILABLE. */
  @Override
  void close();
}
