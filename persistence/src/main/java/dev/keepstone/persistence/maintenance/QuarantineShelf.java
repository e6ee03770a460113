package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadOutcome;
import dev.keepstone.persistence.validation.LoadReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The copies of records that were put aside when they were loaded. */
public final class QuarantineShelf {
  private final Store store;
  private final LoadCheck check;
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private final RecordHeader header = new RecordHeader();

  /**
   * @param check of the world that will load them
   */
  public QuarantineShelf(Store store, LoadCheck check) {
    this.store = store;
    this.check = check;
  }

  /**
   * One copy.
   *
   * @param name as in the copy; empty when it can't be read
   * @param reasons why it was put aside
   * @param expiresAtMs wall clock: when it will be forgotten
   * @param version of the record when it was copied; 0: can't be read
   * @param now what a login would find wrong with this copy today; empty: nothing
   */
  public record Copy(
      long playerId,
      String name,
      String reasons,
      long expiresAtMs,
      int sizeBytes,
      long version,
      Set<LoadReason> now) {}

  /** All copies, by player id. */
  public List<Copy> list() {
    List<Copy> copies = new ArrayList<>();
    for (Map.Entry<Long, Long> entry : Answers.await(store.quarantined()).entrySet()) {
      Copy copy = load(entry.getKey(), entry.getValue());
      if (copy != null) {
        copies.add(copy);
      }
    }
    return copies;
  }

  /** The copy of one player, null when there is none. */
  public @Nullable Copy find(long playerId) {
    Long expiresAtMs = Answers.await(store.quarantined()).get(playerId);
    return expiresAtMs == null ? null : load(playerId, expiresAtMs);
  }

  /** Returns null when it is gone since it was listed */
  private @Nullable Copy load(long playerId, long expiresAtMs) {
    Quarantined quarantined = Answers.await(store.loadQuarantined(playerId));
    if (quarantined == null) {
      return null;
    }
    byte[] raw = quarantined.raw();
    check.judge(raw, playerId, player);
    boolean isReadable = header.wrap(raw).isHeaderIntact();
    return new Copy(
        playerId,
        isReadable && !check.reasons().contains(LoadReason.DAMAGED) ? player.name : "",
        quarantined.reasons(),
        expiresAtMs,
        raw.length,
        isReadable ? header.version() : 0,
        Set.copyOf(check.reasons()));
  }

  /** What became of a restore. */
  public enum Restored {
    /** There is no copy of this player. */
    NO_COPY,
    /** A login would refuse the copy again: mend the content first. */
    STILL_REFUSED,
    /** A server has the record. */
    PLAYING,
    /**
     * The record itself can't be read any more, so nobody knows whether it was played since. Once
     * an operator has deleted it, the copy can take its place.
     */
    RECORD_DAMAGED,
    /**
     * The record has been written since it was copied. To put the copy back would undo what was
     * done since, and double what was given away.
     */
    PLAYED_SINCE,
    /** The record is as it was copied, and can be loaded now: nothing had to be written. */
    LOADABLE,
    /** The copy is the record again. */
    WRITTEN
  }

  /** Puts the copy back as the record, where that can do no harm, and forgets the copy. */
  public Restored restore(long playerId) {
    Quarantined copy = Answers.await(store.loadQuarantined(playerId));
    if (copy == null) {
      return Restored.NO_COPY;
    }
    if (!isLoadable(copy.raw(), playerId)) {
      return Restored.STILL_REFUSED;
    }
    Restored restored = writeBack(playerId, copy.raw());
    if (restored == Restored.WRITTEN || restored == Restored.LOADABLE) {
      Answers.await(store.endQuarantine(playerId));
    }
    return restored;
  }

  private boolean isLoadable(byte[] raw, long playerId) {
    LoadOutcome outcome = check.judge(raw, playerId, player);
    return outcome == LoadOutcome.OK || outcome == LoadOutcome.CLAMP;
  }

  private Restored writeBack(long playerId, byte[] raw) {
    try (RecordEditor editor = RecordEditor.open(store, Migrations.newestVersion())) {
      long copiedVersion = header.wrap(raw).version();
      boolean[] playedSince = {false};
      RecordEditor.Outcome outcome =
          editor.edit(
              playerId,
              (stored, fence) -> {
                playedSince[0] = header.wrap(stored).version() != copiedVersion;
                if (playedSince[0] || isLoadable(stored, playerId)) {
                  return null;
                }
                return isLoadable(raw, playerId) ? codec.encode(player, fence) : null;
              });
      return switch (outcome) {
        case WRITTEN -> Restored.WRITTEN;
        case PLAYING -> Restored.PLAYING;
        case UNCHANGED -> playedSince[0] ? Restored.PLAYED_SINCE : Restored.LOADABLE;
        case MISSING -> create(playerId, raw);
        case DAMAGED -> Restored.RECORD_DAMAGED;
        case NEWER -> Restored.PLAYED_SINCE;
      };
    }
  }

  /** The record is gone altogether: the copy takes its place as it is, released. */
  private Restored create(long playerId, byte[] raw) {
    byte[] free = raw.clone();
    header.wrap(free);
    header.rewriteFence(header.fence().givenBack());
    boolean written = Answers.await(store.compareAndSet(Keys.player(playerId), null, free));
    return written ? Restored.WRITTEN : Restored.PLAYED_SINCE;
  }
}
