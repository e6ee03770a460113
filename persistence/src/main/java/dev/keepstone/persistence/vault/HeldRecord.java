package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Shards;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.RowWrite;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the vault knows of one player's record, from its claim to its release. */
final class HeldRecord {
  /** What it awaits. */
  enum State {
    /** The claim's answer. */
    CLAIMING,
    /** Rows of the world; with a row unsettled, that row's verdict. */
    HELD,
    /** The give-back's verdict. */
    GIVING_BACK,
    /** Nothing: answers that still come for it are ignored. */
    GONE
  }

  final long playerId;
  final String key;
  final int shard;
  State state = State.CLAIMING;

  /** Who waits for the claim's answer. 0 while CLAIMING: nobody, so that it must be undone. */
  long session;

  /** Who wants it claimed again when it is back; 0: nobody. */
  long nextSession;

  /** Whether {@link #session} may have it taken from another server. */
  boolean takesOver;

  /** The same of {@link #nextSession}. */
  boolean nextTakesOver;

  /** While another server is asked to let go of it. */
  @Nullable TakeOver takeOver;

  /** When the claim's patience ends, on the monotonic clock. */
  long patienceEndsNs;

  /** The player's name, which rows don't carry. */
  String name = "";

  /** As the store has confirmed it last. */
  Fence confirmed = Fence.NEW;

  /**
   * The stored header that goes with {@link #confirmed}. One array for the record's life: it
   * changes with a verdict only, when nothing that names it is unsettled.
   */
  final byte[] confirmedHeader = new byte[RecordDescriptor.HEADER_LENGTH];

  /**
   * The one unsettled write, of a save or of a commit: frozen from here until its verdict. Null:
   * none.
   */
  byte @Nullable [] row;

  /** Of the row that was frozen last. */
  private Fence rowFence = Fence.NEW;

  /**
   * The array of the row that was confirmed last: nothing will send it any more, so the next row
   * may be frozen in it. A link that was cut may still be encoding it; what such a link says is
   * fenced, because a confirmation since then came by a newer one.
   */
  private byte @Nullable [] spent;

  private @Nullable RowWrite write;

  /** What the leaderboards get with the unsettled write; null: what they have. */
  @Nullable BoardTotals rowTotals;

  /** What the leaderboards have of this player; null: not known since the claim. */
  @Nullable BoardTotals confirmedTotals;

  HeldRecord(long playerId, long session, long patienceEndsNs) {
    this.playerId = playerId;
    this.session = session;
    this.patienceEndsNs = patienceEndsNs;
    key = Keys.player(playerId);
    shard = Shards.of(playerId);
  }

  /** Claimed now or about to be given back: a resume must compare it. */
  boolean isOwned() {
    return state == State.HELD || state == State.GIVING_BACK;
  }

  /** A release is under way that may have been executed already. */
  boolean isReleasing() {
    return state == State.GIVING_BACK || (row != null && rowReleases());
  }

  /** An array to freeze the next row in, where there is one. */
  byte @Nullable [] spent() {
    return spent;
  }

  /**
   * Makes it the unsettled write.
   *
   * @param bytes kept, and left as they are until the verdict
   */
  void freeze(byte[] bytes, Fence fence) {
    spent = null;
    row = bytes;
    rowFence = fence;
  }

  long rowVersion() {
    return rowFence.version();
  }

  boolean rowReleases() {
    return rowFence.released();
  }

  /** The unsettled write as it goes to the store, however often. */
  RowWrite write() {
    byte[] frozen = row;
    if (frozen == null) {
      throw new IllegalStateException("nothing to write: key=" + key);
    }
    // The store's fast path believes the sender, so a header is named only where it must fit.
    byte[] expected = rowVersion() == confirmed.version() + 1 ? confirmedHeader : null;
    RowWrite current = write;
    if (current == null
        || current.record() != frozen
        || current.expectedHeader() != expected
        || !Objects.equals(current.totals(), rowTotals)) {
      current = new RowWrite(key, expected, frozen, rowTotals);
      write = current;
    }
    return current;
  }

  /** The store has the unsettled write. */
  void confirm() {
    byte[] written = row;
    if (written == null) {
      throw new IllegalStateException("nothing to confirm: key=" + key);
    }
    row = null;
    confirmedTotals = rowTotals == null ? confirmedTotals : rowTotals;
    spent = written;
    confirmed = rowFence;
    keepHeader(written);
  }

  /** The store has this record as it is here. */
  void keepHeader(byte[] stored) {
    System.arraycopy(stored, 0, confirmedHeader, 0, RecordDescriptor.HEADER_LENGTH);
  }
}
