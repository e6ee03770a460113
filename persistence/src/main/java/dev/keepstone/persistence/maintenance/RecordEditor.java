package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Changes records as a server would: claims one, writes its next version and releases it in the
 * same script. A record that somebody plays is left alone. Should this process die in between, the
 * record is free again when its lease has run out.
 *
 * <p>One runs at a time: a later one ends the link of an earlier one, which then fails.
 */
final class RecordEditor implements AutoCloseable {
  private static final String NAME = "maintenance";
  private static final long LEASE_MS = 60_000;
  private static final long RENEW_AFTER_NS = TimeUnit.SECONDS.toNanos(10);

  private final Store store;
  private final StoreLink link;
  private final int newestSchemaVersion;
  private long renewedAtNs;

  private RecordEditor(Store store, StoreLink link, int newestSchemaVersion) {
    this.store = store;
    this.link = link;
    this.newestSchemaVersion = newestSchemaVersion;
    renewedAtNs = System.nanoTime();
  }

  /**
   * Opens a link of a server of its own.
   *
   * @param newestSchemaVersion of the bodies that will be written
   */
  static RecordEditor open(Store store, int newestSchemaVersion) {
    long start = Answers.await(store.takeStartNumber(NAME));
    LinkIdentity identity = new LinkIdentity(NAME, start, Incarnation.random(), 1);
    StoreLink link = Answers.await(store.openLink(identity));
    ResumeReply reply = Answers.await(link.resume(List.of(), List.of(), LEASE_MS));
    if (reply.outcome() != ResumeReply.Outcome.RESUMED) {
      link.close();
      throw new StoreException(
          StoreException.Reason.FENCED, "another maintenance command has begun: let it end first");
    }
    return new RecordEditor(store, link, newestSchemaVersion);
  }

  /** Makes the next version of a record. */
  interface Edit {
    /**
     * Called once the record is claimed.
     *
     * @param stored as the claim found it
     * @param fence to be written with the record
     * @return header and body, or null: nothing is to be changed
     */
    byte @Nullable [] edit(byte[] stored, Fence fence);
  }

  /** What became of an edit. */
  enum Outcome {
    WRITTEN,
    /** The edit wanted no change. */
    UNCHANGED,
    /** A server has it. */
    PLAYING,
    MISSING,
    /** The header can't be read, or the record is too large: it is left as it is. */
    DAMAGED,
    NEWER
  }

  /**
   * Edits one record.
   *
   * @throws StoreException when the store can't be asked; whether it was written is unknown then,
   *     and asking again is safe where the edit is idempotent
   */
  Outcome edit(long playerId, Edit edit) {
    renewLease();
    String key = Keys.player(playerId);
    ClaimReply claim = Answers.await(link.claim(key, newestSchemaVersion));
    return switch (claim.outcome()) {
      case OK -> write(key, claim.record(), edit);
      case OWNED -> Outcome.PLAYING;
      case MISSING -> Outcome.MISSING;
      case NEWER -> Outcome.NEWER;
      case CORRUPT, TOO_LARGE -> Outcome.DAMAGED;
      case NO_LEASE -> throw leaseGone();
    };
  }

  private Outcome write(String key, byte[] stored, Edit edit) {
    Fence claimed = new RecordHeader().wrap(stored).fence();
    byte[] next = edit.edit(stored, claimed.withVersion(claimed.version() + 1, true));
    RowVerdict verdict =
        next == null
            ? Answers.await(link.giveBack(key, claimed.epoch()))
            : Answers.await(link.save(List.of(new RowWrite(key, null, next)))).get(0);
    if (!verdict.isConfirmed()) {
      throw new StoreException(
          StoreException.Reason.BROKEN,
          "the store refused a record that was claimed: key=" + key + " verdict=" + verdict);
    }
    return next == null ? Outcome.UNCHANGED : Outcome.WRITTEN;
  }

  /**
   * Asks the server that has a record, if one has it, to save and release it.
   *
   * @return whether some server has it, and was asked; it hears of that within its renewal
   */
  boolean askRelease(long playerId) {
    byte[] stored = Answers.await(store.load(Keys.player(playerId))).value();
    if (stored == null) {
      return false;
    }
    RecordHeader header = new RecordHeader().wrap(stored);
    return header.isHeaderIntact()
        && !header.released()
        && Answers.await(link.askRelease(header.fence().owner(), playerId));
  }

  private void renewLease() {
    long nowNs = System.nanoTime();
    if (nowNs - renewedAtNs < RENEW_AFTER_NS) {
      return;
    }
    if (!Answers.await(link.renew(LEASE_MS))) {
      throw leaseGone();
    }
    renewedAtNs = nowNs;
  }

  private static StoreException leaseGone() {
    return new StoreException(
        StoreException.Reason.FENCED,
        "the lease of this command has run out: the machine or the store stood still; start again");
  }

  @Override
  public void close() {
    try {
      Answers.await(link.retireLease());
    } catch (StoreException e) {
      // It runs out by itself, and no record is claimed.
    } finally {
      link.close();
    }
  }
}
