package dev.keepstone.persistence.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.ZoneRecord;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every store must do with operations: commits, zones, boards, the ledger and who is online.
 */
public abstract class OperationContract extends StoreContract {
  private static final AtomicInteger ZONES = new AtomicInteger();
  private static final byte[] NO_LINES = new byte[0];

  // Commits of players' rows.

  @Test
  public void commitsAllRowsAndOneLedgerEntry() {
    Server server = new Server().start();
    long a = newPlayer(1, 0);
    long b = newPlayer(7, 3);
    Fence fenceA = server.claim(a);
    Fence fenceB = server.claim(b);
    String before = lastLedgerId();

    CommitReply reply =
        get(
            server.link.commit(
                commit(bytes("lines"), null, next(a, fenceA, 1), next(b, fenceB, 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.OK);
    assertThat(reply.rows()).containsExactly(RowVerdict.OK, RowVerdict.OK);
    assertThat(reply.zone()).isNull();
    assertThat(fence(a).version()).isEqualTo(2);
    assertThat(fence(b).version()).isEqualTo(8);
    List<LedgerEntry> written = get(store().readLedger(before, 10));
    assertThat(written).hasSize(1);
    assertThat(written.get(0).lines()).isEqualTo(bytes("lines"));
    assertThat(written.get(0).operation()).isEqualTo(5);
    assertThat(written.get(0).initiator()).isEqualTo(6);
    assertThat(written.get(0).commit()).isEqualTo(4);
    assertThat(written.get(0).kind()).isEqualTo(11);
  }

  @Test
  public void aRepeatedCommitIsDoneAndWritesNothing() {
    Server server = new Server().start();
    long a = newPlayer(1, 0);
    CommitWrite commit = commit(bytes("x"), null, next(a, server.claim(a), 1));
    get(server.link.commit(commit));
    String before = lastLedgerId();

    assertThat(get(server.link.commit(commit)).outcome()).isEqualTo(CommitReply.Outcome.DONE);
    assertThat(get(store().readLedger(before, 10))).isEmpty();
  }

  @Test
  public void oneDoneRowMakesTheWholeCommitDone() {
    Server server = new Server().start();
    long a = newPlayer(1, 0);
    long b = newPlayer(1, 0);
    Fence fenceA = server.claim(a);
    Fence fenceB = server.claim(b);
    get(server.link.save(List.of(next(a, fenceA, 1))));

    CommitReply reply =
        get(server.link.commit(commit(bytes("x"), null, next(b, fenceB, 1), next(a, fenceA, 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.DONE);
    assertThat(reply.rows()).containsExactly(RowVerdict.OK, RowVerdict.DONE);
    assertThat(fence(b).version()).isEqualTo(1);
  }

  @Test
  public void oneRefusedRowRefusesTheWholeCommit() {
    Server server = new Server().start();
    long a = newPlayer(1, 0);
    long lost = newPlayer(1, 0);
    Fence fenceA = server.claim(a);
    Fence fenceLost = server.claim(lost);
    get(server.link.giveBack(Keys.player(lost), fenceLost.epoch()));
    new Server().start().claim(lost);
    String before = lastLedgerId();

    CommitReply reply =
        get(
            server.link.commit(
                commit(bytes("x"), null, next(a, fenceA, 1), next(lost, fenceLost, 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(reply.rows()).containsExactly(RowVerdict.OK, RowVerdict.LOST);
    assertThat(fence(a).version()).isEqualTo(1);
    assertThat(get(store().readLedger(before, 10))).isEmpty();
  }

  @Test
  public void commitsJudgeEveryKindOfRow() {
    Server server = new Server().start();
    long gap = newPlayer(1, 0);
    long stale = newPlayer(5, 0);
    long damaged = newPlayer(1, 0);
    Fence fenceGap = server.claim(gap);
    Fence fenceStale = server.claim(stale);
    Fence fenceDamaged = server.claim(damaged);
    overwrite(Keys.player(damaged), bytes("rubbish"));

    CommitReply reply =
        get(
            server.link.commit(
                commit(
                    NO_LINES,
                    null,
                    next(gap, fenceGap, 2),
                    row(stale, fenceStale.withVersion(4, false)),
                    next(damaged, fenceDamaged, 1),
                    next(unique(), fenceGap, 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(reply.rows())
        .containsExactly(RowVerdict.GAP, RowVerdict.STALE, RowVerdict.CORRUPT, RowVerdict.MISSING);
  }

  // Several in one call.

  @Test
  public void eachOfAGroupIsJudgedAfterThoseBeforeIt() {
    Server server = new Server().start();
    long a = newPlayer(1, 0);
    long b = newPlayer(1, 0);
    Fence fenceA = server.claim(a);
    Fence fenceB = server.claim(b);
    String before = lastLedgerId();
    CommitWrite first = commit(bytes("1"), null, next(a, fenceA, 1));
    CommitWrite skips = commit(bytes("2"), null, next(b, fenceB, 2), next(a, fenceA, 2));
    CommitWrite follows =
        commit(bytes("3"), null, row(a, fenceA.withVersion(3, false)), next(b, fenceB, 1));

    List<CommitReply> replies =
        get(server.link.commitAll(List.of(first, skips, follows, first, skips)));

    assertThat(replies)
        .extracting(CommitReply::outcome)
        .containsExactly(
            CommitReply.Outcome.OK,
            CommitReply.Outcome.REFUSED,
            CommitReply.Outcome.OK,
            CommitReply.Outcome.DONE,
            CommitReply.Outcome.DONE);
    assertThat(replies.get(1).rows()).containsExactly(RowVerdict.GAP, RowVerdict.OK);
    assertThat(fence(a).version()).isEqualTo(3);
    assertThat(fence(b).version()).isEqualTo(2);
    assertThat(get(store().readLedger(before, 10)))
        .extracting(entry -> new String(entry.lines(), US_ASCII))
        .containsExactly("1", "3");
  }

  @Test
  public void aGroupSharesAZone() {
    Server server = new Server().start();
    int zone = newZone();
    long epoch = claim(server, zone).epoch();
    long a = newPlayer(1, 0);
    Fence fence = server.claim(a);
    GroundEntry entry = new GroundEntry(77, bytes("sword"));
    CommitWrite drops =
        commit(
            NO_LINES,
            new ZonePart(zone, epoch, 0, 0, List.of(), List.of(entry), List.of()),
            next(a, fence, 1));
    CommitWrite picks =
        commit(
            NO_LINES,
            new ZonePart(zone, epoch, 0, 0, List.of(77L), List.of(), List.of()),
            row(a, fence.withVersion(3, false)));
    CommitWrite restocks =
        commit(
            NO_LINES,
            new ZonePart(
                zone, epoch, 0, 1, List.of(), List.of(), List.of(new StockChange(1, 2, 5))));

    List<CommitReply> replies = get(server.link.commitAll(List.of(drops, picks, restocks, picks)));

    assertThat(replies)
        .extracting(CommitReply::outcome)
        .containsExactly(
            CommitReply.Outcome.OK,
            CommitReply.Outcome.OK,
            CommitReply.Outcome.OK,
            CommitReply.Outcome.DONE);
    assertThat(replies)
        .extracting(reply -> Objects.requireNonNull(reply.zone()).changes())
        .containsExactly(1L, 2L, 3L, 3L);
    assertThat(get(store().readZone(zone)).entries()).isEmpty();
  }

  @Test
  public void aFullGroupOfManyRowsIsWritten() {
    Server server = new Server().start();
    List<CommitWrite> group = new ArrayList<>();
    List<Long> players = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      long a = newPlayer(1, 0);
      long b = newPlayer(1, 0);
      players.add(b);
      group.add(commit(bytes("x"), null, next(a, server.claim(a), 1), next(b, server.claim(b), 1)));
    }

    assertThat(get(server.link.commitAll(group)))
        .hasSize(64)
        .allSatisfy(reply -> assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.OK));
    assertThat(players).allSatisfy(id -> assertThat(fence(id).version()).isEqualTo(2));
  }

  @Test
  public void anOlderLinkCommitsNoneOfAGroup() {
    Server server = new Server().start();
    StoreLink old = server.link;
    long a = newPlayer(1, 0);
    CommitWrite commit = commit(NO_LINES, null, next(a, server.claim(a), 1));
    server.reopen(List.of());

    assertFails(old.commitAll(List.of(commit, commit)), Reason.FENCED);
    assertThat(fence(a).version()).isEqualTo(1);
  }

  @Test
  public void anOlderLinkCommitsNothing() {
    Server server = new Server().start();
    StoreLink old = server.link;
    ZoneReply zone = claim(server, newZone());
    server.reopen(List.of());
    assertThat(zone.outcome()).isEqualTo(ZoneReply.Outcome.OK);
    assertFails(old.commit(commit(NO_LINES, null)), Reason.FENCED);
    assertFails(old.claimZone(newZone()), Reason.FENCED);
    assertFails(old.askRelease(Incarnation.random(), 1), Reason.FENCED);
    assertFails(old.takeReleaseRequests(), Reason.FENCED);
  }

  // Zones.

  @Test
  public void aNewZoneIsEmpty() {
    ZoneReply reply = claim(new Server().start(), newZone());
    assertThat(reply.epoch()).isEqualTo(1);
    assertThat(reply.changes()).isZero();
    assertThat(reply.events()).isZero();
    assertThat(reply.entries()).isEmpty();
    assertThat(reply.stocks()).isEmpty();
  }

  @Test
  public void aClaimReturnsAllThatLiesThere() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    put(server, zone, 1, 0, 41, 40);
    count(server, zone, 1, 1, new StockChange(2, 0, 500), new StockChange(2, 9, 7));

    ZoneReply again = claim(server, zone);

    assertThat(again.epoch()).isEqualTo(2);
    assertThat(again.changes()).isEqualTo(2);
    assertThat(again.entries()).extracting(GroundEntry::entry).containsExactly(40L, 41L);
    assertThat(again.entries().get(0).value()).isEqualTo(bytes("entry 40"));
    assertThat(again.stocks()).containsExactly(new Stock(2, 0, 500), new Stock(2, 9, 7));
  }

  @Test
  public void aToolReadsAZoneWithoutClaimingIt() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    put(server, zone, 1, 0, 41, 40);
    count(server, zone, 1, 1, new StockChange(2, 0, 500), new StockChange(2, 9, 7));

    ZoneContents contents = get(store().readZone(zone));

    assertThat(contents.entries()).extracting(GroundEntry::entry).containsExactly(40L, 41L);
    assertThat(contents.entries().get(1).value()).isEqualTo(bytes("entry 41"));
    assertThat(contents.stocks()).containsExactly(new Stock(2, 0, 500), new Stock(2, 9, 7));
    assertThat(allKeys(Keys.GROUND_PREFIX)).contains(Keys.ground(zone));
    put(server, zone, 1, 2, 42);
    assertThat(get(store().readZone(newZone())).entries()).isEmpty();
  }

  @Test
  public void aLiveOwnersZoneIsOwnedAndADeadOnesIsNot() {
    Server first = new Server().start();
    int zone = newZone();
    claim(first, zone);
    Server second = new Server().start();
    assertThat(get(second.link.claimZone(zone)).outcome()).isEqualTo(ZoneReply.Outcome.OWNED);

    get(first.link.retireLease());

    assertThat(claim(second, zone).epoch()).isEqualTo(2);
    assertThat(get(first.link.claimZone(zone)).outcome()).isEqualTo(ZoneReply.Outcome.NO_LEASE);
  }

  @Test
  public void aReleasedZoneIsFree() {
    Server first = new Server().start();
    int zone = newZone();
    claim(first, zone);
    assertThat(get(first.link.releaseZone(zone, 1))).isEqualTo(RowVerdict.OK);
    assertThat(get(first.link.releaseZone(zone, 1))).isEqualTo(RowVerdict.DONE);

    CommitReply late = get(first.link.commit(commit(NO_LINES, part(zone, 1, 0, 0, 1))));
    assertThat(standing(late).verdict()).isEqualTo(ZoneVerdict.LOST);

    assertThat(claim(new Server().start(), zone).epoch()).isEqualTo(2);
    assertThat(get(first.link.releaseZone(zone, 1))).isEqualTo(RowVerdict.LOST);
  }

  @Test
  public void aDamagedZoneIsLeftAsItIs() {
    Server server = new Server().start();
    int zone = newZone();
    overwrite(Keys.zone(zone), bytes("rubbish"));
    assertThat(get(server.link.claimZone(zone)).outcome()).isEqualTo(ZoneReply.Outcome.CORRUPT);
    assertThat(load(Keys.zone(zone))).isEqualTo(bytes("rubbish"));
    assertThat(get(server.link.releaseZone(zone, 1))).isEqualTo(RowVerdict.CORRUPT);
  }

  @Test
  public void anEpochNeverComesBackWithALostZoneRecord() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    claim(server, zone);
    overwrite(Keys.zone(zone), ZoneRecord.create());
    assertThat(claim(server, zone).epoch()).isEqualTo(3);
  }

  @Test
  public void takesAndGivesWithAPlayersRow() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    put(server, zone, 1, 0, 10);
    long a = newPlayer(1, 0);
    ZonePart part = part(zone, 1, 1, 0, List.of(10L), List.of(entry(11)), List.of());

    CommitReply reply =
        get(server.link.commit(commit(NO_LINES, part, next(a, server.claim(a), 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.OK);
    assertThat(standing(reply))
        .isEqualTo(new ZoneAnswer(ZoneVerdict.OK, 2, List.of(false, true), List.of()));
    assertThat(fence(a).version()).isEqualTo(2);
  }

  @Test
  public void aDoneCommitMovesNoCountAndSaysWhatIsThere() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    long a = newPlayer(1, 0);
    ZonePart part =
        part(zone, 1, 0, 0, List.of(), List.of(entry(20)), List.of(new StockChange(1, 3, 5)));
    CommitWrite commit = commit(bytes("x"), part, next(a, server.claim(a), 1));
    get(server.link.commit(commit));

    CommitReply again = get(server.link.commit(commit));

    assertThat(again.outcome()).isEqualTo(CommitReply.Outcome.DONE);
    assertThat(standing(again))
        .isEqualTo(new ZoneAnswer(ZoneVerdict.OK, 1, List.of(true), List.of(5L)));
  }

  @Test
  public void aRefusedRowDoesNotBreakTheZone() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    long a = newPlayer(1, 0);
    Fence fence = server.claim(a);
    ZonePart missing = part(zone, 1, 0, 0, List.of(99L), List.of(), List.of());

    CommitReply reply = get(server.link.commit(commit(NO_LINES, missing, next(a, fence, 3))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(reply.rows()).containsExactly(RowVerdict.GAP);
    assertThat(standing(reply))
        .isEqualTo(new ZoneAnswer(ZoneVerdict.OK, 0, List.of(false), List.of()));
  }

  @Test
  public void aMissingEntryRefusesAndTheRowStays() {
    assertRefused(ZoneVerdict.MISSING, List.of(1L), List.of(), List.of());
    assertRefused(ZoneVerdict.MISSING, List.of(77L, 77L), List.of(), List.of());
  }

  @Test
  public void anEntryThatIsThereRefuses() {
    assertRefused(ZoneVerdict.THERE, List.of(), List.of(entry(77)), List.of());
    assertRefused(ZoneVerdict.THERE, List.of(), List.of(entry(5), entry(5)), List.of());
  }

  @Test
  public void noCountFallsBelowZero() {
    assertRefused(ZoneVerdict.FLOOR, List.of(), List.of(), List.of(new StockChange(1, 0, -1)));
    assertRefused(
        ZoneVerdict.FLOOR,
        List.of(),
        List.of(),
        List.of(new StockChange(1, 4, 1), new StockChange(1, 4, -2)));
  }

  @Test
  public void noCountRisesAboveWhatLuaCounts() {
    assertRefused(
        ZoneVerdict.FLOOR, List.of(), List.of(), List.of(new StockChange(1, 0, 1L << 54)));
  }

  @Test
  public void theFirstThingWrongIsTheVerdict() {
    assertRefused(
        ZoneVerdict.MISSING, List.of(1L), List.of(entry(77)), List.of(new StockChange(1, 0, -1)));
  }

  private void assertRefused(
      ZoneVerdict verdict, List<Long> taken, List<GroundEntry> given, List<StockChange> counted) {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    put(server, zone, 1, 0, 77);
    long a = newPlayer(1, 0);
    String before = lastLedgerId();

    CommitReply reply =
        get(
            server.link.commit(
                commit(
                    bytes("x"),
                    part(zone, 1, 1, 0, taken, given, counted),
                    next(a, server.claim(a), 1))));

    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(reply.rows()).containsExactly(RowVerdict.OK);
    assertThat(standing(reply).verdict()).isEqualTo(verdict);
    assertThat(standing(reply).changes()).isEqualTo(1);
    assertThat(fence(a).version()).isEqualTo(1);
    assertThat(get(store().readLedger(before, 10))).isEmpty();
    ZoneReply after = claim(server, zone);
    assertThat(after.entries()).extracting(GroundEntry::entry).containsExactly(77L);
    assertThat(after.stocks()).isEmpty();
    assertThat(after.changes()).isEqualTo(1);
  }

  @Test
  public void anotherEpochLosesAndStillHearsWhatIsThere() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    put(server, zone, 1, 0, 30);
    claim(server, zone);

    CommitReply late =
        get(
            server.link.commit(
                commit(NO_LINES, part(zone, 1, 1, 0, List.of(30L), List.of(), List.of()))));

    assertThat(late.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(standing(late))
        .isEqualTo(new ZoneAnswer(ZoneVerdict.LOST, 1, List.of(true), List.of()));
  }

  @Test
  public void aHashOlderThanConfirmedIsBehind() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    CommitReply reply = get(server.link.commit(commit(NO_LINES, part(zone, 1, 9, 0, 1))));
    assertThat(reply.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(standing(reply).verdict()).isEqualTo(ZoneVerdict.BEHIND);
    assertThat(claim(server, zone).changes()).isZero();
  }

  @Test
  public void zoneEventsHappenOnceAndInOrder() {
    Server server = new Server().start();
    int zone = newZone();
    claim(server, zone);
    ZonePart restock =
        part(zone, 1, 0, 1, List.of(), List.of(), List.of(new StockChange(1, 2, 10)));
    assertThat(get(server.link.commit(commit(NO_LINES, restock))).outcome())
        .isEqualTo(CommitReply.Outcome.OK);

    CommitReply again = get(server.link.commit(commit(NO_LINES, restock)));
    assertThat(again.outcome()).isEqualTo(CommitReply.Outcome.DONE);
    assertThat(standing(again))
        .isEqualTo(new ZoneAnswer(ZoneVerdict.DONE, 1, List.of(), List.of(10L)));

    CommitReply gap = get(server.link.commit(commit(NO_LINES, part(zone, 1, 1, 3, 8))));
    assertThat(gap.outcome()).isEqualTo(CommitReply.Outcome.REFUSED);
    assertThat(standing(gap).verdict()).isEqualTo(ZoneVerdict.GAP);
    assertThat(claim(server, zone).events()).isEqualTo(1);
  }

  @Test
  public void aZoneEventCarriesNoRows() {
    long a = newPlayer(1, 0);
    RowWrite row = next(a, Fence.NEW, 1);
    assertThatThrownBy(() -> commit(NO_LINES, part(1, 1, 0, 1, 8), row))
        .hasMessageContaining("event=1");
  }

  @Test
  public void resumeNamesZonesThatDiffer() {
    Server server = new Server().start();
    int held = newZone();
    int behind = newZone();
    int older = newZone();
    claim(server, held);
    put(server, held, 1, 0, 50);
    claim(server, behind);
    claim(server, older);
    claim(server, older);

    ResumeReply reply =
        get(
            server
                .open()
                .resume(
                    List.of(),
                    List.of(
                        new ZoneHolding(held, 1, 1),
                        new ZoneHolding(behind, 1, 4),
                        new ZoneHolding(older, 1, 0),
                        new ZoneHolding(newZone(), 1, 0)),
                    LEASE_MS));

    assertThat(reply.differing()).isEmpty();
    assertThat(reply.differingZones()).containsExactly(1, 2, 3);
  }

  // Who is online, take-over.

  @Test
  public void aPlayerIsOnlineFromClaimToRelease() {
    Server server = new Server().start();
    long saved = newPlayer(1, 0);
    long given = newPlayer(1, 0);
    Fence fence = server.claim(saved);
    Fence other = server.claim(given);
    assertThat(get(store().online()))
        .containsEntry(saved, server.incarnation)
        .containsEntry(given, server.incarnation);

    get(server.link.save(List.of(row(saved, fence.withVersion(2, true)))));
    get(server.link.giveBack(Keys.player(given), other.epoch()));

    assertThat(get(store().online())).doesNotContainKeys(saved, given);
  }

  @Test
  public void onlineIsRepairedWhereLeasesAreDead() {
    Server dead = new Server().start();
    Server live = new Server().start();
    long lost = newPlayer(1, 0);
    long kept = newPlayer(1, 0);
    dead.claim(lost);
    live.claim(kept);
    get(dead.link.retireLease());

    assertThat(get(store().repairOnline())).isPositive();

    assertThat(get(store().online())).doesNotContainKey(lost).containsKey(kept);
  }

  @Test
  public void releaseRequestsReachTheirOwnerOnce() {
    Server owner = new Server().start();
    Server asker = new Server().start();
    assertThat(get(asker.link.askRelease(owner.incarnation, 12))).isTrue();
    assertThat(get(asker.link.askRelease(owner.incarnation, 13))).isTrue();
    assertThat(get(asker.link.takeReleaseRequests())).isEmpty();
    assertThat(get(owner.link.takeReleaseRequests())).containsExactly(12L, 13L);
    assertThat(get(owner.link.takeReleaseRequests())).isEmpty();
  }

  @Test
  public void releaseRequestsAreLimited() {
    Server owner = new Server().start();
    for (int i = 0; i < StoreLink.MAX_REQUESTS; i++) {
      assertThat(get(owner.link.askRelease(owner.incarnation, 1 + i))).isTrue();
    }
    assertThat(get(owner.link.askRelease(owner.incarnation, 1))).isFalse();
    assertThat(get(owner.link.takeReleaseRequests())).hasSize(StoreLink.MAX_REQUESTS);
  }

  // Boards.

  @Test
  public void boardsShowTheLowerIdFirstAmongEquals() {
    get(
        store()
            .rebuildBoard(
                Board.XP,
                List.of(
                    new BoardEntry(9, 50),
                    new BoardEntry(10, 50),
                    new BoardEntry(100, 50),
                    new BoardEntry(3, 7),
                    new BoardEntry(4, (1L << 53) - 1))));
    assertThat(get(store().readBoard(Board.XP, 0, 10)))
        .extracting(BoardEntry::playerId)
        .containsExactly(4L, 9L, 10L, 100L, 3L);
    assertThat(get(store().readBoard(Board.XP, 1, 2)))
        .containsExactly(new BoardEntry(9, 50), new BoardEntry(10, 50));
    get(store().rebuildBoard(Board.XP, List.of()));
    assertThat(get(store().readBoard(Board.XP, 0, 10))).isEmpty();
  }

  @Test
  public void onlyAcceptedRowsCountOnBoards() {
    get(store().rebuildBoard(Board.DEATHS, List.of()));
    Server server = new Server().start();
    long good = newPlayer(1, 0);
    long bad = newPlayer(1, 0);
    Fence fence = server.claim(good);
    server.claim(bad);

    get(
        server.link.save(
            List.of(
                with(next(bad, fence, 3), new BoardTotals(bad, 9, 9, 9)),
                with(next(good, fence, 1), new BoardTotals(good, 100, 7, 2)))));
    get(
        server.link.commit(
            commit(NO_LINES, null, with(next(bad, fence, 3), new BoardTotals(bad, 9, 9, 9)))));

    assertThat(get(store().readBoard(Board.DEATHS, 0, 9))).containsExactly(new BoardEntry(good, 2));
    get(
        server.link.commit(
            commit(NO_LINES, null, with(next(good, fence, 2), new BoardTotals(good, 100, 7, 3)))));
    assertThat(get(store().readBoard(Board.DEATHS, 0, 9))).containsExactly(new BoardEntry(good, 3));
  }

  // The ledger.

  @Test
  public void theLedgerIsReadInSlicesAndTrimmed() {
    Server server = new Server().start();
    String before = lastLedgerId();
    for (int i = 0; i < 5; i++) {
      get(server.link.commit(commit(bytes("l" + i), null)));
    }
    List<LedgerEntry> first = get(store().readLedger(before, 3));
    assertThat(first).hasSize(3);
    List<LedgerEntry> rest = get(store().readLedger(first.get(2).id(), 10));
    assertThat(rest).hasSize(2);
    assertThat(rest.get(1).lines()).isEqualTo(bytes("l4"));

    assertThat(get(store().trimLedger(first.get(2).id()))).isGreaterThanOrEqualTo(3);
    assertThat(get(store().ledgerLength())).isEqualTo(2);

    assertThat(get(store().readLedger(LedgerEntry.BEGINNING, 10)))
        .extracting(LedgerEntry::id)
        .containsExactly(rest.get(0).id(), rest.get(1).id());
  }

  // Values that nobody owns.

  @Test
  public void savesDeletesAndSaysWhatWasThere() {
    String key = "config:" + unique();
    assertThat(get(store().exists(key))).isFalse();
    assertThat(get(store().delete(key))).isFalse();
    get(store().save(key, bytes("a")));
    assertThat(get(store().exists(key))).isTrue();
    assertThat(load(key)).isEqualTo(bytes("a"));
    assertThat(get(store().delete(key))).isTrue();
    assertAbsent(key);
  }

  @Test
  public void comparesBeforeItSets() {
    String key = "config:" + unique();
    assertThat(get(store().compareAndSet(key, bytes("x"), bytes("y")))).isFalse();
    assertThat(get(store().compareAndSet(key, null, bytes("a")))).isTrue();
    assertThat(get(store().compareAndSet(key, null, bytes("b")))).isFalse();
    assertThat(get(store().compareAndSet(key, bytes("z"), bytes("b")))).isFalse();
    assertThat(load(key)).isEqualTo(bytes("a"));
    assertThat(get(store().compareAndSet(key, bytes("a"), bytes("b")))).isTrue();
    assertThat(load(key)).isEqualTo(bytes("b"));
  }

  @Test
  public void walksKeysOfALiteralPrefix() {
    String prefix = "walk*" + unique() + ":";
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      written.add(prefix + i);
      get(store().save(prefix + i, bytes("v")));
    }
    get(store().save(prefix.replace('*', 'x') + "1", bytes("v")));
    assertThat(allKeys(prefix)).containsOnlyOnceElementsOf(written).hasSize(700);
  }

  private List<String> allKeys(String prefix) {
    KeySlice slice = get(store().keys(prefix, KeySlice.START));
    List<String> walked = new ArrayList<>(slice.keys());
    while (!slice.isLast()) {
      slice = get(store().keys(prefix, slice.cursor()));
      walked.addAll(slice.keys());
    }
    return walked;
  }

  @Test
  public void valuesStayAsLongAsTheyAreTold() {
    String key = "config:" + unique();
    assertThat(get(store().setTtl(key, 1_000))).isFalse();
    assertThat(get(store().ttlMs(key))).isEqualTo(-2);
    get(store().save(key, bytes("a")));
    assertThat(get(store().ttlMs(key))).isEqualTo(-1);
    assertThat(get(store().setTtl(key, 60_000))).isTrue();
    assertThat(get(store().ttlMs(key))).isBetween(30_000L, 60_000L);
    get(store().save(key, bytes("b")));
    assertThat(get(store().ttlMs(key))).isEqualTo(-1);
  }

  @Test
  public void keepsAndForgetsQuarantinedCopies() {
    long id = unique();
    assertThat(get(store().loadQuarantined(id))).isNull();
    get(store().quarantine(id, new Quarantined("slot 3: what?", new byte[] {1, 0, 2}), 60_000));
    Quarantined copy = Objects.requireNonNull(get(store().loadQuarantined(id)));
    assertThat(copy.reasons()).isEqualTo("slot 3: what?");
    assertThat(copy.raw()).isEqualTo(new byte[] {1, 0, 2});
    assertThat(get(store().quarantined())).containsKey(id);
    assertThat(get(store().endQuarantine(id))).isTrue();
    assertThat(get(store().endQuarantine(id))).isFalse();
    assertThat(get(store().quarantined())).doesNotContainKey(id);
  }

  // Harness.

  private static int newZone() {
    return 1 + Math.floorMod(ZONES.getAndIncrement(), Keys.MAX_ZONE);
  }

  private static ZoneReply claim(Server server, int zone) {
    ZoneReply reply = get(server.link.claimZone(zone));
    assertThat(reply.outcome()).isEqualTo(ZoneReply.Outcome.OK);
    return reply;
  }

  private void put(Server server, int zone, long epoch, long changes, long... entries) {
    assertThat(
            get(server.link.commit(commit(NO_LINES, part(zone, epoch, changes, 0, entries))))
                .outcome())
        .isEqualTo(CommitReply.Outcome.OK);
  }

  private void count(Server server, int zone, long epoch, long changes, StockChange... counted) {
    ZonePart part = part(zone, epoch, changes, 0, List.of(), List.of(), List.of(counted));
    assertThat(get(server.link.commit(commit(NO_LINES, part))).outcome())
        .isEqualTo(CommitReply.Outcome.OK);
  }

  private static ZonePart part(int zone, long epoch, long changes, long event, long... given) {
    List<GroundEntry> entries = new ArrayList<>();
    for (long entry : given) {
      entries.add(entry(entry));
    }
    return part(zone, epoch, changes, event, List.of(), entries, List.of());
  }

  private static ZonePart part(
      int zone,
      long epoch,
      long changes,
      long event,
      List<Long> taken,
      List<GroundEntry> given,
      List<StockChange> counted) {
    return new ZonePart(zone, epoch, changes, event, taken, given, counted);
  }

  private static GroundEntry entry(long entry) {
    return new GroundEntry(entry, bytes("entry " + entry));
  }

  private static CommitWrite commit(byte[] lines, @Nullable ZonePart zone, RowWrite... rows) {
    return new CommitWrite(4, 5, 6, 11, List.of(rows), lines, zone);
  }

  private RowWrite next(long id, Fence claimed, int steps) {
    return row(id, claimed.withVersion(claimed.version() + steps, false));
  }

  private static RowWrite with(RowWrite row, BoardTotals totals) {
    return new RowWrite(row.key(), row.expectedHeader(), row.record(), totals);
  }

  private static ZoneAnswer standing(CommitReply reply) {
    return Objects.requireNonNull(reply.zone());
  }

  private String lastLedgerId() {
    String last = LedgerEntry.BEGINNING;
    List<LedgerEntry> slice = get(store().readLedger(last, 1_000));
    while (!slice.isEmpty()) {
      last = slice.get(slice.size() - 1).id();
      slice = get(store().readLedger(last, 1_000));
    }
    return last;
  }
}
