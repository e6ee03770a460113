package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.LossReason;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every record that this server has, wants or is giving back, and how they leave: given back, lost,
 * or found to be otherwise by a resume. One record a player; its states are {@link
 * HeldRecord.State}. How they come is {@link Claims}', what is written to them {@link Rows}' and
 * {@link Commits}'.
 *
 * <p>Promises to the world: a Claim is answered by exactly one Loaded or ClaimRefused; a PlayerRow
 * of a held record by exactly one Durable or Lost, a Commit by exactly one CommitSettled. After
 * Lost, a release, a refused commit or a refused claim the vault knows nothing of that player any
 * more.
 *
 * <p>Promises to the store: a version that may have been sent keeps its bytes until its verdict; at
 * most one write of a record is unsettled; a record that is ours but that nobody plays is given
 * back, so that no player stays locked out.
 */
final class HeldRecords implements CommandSource {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRecords.class);

  private final Incarnation incarnation;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final ErrorHandler errorHandler;
  private final Departure departure;
  private final Long2ObjectHashMap<HeldRecord> records = new Long2ObjectHashMap<>();
  private final ArrayDeque<HeldRecord> giveBacks = new ArrayDeque<>();
  private final Pipe giveBacksInFlight;
  private final RecordHeader header = new RecordHeader();
  private List<HeldRecord> compared = List.of();

  /**
   * None held yet.
   *
   * @param departure hears of each record that the vault has forgotten
   */
  HeldRecords(
      VaultConfig config,
      Incarnation incarnation,
      WorldPublisher world,
      VaultCounters counters,
      ErrorHandler errorHandler,
      Departure departure) {
    this.incarnation = incarnation;
    this.world = world;
    this.counters = counters;
    this.errorHandler = errorHandler;
    this.departure = departure;
    giveBacksInFlight = new Pipe(config.claimsInFlight());
  }

  @Nullable HeldRecord get(long playerId) {
    return records.get(playerId);
  }

  void add(HeldRecord record) {
    records.put(record.playerId, record);
  }

  /** A copy: records may go while it is walked. */
  List<HeldRecord> all() {
    return List.copyOf(records.values());
  }

  int size() {
    return records.size();
  }

  // Leaving.

  /** The world never let this player in: the record is released without a write. */
  void onGiveBack(long playerId) {
    HeldRecord record = records.get(playerId);
    if (record == null || record.state != HeldRecord.State.HELD) {
      // A Lost is on its way to the world and has crossed this.
      counters.increment(VaultCounter.ROWS_UNCLAIMED);
      return;
    }
    if (record.row != null) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      return;
    }
    giveBack(record);
  }

  /** It is ours and nobody plays it. */
  void giveBack(HeldRecord record) {
    record.state = HeldRecord.State.GIVING_BACK;
    record.row = null;
    giveBacks.addLast(record);
  }

  @Override
  public @Nullable Command<?> nextCommand() {
    if (!giveBacksInFlight.hasRoom()) {
      return null;
    }
    HeldRecord record = giveBacks.pollFirst();
    if (record == null) {
      return null;
    }
    giveBacksInFlight.enter();
    return new GiveBackCommand(this, record, giveBacksInFlight::leave);
  }

  boolean isDrained() {
    return giveBacks.isEmpty();
  }

  /** The record is not ours any more, in whatever way that came about. */
  void onGivenBack(HeldRecord record) {
    counters.increment(VaultCounter.GIVE_BACKS);
    forget(record);
  }

  /** Ends the record here. */
  void forget(HeldRecord record) {
    record.state = HeldRecord.State.GONE;
    record.row = null;
    records.remove(record.playerId);
    departure.onForgotten(record);
  }

  // Losing.

  /** The store did not take a write of a held record: its player is lost. */
  void lose(HeldRecord record, RowVerdict verdict) {
    world.lost(record.playerId, reason(verdict));
    giveUp(record, verdict);
  }

  /** As {@link #lose}, where the world learns it by other words. */
  void giveUp(HeldRecord record, RowVerdict verdict) {
    LOG.warn(
        "the store refused a row: key={} version={} verdict={}",
        record.key,
        record.rowVersion(),
        verdict);
    counters.increment(VaultCounter.ROWS_LOST);
    if (reason(verdict) == LossReason.STORE_WENT_BACK) {
      counters.increment(VaultCounter.STORE_WENT_BACK);
    }
    switch (verdict) {
      case LOST -> counters.increment(VaultCounter.VERDICTS_LOST);
      case STALE -> counters.increment(VaultCounter.VERDICTS_STALE);
      case GAP -> counters.increment(VaultCounter.VERDICTS_GAP);
      case MISSING -> counters.increment(VaultCounter.VERDICTS_MISSING);
      case CORRUPT -> counters.increment(VaultCounter.VERDICTS_CORRUPT);
      case OK, DONE -> {
        // Of a refused commit: this row was not the reason.
      }
    }
    switch (verdict) {
      case OK, DONE, STALE, GAP -> giveBack(record);
      case LOST, MISSING, CORRUPT -> forget(record);
    }
  }

  private static LossReason reason(RowVerdict verdict) {
    return switch (verdict) {
      case LOST -> LossReason.OWNER_CHANGED;
      case GAP, MISSING -> LossReason.STORE_WENT_BACK;
      case STALE, CORRUPT, OK, DONE -> LossReason.REFUSED;
    };
  }

  /** The store can't even judge a write of it. */
  void loseUnjudged(HeldRecord record) {
    world.lost(record.playerId, LossReason.REFUSED);
    giveUpUnjudged(record);
  }

  /** As {@link #loseUnjudged}, where the world learns it by other words. */
  void giveUpUnjudged(HeldRecord record) {
    counters.increment(VaultCounter.ROWS_LOST);
    giveBack(record);
  }

  /** A bug while an answer about this record was settled: its player loses the session. */
  void onFault(HeldRecord record, RuntimeException fault) {
    onFault(fault);
    if (record.state == HeldRecord.State.HELD) {
      loseUnjudged(record);
    }
  }

  /** A bug whose price is paid by whoever caught it. */
  void onFault(RuntimeException fault) {
    counters.increment(VaultCounter.FAULTS);
    errorHandler.onError(fault);
  }

  // The link.

  /** What a resume must compare. */
  List<Holding> holdings() {
    compared = new ArrayList<>();
    List<Holding> holdings = new ArrayList<>();
    for (HeldRecord record : records.values()) {
      if (record.isOwned()) {
        compared.add(record);
        holdings.add(new Holding(record.key, record.confirmed.epoch(), record.confirmed.version()));
      }
    }
    return holdings;
  }

  /** What a resume found to be otherwise than we hold it. */
  void onResumed(List<Difference> differing) {
    for (Difference difference : differing) {
      onDifference(compared.get(difference.index()), difference.storedHeader());
    }
    compared = List.of();
  }

  private void onDifference(HeldRecord record, byte[] storedHeader) {
    if (!header.wrap(storedHeader).isHeaderIntact()) {
      loseHeld(record, LossReason.STORE_WENT_BACK, storedHeader.length > 0, false);
      return;
    }
    Fence stored = header.fence();
    boolean sameClaim =
        stored.owner().equals(incarnation) && stored.epoch() == record.confirmed.epoch();
    if (!sameClaim) {
      // An older epoch means that the store lost our claim, a newer one that somebody took over.
      boolean wentBack = stored.epoch() < record.confirmed.epoch();
      loseHeld(
          record, wentBack ? LossReason.STORE_WENT_BACK : LossReason.OWNER_CHANGED, false, false);
    } else if (stored.version() < record.confirmed.version()) {
      loseHeld(record, LossReason.STORE_WENT_BACK, false, true);
    } else if (!record.isReleasing()) {
      loseHeld(record, LossReason.OWNER_CHANGED, false, false);
    }
    // Else it is our own release that was executed: sent again, it will answer DONE.
  }

  private void loseHeld(
      HeldRecord record, LossReason reason, boolean isDamaged, boolean isStillOurs) {
    LOG.warn(
        "a record is not as we held it: key={} reason={} damaged={}",
        record.key,
        reason,
        isDamaged);
    if (reason == LossReason.STORE_WENT_BACK) {
      counters.increment(VaultCounter.STORE_WENT_BACK);
    }
    if (record.state == HeldRecord.State.GIVING_BACK) {
      // Nobody plays it; the give-back that is still to be settled ends it.
      return;
    }
    counters.increment(VaultCounter.ROWS_LOST);
    world.lost(record.playerId, reason);
    if (isStillOurs) {
      giveBack(record);
    } else {
      forget(record);
    }
  }

  /** A later start of this server owns everything: all who play here or wait to go. */
  void onSuperseded() {
    giveBacks.clear();
    for (HeldRecord record : all()) {
      if (record.state == HeldRecord.State.HELD) {
        counters.increment(VaultCounter.ROWS_LOST);
        world.lost(record.playerId, LossReason.OWNER_CHANGED);
      }
      forget(record);
    }
  }

  /** Hears of records that the vault knows no more. */
  interface Departure {
    void onForgotten(HeldRecord record);
  }
}
