package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.CommitDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.CountedDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.GivenDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.RowsDecoder;
import dev.keepstone.ecs.message.sbe.CommitDecoder.TakenDecoder;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.GroundEntryCodec;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tier-1 operations, from the world's Commit to its CommitSettled.
 *
 * <p>A commit is frozen when it is taken in, and names the claim of the zone that the world has
 * judged it by: it is never written under another, also when the zone was claimed anew while it was
 * on its way here. The store answers LOST then. It is sent unchanged until the store has answered,
 * and until then the world hears nothing of it. Commits pass paced saves; their rows can't overtake
 * anything, because a record has one unsettled write.
 *
 * <p>Refused, every record of it is given up as if lost, without a Lost: CommitSettled says it.
 * That never means "it was not done": if its answer was lost and its players have gone to another
 * server since, their records say that it was. It only means that it will not be done any more. A
 * commit that can't be sent at all (a record is not held any more, bytes that could not be loaded
 * again) is refused in the same way. The answer names what each ground entry and count holds now;
 * where nothing was sent, that is what the world knew before, and counts are left out.
 */
final class Commits implements CommandSource {
  /** Zone events that may wait; rows are bounded by the records held. */
  private static final int EVENTS_WAITING = 256;

  /**
   * While one group is on the disk, the next is on its way; what comes meanwhile goes together
   * then. A group takes no more than its share of what may be in flight, so that we have something
   * to do while the store works, and it while we do.
   */
  private static final int GROUPS_IN_FLIGHT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private final HeldRecords records;
  private final Zones zones;
  private final RowFreezer freezer;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final ArrayDeque<HeldCommit> waiting = new ArrayDeque<>();
  private final ArrayDeque<HeldCommit> sent = new ArrayDeque<>();
  private final Pipe groups = new Pipe(GROUPS_IN_FLIGHT);
  private final int inFlightLimit;
  private final int groupLimit;
  private final UnsafeBuffer state = new UnsafeBuffer(0, 0);
  private long nowNs;

  Commits(
      VaultConfig config,
      HeldRecords records,
      Zones zones,
      RowFreezer freezer,
      WorldPublisher world,
      VaultCounters counters) {
    this.records = records;
    this.zones = zones;
    this.freezer = freezer;
    this.world = world;
    this.counters = counters;
    inFlightLimit = config.commitsInFlight();
    groupLimit = Math.max(1, inFlightLimit / GROUPS_IN_FLIGHT);
  }

  /** The time of this cycle, for everything in it. */
  void startCycle(long nowNs) {
    this.nowNs = nowNs;
  }

  // From the world.

  /** The message has been walked to its end before: only what it says may be wrong. */
  void onCommit(CommitDecoder commit) {
    counters.increment(VaultCounter.COMMITS);
    long id = commit.commit();
    int zone = commit.zone();
    long event = commit.zoneEvent();
    List<HeldRecord> named = new ArrayList<>();
    boolean isSound = takeRows(commit.rows(), named);
    byte[] lines = takeLines(commit);
    isSound &= lines != null;
    HeldZone held = zones.held(zone);
    ZonePart part =
        new ZonePart(
            zone,
            commit.zoneEpoch(),
            held == null || held.epoch != commit.zoneEpoch() ? 0 : held.changes,
            event,
            taken(commit.taken()),
            given(commit.given()),
            counted(commit.counted()));
    if (isSound && !isOneThing(part, named)) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      isSound = false;
    }
    boolean isZoneMissing = zone != 0 && held == null;
    if (lines == null || !isSound || isZoneMissing || isFull(named)) {
      counters.increment(VaultCounter.COMMITS_UNSENT);
      refuseUnsent(id, named, part, held);
      return;
    }
    CommitWrite write =
        new CommitWrite(
            id,
            commit.operation(),
            commit.initiator(),
            commit.kindRaw(),
            named.stream().map(HeldRecord::write).toList(),
            lines,
            zone == 0 ? null : part);
    waiting.addLast(new HeldCommit(named, write, nowNs));
  }

  /**
   * Freezes the rows.
   *
   * @param named takes those records of them that are held
   * @return false when one can't be written
   */
  private boolean takeRows(RowsDecoder rows, List<HeldRecord> named) {
    boolean isSound = true;
    for (RowsDecoder row : rows) {
      row.wrapState(state);
      HeldRecord record = records.get(row.playerId());
      if (record == null || record.state != HeldRecord.State.HELD) {
        // A Lost is on its way to the world and has crossed this.
        counters.increment(VaultCounter.ROWS_UNCLAIMED);
        isSound = false;
      } else if (record.row != null) {
        counters.increment(VaultCounter.PROTOCOL_ERRORS);
        isSound = false;
        if (!named.contains(record)) {
          named.add(record);
        }
      } else {
        named.add(record);
        isSound &= freeze(record, row.version());
      }
    }
    return isSound;
  }

  private boolean freeze(HeldRecord record, long version) {
    try {
      freezer.freeze(record, version, false, state, 0, state.capacity());
      return true;
    } catch (RuntimeException e) {
      records.onFault(e);
      return false;
    }
  }

  private byte @Nullable [] takeLines(CommitDecoder commit) {
    CommitDecoder.LinesDecoder lines = commit.lines();
    int count = lines.count();
    int linesAt = commit.limit();
    try {
      return LedgerLines.copy(lines);
    } catch (RuntimeException e) {
      records.onFault(e);
      commit.limit(linesAt + count * lines.actingBlockLength());
      return null;
    }
  }

  private static List<Long> taken(TakenDecoder taken) {
    List<Long> entries = new ArrayList<>(taken.count());
    for (TakenDecoder entry : taken) {
      entries.add(entry.entry());
    }
    return entries;
  }

  private static List<GroundEntry> given(GivenDecoder given) {
    List<GroundEntry> entries = new ArrayList<>(given.count());
    for (GivenDecoder entry : given) {
      GroundItem item =
          new GroundItem(
              entry.entry(),
              entry.kind(),
              entry.amount(),
              entry.unique(),
              entry.expiresAtMs(),
              entry.x(),
              entry.y());
      entries.add(new GroundEntry(entry.entry(), GroundEntryCodec.encode(item)));
    }
    return entries;
  }

  private static List<StockChange> counted(CountedDecoder counted) {
    List<StockChange> changes = new ArrayList<>(counted.count());
    for (CountedDecoder change : counted) {
      changes.add(new StockChange(change.shop(), change.kind(), change.change()));
    }
    return changes;
  }

  /** An operation of players or an event of a zone; only one of these tells when it was done. */
  private static boolean isOneThing(ZonePart part, List<HeldRecord> rows) {
    boolean touchesGround =
        !part.taken().isEmpty() || !part.given().isEmpty() || !part.counted().isEmpty();
    boolean isEvent = part.event() != 0;
    return isEvent == rows.isEmpty() && (part.zone() != 0 || !(touchesGround || isEvent));
  }

  private boolean isFull(List<HeldRecord> named) {
    return named.isEmpty() && waiting.size() >= EVENTS_WAITING;
  }

  /** Nothing was sent, so what it would have changed is as the world knew it before. */
  private void refuseUnsent(
      long id, List<HeldRecord> named, ZonePart part, @Nullable HeldZone held) {
    counters.increment(VaultCounter.COMMITS_REFUSED);
    named.forEach(records::giveUpUnjudged);
    if (part.zone() == 0) {
      world.commitSettled(id, CommitOutcome.REFUSED, ZoneStanding.NONE, null, null);
      return;
    }
    List<Boolean> there = new ArrayList<>();
    part.taken().forEach(entry -> there.add(true));
    part.given().forEach(entry -> there.add(false));
    ZonePart uncounted =
        new ZonePart(
            part.zone(),
            part.epoch(),
            part.confirmedChanges(),
            0,
            part.taken(),
            part.given(),
            List.of());
    world.commitSettled(
        id,
        CommitOutcome.REFUSED,
        held == null ? ZoneStanding.BROKEN : ZoneStanding.OURS,
        uncounted,
        new ZoneAnswer(ZoneVerdict.OK, part.confirmedChanges(), there, List.of()));
  }

  // To the store.

  @Override
  public @Nullable Command<?> nextCommand() {
    int count = Math.min(Math.min(waiting.size(), groupLimit), inFlightLimit - sent.size());
    if (count <= 0 || !groups.hasRoom()) {
      return null;
    }
    List<HeldCommit> group = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      group.add(waiting.removeFirst());
    }
    sent.addAll(group);
    groups.enter();
    counters.increment(VaultCounter.COMMIT_GROUPS);
    return new CommitGroup(this, group);
  }

  void onSentAgain(int count) {
    counters.add(VaultCounter.COMMITS_RESENT, count);
  }

  boolean isDrained() {
    return waiting.isEmpty();
  }

  int waiting() {
    return waiting.size();
  }

  int inFlight() {
    return sent.size();
  }

  // From the store.

  /** A group takes no room in the pipe any more. */
  void onGroupDone() {
    groups.leave();
  }

  void onReply(HeldCommit command, CommitReply reply) {
    if (reply.outcome() == CommitReply.Outcome.FAILED) {
      onFailed(command, reply.why());
      return;
    }
    sent.remove(command);
    counters.recordCommitNs(nowNs - command.takenAtNs);
    try {
      settle(command, reply);
    } catch (RuntimeException e) {
      // A bug costs the players of this commit their sessions, nobody else anything.
      records.onFault(e);
      abandon(command);
    }
  }

  private void settle(HeldCommit command, CommitReply reply) {
    ZonePart part = command.write.zone();
    ZoneAnswer answer = reply.zone();
    ZoneStanding standing =
        part == null
            ? ZoneStanding.NONE
            : zones.onAnswer(part, Objects.requireNonNull(answer, "no word of the zone"));
    boolean isDurable = reply.outcome() != CommitReply.Outcome.REFUSED;
    List<HeldRecord> lost = new ArrayList<>();
    List<RowVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < command.records.size(); i++) {
      HeldRecord record = command.records.get(i);
      RowVerdict verdict = reply.rows().get(i);
      if (!command.isPending(i)) {
        // Given up since it was sent, on the word of a resume.
        continue;
      }
      if (!isDurable) {
        records.giveUp(record, verdict);
      } else if (isWritten(reply.outcome(), verdict)) {
        record.confirm();
      } else {
        lost.add(record);
        verdicts.add(verdict);
      }
    }
    count(reply.outcome());
    answer(
        command, isDurable ? CommitOutcome.DURABLE : CommitOutcome.REFUSED, standing, part, answer);
    // Written once, but not there or not ours any more.
    for (int i = 0; i < lost.size(); i++) {
      records.lose(lost.get(i), verdicts.get(i));
    }
  }

  /** Of a commit that had been written before, only rows that stand there are confirmed. */
  private static boolean isWritten(CommitReply.Outcome outcome, RowVerdict verdict) {
    return verdict == RowVerdict.DONE
        || (verdict == RowVerdict.OK && outcome == CommitReply.Outcome.OK);
  }

  private void count(CommitReply.Outcome outcome) {
    if (outcome == CommitReply.Outcome.REFUSED) {
      counters.increment(VaultCounter.COMMITS_REFUSED);
      return;
    }
    counters.increment(VaultCounter.COMMITS_DURABLE);
    if (outcome == CommitReply.Outcome.DONE) {
      counters.increment(VaultCounter.COMMITS_DONE);
    }
  }

  private void answer(
      HeldCommit command,
      CommitOutcome outcome,
      ZoneStanding standing,
      @Nullable ZonePart part,
      @Nullable ZoneAnswer answer) {
    command.isAnswered = true;
    world.commitSettled(command.write.commitId(), outcome, standing, part, answer);
  }

  /** The store can't even judge this commit. */
  void onFailed(HeldCommit command, String why) {
    LOG.error(
        "the store can't judge an operation, its players must log in again: commit={} reason={}",
        command.write.commitId(),
        why);
    sent.remove(command);
    abandon(command);
  }

  /**
   * Ends a commit of which nothing can be known: its players must load what the record says, and
   * the zone what the store has. Where the world has its CommitSettled, it hears of its players by
   * a Lost each.
   */
  private void abandon(HeldCommit command) {
    for (int i = 0; i < command.records.size(); i++) {
      if (!command.isPending(i)) {
        continue;
      }
      if (command.isAnswered) {
        records.loseUnjudged(command.records.get(i));
      } else {
        records.giveUpUnjudged(command.records.get(i));
      }
    }
    ZonePart part = command.write.zone();
    ZoneStanding standing = part == null ? ZoneStanding.NONE : zones.onUnknown(part);
    if (!command.isAnswered) {
      counters.increment(VaultCounter.COMMITS_REFUSED);
      answer(command, CommitOutcome.REFUSED, standing, part, null);
    }
  }

  /** No answer will ever come: a later start of this server owns everything. */
  void onSuperseded() {
    sent.addAll(waiting);
    waiting.clear();
    for (HeldCommit command = sent.pollFirst(); command != null; command = sent.pollFirst()) {
      abandon(command);
    }
  }
}
