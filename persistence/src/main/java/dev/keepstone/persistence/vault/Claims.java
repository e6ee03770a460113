package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadOutcome;
import dev.keepstone.persistence.validation.LoadReason;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How records come: from a session's Claim to Loaded or ClaimRefused. A claim whose session has
 * lost patience is undone when it succeeds after all.
 */
final class Claims implements CommandSource {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final VaultConfig config;
  private final HeldRecords records;
  private final TakeOvers takeOvers;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final LoadCheck loadCheck;
  private final Quarantine quarantine;
  private final ArrayDeque<HeldRecord> waiting = new ArrayDeque<>();
  private final Pipe inFlight;
  private final PlayerRecord player = new PlayerRecord();
  private final RecordHeader header = new RecordHeader();
  private boolean isLinkReady;
  private long nowNs;

  Claims(
      VaultConfig config,
      HeldRecords records,
      TakeOvers takeOvers,
      WorldPublisher world,
      VaultCounters counters,
      LoadCheck loadCheck,
      Quarantine quarantine) {
    this.config = config;
    this.records = records;
    this.takeOvers = takeOvers;
    this.world = world;
    this.counters = counters;
    this.loadCheck = loadCheck;
    this.quarantine = quarantine;
    inFlight = new Pipe(config.claimsInFlight());
  }

  /** The time of this cycle, for everything in it. */
  void startCycle(long nowNs) {
    this.nowNs = nowNs;
  }

  // From the world.

  void onClaim(long session, long playerId, boolean takesOver) {
    counters.increment(VaultCounter.CLAIMS);
    if (playerId <= 0) {
      refuse(session, playerId, RefusalReason.CHARACTER_MISSING);
    } else if (!isLinkReady) {
      refuse(session, playerId, RefusalReason.STORE_UNAVAILABLE);
    } else {
      HeldRecord record = records.get(playerId);
      if (record == null) {
        claim(session, playerId, takesOver);
      } else {
        claimAgain(record, session, takesOver);
      }
    }
  }

  private void claim(long session, long playerId, boolean takesOver) {
    if (waiting.size() >= config.claimsWaiting()) {
      refuse(session, playerId, RefusalReason.BUSY);
      return;
    }
    HeldRecord record = new HeldRecord(playerId, session, patienceEndsNs());
    record.takesOver = takesOver;
    records.add(record);
    waiting.addLast(record);
  }

  /** The record is still on its way out or back in: this session waits for that. */
  private void claimAgain(HeldRecord record, long session, boolean takesOver) {
    if (record.state == HeldRecord.State.CLAIMING && record.session == 0) {
      record.session = session;
      record.takesOver = takesOver;
      record.takeOver = null;
      record.patienceEndsNs = patienceEndsNs();
    } else if (record.isReleasing() && record.nextSession == 0) {
      record.nextSession = session;
      record.nextTakesOver = takesOver;
    } else {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      refuse(session, record.playerId, RefusalReason.ALREADY_PLAYING);
    }
  }

  /** A record has left: who waited for it to come back gets a claim of their own. */
  void onForgotten(HeldRecord record) {
    if (record.nextSession != 0) {
      claim(record.nextSession, record.playerId, record.nextTakesOver);
    }
  }

  /**
   * Claims what may be ours without our knowing, and gives it back: an answer that made no sense
   * may have been the answer to a claim.
   */
  void claimToGiveBack(long playerId) {
    if (waiting.size() < config.claimsWaiting()) {
      HeldRecord record = new HeldRecord(playerId, 0, nowNs);
      records.add(record);
      waiting.addLast(record);
    }
  }

  // To the store.

  /** Lets claims that waited for another server be sent again. */
  int doWork() {
    return takeOvers.doWork(nowNs, waiting);
  }

  @Override
  public @Nullable Command<?> nextCommand() {
    if (!inFlight.hasRoom()) {
      return null;
    }
    HeldRecord record = waiting.pollFirst();
    if (record == null) {
      return null;
    }
    inFlight.enter();
    return new ClaimCommand(this, record, inFlight::leave);
  }

  boolean isDrained() {
    return waiting.isEmpty() && takeOvers.isEmpty();
  }

  // From the store.

  /**
   * The answer to a claim.
   *
   * @return false when our lease is gone: the claim is asked again after a resume
   */
  boolean onReply(HeldRecord record, ClaimReply reply) {
    ClaimOutcome outcome = reply.outcome();
    if (outcome == ClaimOutcome.NO_LEASE) {
      return false;
    }
    if (outcome == ClaimOutcome.OK) {
      onClaimed(record, reply.record());
    } else if (outcome != ClaimOutcome.OWNED || !takeOvers.await(record, nowNs)) {
      refuseClaim(record, reason(outcome));
      records.forget(record);
    }
    return true;
  }

  private static RefusalReason reason(ClaimOutcome outcome) {
    return switch (outcome) {
      case OK, NO_LEASE -> RefusalReason.STORE_UNAVAILABLE;
      case MISSING -> RefusalReason.CHARACTER_MISSING;
      case OWNED -> RefusalReason.OWNED_ELSEWHERE;
      case CORRUPT, TOO_LARGE -> RefusalReason.DATA_CORRUPTED;
      case NEWER -> RefusalReason.NEWER_RECORD;
    };
  }

  private void onClaimed(HeldRecord record, byte[] stored) {
    LoadOutcome outcome = loadCheck.judge(stored, record.playerId, player);
    header.wrap(stored);
    if (!header.isHeaderIntact()) {
      // The script saw it intact a moment ago; what it is now, only the script can say.
      refuseClaim(record, RefusalReason.DATA_CORRUPTED);
      records.forget(record);
      return;
    }
    record.confirmed = header.fence();
    countLoad(outcome);
    if (outcome == LoadOutcome.QUARANTINE || outcome == LoadOutcome.REJECT) {
      refuseBadRecord(record, stored, outcome);
      records.giveBack(record);
    } else if (record.session == 0) {
      records.giveBack(record);
    } else {
      onLoaded(record, stored, outcome == LoadOutcome.CLAMP);
    }
  }

  private void onLoaded(HeldRecord record, byte[] stored, boolean isClamped) {
    record.state = HeldRecord.State.HELD;
    record.name = player.name;
    record.keepHeader(stored);
    counters.increment(VaultCounter.CLAIMS_LOADED);
    if (record.takeOver != null) {
      counters.increment(VaultCounter.TAKE_OVERS_LOADED);
      record.takeOver = null;
    }
    if (isClamped) {
      LOG.warn(
          "a player's record was put right: key={} reasons={}", record.key, loadCheck.reasons());
    }
    world.loaded(record.session, record.confirmed.version(), isClamped, player);
    record.session = 0;
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
  void onFailed(HeldRecord record) {
    refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    records.forget(record);
  }

  /**
   * A bug while the answer was settled: its session is refused. The record may be ours all the
   * same, so it is given back.
   */
  void onFault(HeldRecord record, RuntimeException fault) {
    records.onFault(fault);
    refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    if (record.state == HeldRecord.State.CLAIMING || record.state == HeldRecord.State.HELD) {
      records.giveBack(record);
    }
  }

  // The link.

  void onResumed() {
    isLinkReady = true;
  }

  /** Claims that were never sent are refused at once; those in flight stay unknown. */
  void onLinkDown() {
    isLinkReady = false;
    takeOvers.stop(waiting);
    for (HeldRecord record = waiting.pollFirst(); record != null; record = waiting.pollFirst()) {
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
      records.forget(record);
    }
    refuseThoseBehind();
  }

  /** A later start of this server owns everything: all who wait here wait in vain. */
  void onSuperseded() {
    isLinkReady = false;
    takeOvers.stop(waiting);
    waiting.clear();
    for (HeldRecord record : records.all()) {
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    }
    refuseThoseBehind();
  }

  private void refuseThoseBehind() {
    for (HeldRecord record : records.all()) {
      if (record.nextSession != 0) {
        refuse(record.nextSession, record.playerId, RefusalReason.STORE_UNAVAILABLE);
        record.nextSession = 0;
      }
    }
  }

  /** Ends the patience of a claim in flight: its session is refused, its execution undone later. */
  void refuseWhenImpatient(HeldRecord record) {
    if (record.session != 0 && nowNs - record.patienceEndsNs >= 0) {
      refuseClaim(record, RefusalReason.STORE_UNAVAILABLE);
    }
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
