package dev.keepstone.persistence.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tier-1 operation: all of it is written, or nothing.
 *
 * @param commitId the sender's own number, for the ledger
 * @param operation the initiator's number; 0 for zone events
 * @param initiator player id; 0 for zone events
 * @param kind code of an {@code OperationKind}
 * @param rows of any shards, none twice
 * @param ledgerLines as {@code LedgerLines} writes them; empty: nothing goes into the ledger
 * @param zone null when neither ground nor shop is touched
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record CommitWrite(
    long commitId,
    long operation,
    long initiator,
    int kind,
    List<RowWrite> rows,
    byte[] ledgerLines,
    @Nullable ZonePart zone) {
  /** A zone event has no rows: one answer couldn't settle both. */
  public CommitWrite {
    if (zone != null && zone.event() != 0 && !rows.isEmpty()) {
      throw new IllegalArgumentException(
          "a zone event carries no rows: event=" + zone.event() + " rows=" + rows.size());
    }
  }
}
