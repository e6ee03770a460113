package dev.keepstone.persistence.store;

import dev.keepstone.persistence.record.Incarnation;
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
  /** Release requests that may wait for one server. */
  int MAX_REQUESTS = 64;

  /** How long they wait: the asking player has been told long before. */
  long REQUEST_STAYS_MS = 10_000;

  /**
   * The first command: makes this link the newest of its server, ends the lease of the run before,
   * creates or extends ours and compares what we hold.
   */
  CompletableFuture<ResumeReply> resume(
      List<Holding> holdings, List<ZoneHolding> zones, long leaseMs);

  /**
   * Makes a record ours: epoch + 1, base = version, not released. A player is online from then on.
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

  /**
   * Writes rows, ground entries, shop counts and ledger lines of operations, each of them all or
   * nothing, in this order and with nothing in between: one call, one trip to the disk.
   *
   * @param commits the arrays in them must stay as they are until the future is done
   * @return an answer for each, in their order. A failed future says nothing about any of them,
   *     unless it is FENCED
   */
  CompletableFuture<List<CommitReply>> commitAll(List<CommitWrite> commits);

  /** One operation alone; a FAILED one fails the future as BROKEN. */
  default CompletableFuture<CommitReply> commit(CommitWrite commit) {
    return commitAll(List.of(commit))
        .thenApply(
            replies -> {
              CommitReply reply = replies.get(0);
              if (reply.outcome() == CommitReply.Outcome.FAILED) {
                throw new StoreException(StoreException.Reason.BROKEN, reply.why());
              }
              return reply;
            });
  }

  /** Makes a zone ours, created when it is new, and returns all that lies there. */
  CompletableFuture<ZoneReply> claimZone(int zone);

  /** Releases a zone: OK, DONE, LOST, MISSING or CORRUPT. */
  CompletableFuture<RowVerdict> releaseZone(int zone, long epoch);

  /**
   * Asks another server to let go of a player. It looks for such requests with every renewal of its
   * lease; a request that nobody has read within {@link #REQUEST_STAYS_MS} is gone.
   *
   * @param owner as it stands in the record
   * @return false when {@link #MAX_REQUESTS} wait for that server already
   */
  CompletableFuture<Boolean> askRelease(Incarnation owner, long playerId);

  /** Takes the requests that others have left for us: player ids, oldest first, each once. */
  CompletableFuture<List<Long>> takeReleaseRequests();

  /**
   * Takes numbers from the counter of item ids. It carries no link fence: a late one leaves a gap.
   *
   * @param count 0 takes none, and tells that this connection still leads to the store that
   *     answered it before: no connection survives a store's restart
   * @return the highest of them; the block is {@code highest - count + 1} to {@code highest}
   */
  CompletableFuture<Long> reserveIds(int count);

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
