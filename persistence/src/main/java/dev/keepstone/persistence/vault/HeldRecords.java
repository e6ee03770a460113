package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.LossReason;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadOutcome;
import dev.keepstone.persistence.validation.LoadReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every record that this server has, wants or is giving back, and what becomes of it: messages of
 * the world and verdicts of the store come in, the queues of what is to be sent and messages to the
 * world go out. One record a player; its states are {@link HeldRecord.State}.
 *
 * <p>Promises to the world: a Claim is answered by exactly one Loaded or ClaimRefused; a PlayerRow
 * of a held record by exactly one Durable or Lost. After Lost, a release or a refusal the vault
 * knows nothing of that player any more.
 *
 * <p>Promises to the store: a version that may have been sent keeps its bytes until its verdict; at
 * most one write of a record is unsettled; a record that is ours but that nobody plays is given
 * back, so that no player stays locked out.
 */
final class HeldRecords implements WorldAdapter.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRecords.class);

  private final VaultConfig config;
  private final Incarnation incarnation;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final EpochClock epochClock;
  private final ErrorHandler errorHandler;
  private final LoadCheck loadCheck;
  private final Quarantine quarantine;
  private final Long2ObjectHashMap<HeldRecord> records = new Long2ObjectHashMap<>();
  private final ArrayDeque<HeldRecord> claims = new ArrayDeque<>();
  private final ArrayDeque<HeldRecord> giveBacks = new ArrayDeque<>();
  private final RowQueue rows = new RowQueue();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private final RecordHeader header = new RecordHeader();
  private List<HeldRecord> compared = List.of();
  private boolean isLinkReady;
  private long nowNs;

  HeldRecords(
      VaultConfig config,
      Incarnation incarnation,
      WorldPublisher world,
      VaultCounters counters,
      EpochClock epochClock,
      ErrorHandler errorHandler,
      LoadCheck loadCheck,
      Quarantine quarantine) {
    this.config = config;
    this.incarnation = incarnation;
    this.world = world;
    this.counters = counters;
    this.epochClock = epochClock;
    this.errorHandler = errorHandler;
    this.loadCheck = loadCheck;
    this.quarantine = quarantine;
  }

  /** The time of this cycle, for everything in it. */
  void startCycle(long nowNs) {
    this.nowNs = nowNs;
  }

  // From the world.

  @Override
  public void onClaim(long session, long playerId) {
    counters.increment(VaultCounter.CLAIMS);
    if (playerId <= 0) {
      refuse(session, playerId, RefusalReason.CHARACTER_MISSING);
    } else if (!isLinkReady) {
      refuse(session, playerId, RefusalReason.STORE_UNAVAILABLE);
    } else {
      HeldRecord record = records.get(playerId);
      if (record == null) {
        claim(session, playerId);
      } else {
        claimAgain(record, session);
      }
    }
  }

  private void claim(long session, long playerId) {
    if (claims.size() >= config.claimsWaiting()) {
      refuse(session, playerId, RefusalReason.BUSY);
      return;
    }
    HeldRecord record = new HeldRecord(playerId, session, patienceEndsNs());
    records.put(playerId, record);
    claims.addLast(record);
  }

  /** The record is still on its way out or back in: this session waits for that. */
  private void claimAgain(HeldRecord record, long session) {
    if (record.state == HeldRecord.State.CLAIMING && record.session == 0) {
      record.session = session;
      record.patienceEndsNs = patienceEndsNs();
    } else if (record.isReleasing() && record.nextSession == 0) {
      record.nextSession = session;
    } else {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      refuse(session, record.playerId, RefusalReason.ALREADY_PLAYING);
    }
  }

  @Override
  public void onPlayerRow(PlayerRowDecoder row) {
    counters.increment(VaultCounter.ROWS);
    long playerId = row.playerId();
    HeldRecord record = records.get(playerId);
    if (record == null || record.state != HeldRecord.State.HELD) {
      // The world has been told, or is about to read, that this player is lost.
      counters.increment(VaultCounter.ROWS_UNCLAIMED);
      return;
    }
    if (record.row != null) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      return;
    }
    try {
      freeze(record, row);
      rows.add(record);
    } catch (RuntimeException e) {
      // A row that can't be written costs this player the session, nobody else anything.
      onFault(record, e);
    }
  }

  /** Encodes the row: from here on, this version means these bytes. */
  private void freeze(HeldRecord record, PlayerRowDecoder row) {
    long nowMs = epochClock.time();
    player.playerId = record.playerId;
    player.updatedAtMs = nowMs;
    player.lastSeenMs = nowMs;
    player.name = record.name;
    int stateAt = row.limit() + PlayerRowDecoder.stateHeaderLength();
    if (!stateCodec.decode(row.buffer(), stateAt, row.stateLength(), player.state)
        || !Float.isFinite(player.state.x)
        || !Float.isFinite(player.state.y)) {
      throw new IllegalArgumentException(
          "a row that could never be loaded again: key=" + record.key + " x=" + player.state.x);
    }
    record.rowVersion = row.version();
    record.rowReleases = row.release() != 0;
    record.row =
        codec.encode(player, record.confirmed.withVersion(record.rowVersion, record.rowReleases));
  }

  @Override
  public void onGiveBack(long playerId) {
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

  // To the store: what waits to be sent.

  /** The next claim to send, or null. */
  @Nullable HeldRecord takeClaim() {
    return claims.pollFirst();
  }

  /** The next record to release without a write, or null. */
  @Nullable HeldRecord takeGiveBack() {
    return giveBacks.pollFirst();
  }

  /** The next chunk of rows to send; empty when none waits. */
  List<HeldRecord> takeRows() {
    return rows.take(config.chunkRows());
  }

  int rowsWaiting() {
    return rows.size();
  }

  int size() {
    return records.size();
  }

  /** Nothing waits to be sent. */
  boolean isDrained() {
    return claims.isEmpty() && giveBacks.isEmpty() && rows.size() == 0;
  }

  // From the store: answers.

  /**
   * The answer to a claim.
   *
   * @return false when our lease is gone: the claim is asked again after a resume
   */
  boolean onClaimReply(HeldRecord record, ClaimReply reply) {
    RefusalReason reason =
        switch (reply.outcome()) {
          case OK -> null;
          case NO_LEASE -> RefusalReason.STORE_UNAVAILABLE;
          case MISSING -> RefusalReason.CHARACTER_MISSING;
          case OWNED -> RefusalReason.OWNED_ELSEWHERE;
          case CORRUPT, TOO_LARGE -> RefusalReason.DATA_CORRUPTED;
          case NEWER -> RefusalReason.NEWER_RECORD;
        };
    if (reply.outcome() == ClaimOutcome.NO_LEASE) {
      return false;
    }
    if (reason == null) {
      claimed(record, reply.record());
    } else {
      refuseClaim(record, reason);
      forget(record);
    }
    return true;
  }

  private void claimed(HeldRecord record, byte[] stored) {
    LoadOutcome outcome = loadCheck.judge(stored, record.playerId, player);
    header.wrap(stored);
    if (!header.isHeaderIntact()) {
      // The script saw it intact a moment ago; what it is now, only the script can say.
      refuseClaim(record, RefusalReason.DATA_CORRUPTED);
      forget(record);
      return;
    }
    record.confirmed = header.fence();
    countLoad(outcome);
    if (outcome == LoadOutcome.QUARANTINE || outcome == LoadOutcome.REJECT) {
      refuseBadRecord(record, stored, outcome);
      giveBack(record);
    } else if (record.session == 0) {
      giveBack(record);
    } else {
      record.state = HeldRecord.State.HELD;
      record.name = player.name;
      record.confirmedHeader = Arrays.copyOf(stored, RecordDescriptor.HEADER_LENGTH);
      counters.increment(VaultCounter.CLAIMS_LOADED);
      if (outcome == LoadOutcome.CLAMP) {
        LOG.warn(
            "a player's record was put right: key={} reasons={}", record.key, loadCheck.reasons());
      }
      world.loaded(
          record.session, record.confirmed.version(), outcome == LoadOutcome.CLAMP, player);
      record.session = 0;
    }
  }

  private void countLoad(LoadOutcome outcome) {
    counters.increment(
        switch (outcome) {
          case OK -> VaultCounter.LOADS_OK;
          case CLAMP -> VaultCounter.LOADS_CLAMPED;
          case QUARANTINE -> VaultCounter.LOADS_QUARANTINED;
          case REJECT -> VaultCounter.LOADS_REJECTED;
        });
  }

  /** The record stays as it is; of a quarantined one an operator gets a copy to look at. */
  private void refuseBadRecord(HeldRecord record, byte[] stored, LoadOutcome outcome) {
    Set<LoadReason> reasons = loadCheck.reasons();
    LOG.error(
        "a player's record can't be played and is left as it is: key={} outcome={} reasons={}",
        record.key,
        outcome,
        reasons);
    if (outcome == LoadOutcome.QUARANTINE) {
      quarantine.keep(record.playerId, new Quarantined(reasons.toString(), stored));
      refuseClaim(record, RefusalReason.QUARANTINED);
    } else if (reasons.contains(LoadReason.NEWER)) {
      refuseClaim(record, RefusalReason.NEWER_RECORD);
    } else {
      refuseClaim(record, RefusalReason.DATA_CORRUPTED);
    }
  }

  /** The store can't even judge this claim. */
  void onClaimFailed(HeldRecord record) {
    refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    forget(record);
  }

  /** The verdict on a row that was sent. */
  void onRowVerdict(HeldRecord record, RowVerdict verdict) {
    byte[] row = record.row;
    if (record.state != HeldRecord.State.HELD || row == null) {
      // Given up since it was sent, on the word of a resume.
      return;
    }
    record.row = null;
    if (verdict.isConfirmed()) {
      if (verdict == RowVerdict.DONE) {
        counters.increment(VaultCounter.VERDICTS_DONE);
      }
      confirmed(record, row);
      return;
    }
    LOG.warn(
        "the store refused a row: key={} version={} verdict={}",
        record.key,
        record.rowVersion,
        verdict);
    switch (verdict) {
      case LOST -> refused(record, VaultCounter.VERDICTS_LOST, LossReason.OWNER_CHANGED, false);
      case STALE -> refused(record, VaultCounter.VERDICTS_STALE, LossReason.REFUSED, true);
      case GAP -> refused(record, VaultCounter.VERDICTS_GAP, LossReason.STORE_WENT_BACK, true);
      case MISSING ->
          refused(record, VaultCounter.VERDICTS_MISSING, LossReason.STORE_WENT_BACK, false);
      case CORRUPT -> refused(record, VaultCounter.VERDICTS_CORRUPT, LossReason.REFUSED, false);
      case OK, DONE -> throw new IllegalStateException("confirmed, so not refused");
    }
  }

  private void confirmed(HeldRecord record, byte[] row) {
    counters.increment(VaultCounter.ROWS_DURABLE);
    record.confirmed = record.confirmed.withVersion(record.rowVersion, record.rowReleases);
    record.confirmedHeader = Arrays.copyOf(row, RecordDescriptor.HEADER_LENGTH);
    world.durable(record.playerId, record.rowVersion, record.rowReleases);
    if (record.rowReleases) {
      counters.increment(VaultCounter.ROWS_RELEASED);
      forget(record);
    }
  }

  private void refused(
      HeldRecord record, VaultCounter counter, LossReason reason, boolean isStillOurs) {
    counters.increment(counter);
    if (reason == LossReason.STORE_WENT_BACK) {
      counters.increment(VaultCounter.STORE_WENT_BACK);
    }
    lose(record, reason);
    if (isStillOurs) {
      giveBack(record);
    } else {
      forget(record);
    }
  }

  /** The store can't even judge this row. */
  void onRowFailed(HeldRecord record) {
    if (record.state == HeldRecord.State.HELD && record.row != null) {
      record.row = null;
      lose(record, LossReason.REFUSED);
      giveBack(record);
    }
  }

  /** A bug while an answer about this record was settled: its player loses the session. */
  void onFault(HeldRecord record, RuntimeException fault) {
    counters.increment(VaultCounter.FAULTS);
    errorHandler.onError(fault);
    if (record.state == HeldRecord.State.HELD) {
      record.row = null;
      lose(record, LossReason.REFUSED);
      giveBack(record);
    }
  }

  /** The record is not ours any more, in whatever way that came about. */
  void onGivenBack(HeldRecord record) {
    counters.increment(VaultCounter.GIVE_BACKS);
    forget(record);
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
    isLinkReady = true;
    for (Difference difference : differing) {
      HeldRecord record = compared.get(difference.index());
      if (record.isOwned()) {
        onDifference(record, difference.storedHeader());
      }
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
    record.row = null;
    lose(record, reason);
    if (isStillOurs) {
      giveBack(record);
    } else {
      forget(record);
    }
  }

  /** Claims that were never sent are refused at once; those in flight stay unknown. */
  void onLinkDown() {
    isLinkReady = false;
    for (HeldRecord record = claims.pollFirst(); record != null; record = claims.pollFirst()) {
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
      forget(record);
    }
    for (HeldRecord record : records.values()) {
      if (record.nextSession != 0) {
        refuse(record.nextSession, record.playerId, RefusalReason.STORE_UNAVAILABLE);
        record.nextSession = 0;
      }
    }
  }

  /** A later start of this server owns everything: all who play here or wait to go. */
  void onSuperseded() {
    claims.clear();
    giveBacks.clear();
    for (HeldRecord record : List.copyOf(records.values())) {
      if (record.state == HeldRecord.State.HELD) {
        lose(record, LossReason.OWNER_CHANGED);
      }
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
      record.nextSession = 0;
      forget(record);
    }
    rows.clear();
  }

  /** Ends the patience of a claim in flight: its session is refused, its execution undone later. */
  void refuseWhenImpatient(HeldRecord record) {
    if (record.session != 0 && nowNs - record.patienceEndsNs >= 0) {
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    }
  }

  // Steps shared by the above.

  private void giveBack(HeldRecord record) {
    record.state = HeldRecord.State.GIVING_BACK;
    giveBacks.addLast(record);
  }

  /** Ends the record here; who waited for it to come back gets a claim of their own. */
  private void forget(HeldRecord record) {
    record.state = HeldRecord.State.GONE;
    records.remove(record.playerId);
    if (record.nextSession != 0) {
      claim(record.nextSession, record.playerId);
    }
  }

  private void lose(HeldRecord record, LossReason reason) {
    counters.increment(VaultCounter.ROWS_LOST);
    world.lost(record.playerId, reason);
  }

  private void refuseClaim(HeldRecord record, RefusalReason reason) {
    if (record.session != 0) {
      refuse(record.session, record.playerId, reason);
      record.session = 0;
    }
  }

  private void refuse(long session, long playerId, RefusalReason reason) {
    counters.increment(VaultCounter.CLAIMS_REFUSED);
    switch (reason) {
      case OWNED_ELSEWHERE -> counters.increment(VaultCounter.REFUSED_OWNED);
      case CHARACTER_MISSING -> counters.increment(VaultCounter.REFUSED_MISSING);
      case DATA_CORRUPTED -> counters.increment(VaultCounter.REFUSED_DAMAGED);
      case NEWER_RECORD -> counters.increment(VaultCounter.REFUSED_NEWER);
      case QUARANTINED -> counters.increment(VaultCounter.REFUSED_QUARANTINED);
      case STORE_UNAVAILABLE -> counters.increment(VaultCounter.REFUSED_UNAVAILABLE);
      case BUSY -> counters.increment(VaultCounter.REFUSED_BUSY);
      default -> {
        // Already playing: counted as the world's error where it is found.
      }
    }
    world.claimRefused(session, playerId, reason);
  }

  private long patienceEndsNs() {
    return nowNs + config.claimPatienceMs() * 1_000_000;
  }

  /** Where copies of records go that an operator must look at. Must not block. */
  interface Quarantine {
    void keep(long playerId, Quarantined copy);
  }
}
