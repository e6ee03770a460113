package dev.keepstone.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * One row of a save or a commit.
 *
 * @param expectedHeader the stored header that this row's version may directly follow, or null when
 *     that isn't known for sure: then the store judges field by field
 * @param record header and body; its header carries owner, epoch, base, version and released
 * @param totals for the leaderboards, written only with an accepted row; null when unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each row would cost more
public record RowWrite(
    String key, byte @Nullable [] expectedHeader, byte[] record, @Nullable BoardTotals totals) {
  /** A row that changes no leaderboard. */
  public RowWrite(String key, byte @Nullable [] expectedHeader, byte[] record) {
    this(key, expectedHeader, record, null);
  }
}
