package dev.keepstone.persistence.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.AccountCodec;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.ResumeReply.Outcome;
import dev.keepstone.persistence.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store must do. Each test uses ids and server names of its own. */
public abstract class StoreContract {
  protected static final long LEASE_MS = 60_000;
  private static final AtomicLong UNIQUE = new AtomicLong(System.nanoTime() >>> 8);

  private final PlayerCodec codec = new PlayerCodec();
  private final RecordHeader header = new RecordHeader();

  protected abstract Store store();

  /** Overwrites or removes a value behind the store's back. */
  protected abstract void overwrite(String key, byte @Nullable [] value);

  /** Lets a lease run out; others may run out with it. */
  protected abstract void expire(String leaseKey);

  // Registration, reading, counters.

  @Test
  public void registersAccountAndPlayer() {
    String account = Keys.account(name());
    String player = Keys.player(unique());

    assertThat(get(store().register(account, bytes("a"), player, bytes("p"))))
        .isEqualTo(RegisterOutcome.CREATED);

    assertThat(load(account)).isEqualTo(bytes("a"));
    assertThat(load(player)).isEqualTo(bytes("p"));
  }

  @Test
  public void refusesTakenNameAndWritesNothing() {
    String account = Keys.account(name());
    get(store().register(account, bytes("a"), Keys.player(unique()), bytes("p")));
    String second = Keys.player(unique());

    assertThat(get(store().register(account, bytes("b"), second, bytes("q"))))
        .isEqualTo(RegisterOutcome.NAME_TAKEN);

    assertThat(load(account)).isEqualTo(bytes("a"));
    assertAbsent(second);
  }

  @Test
  public void addsACharacterWhollyOrNotAtAll() {
    String account = Keys.account(name());
    get(store().register(account, bytes("a"), Keys.player(unique()), bytes("p")));
    String taken = Keys.account(name());
    String takenId = Keys.player(unique());
    get(store().register(taken, bytes("t"), takenId, bytes("q")));
    String name = Keys.account(name());
    String id = Keys.player(unique());

    assertThat(add(account, "other", name, id)).isEqualTo(RegisterOutcome.CONTENDED);
    assertThat(add(account, "a", taken, id)).isEqualTo(RegisterOutcome.NAME_TAKEN);
    assertThat(add(account, "a", name, takenId)).isEqualTo(RegisterOutcome.ID_TAKEN);
    assertThat(load(account)).isEqualTo(bytes("a"));
    assertThat(load(taken)).isEqualTo(bytes("t"));
    assertAbsent(name);
    assertAbsent(id);

    assertThat(add(account, "a", name, id)).isEqualTo(RegisterOutcome.CREATED);
    assertThat(load(account)).isEqualTo(bytes("b"));
    assertThat(load(name)).isEqualTo(bytes("n"));
    assertThat(load(id)).isEqualTo(bytes("r"));
    assertThat(get(store().register(name, bytes("a"), Keys.player(unique()), bytes("p"))))
        .isEqualTo(RegisterOutcome.NAME_TAKEN);
  }

  private RegisterOutcome add(String account, String asRead, String name, String player) {
    return get(
        store()
            .addCharacter(
                new Store.NewCharacter(
                    account, bytes(asRead), bytes("b"), name, bytes("n"), player, bytes("r"))));
  }

  @Test
  public void refusesTakenIdAndWritesNothing() {
    String player = Keys.player(unique());
    get(store().register(Keys.account(name()), bytes("a"), player, bytes("p")));
    String second = Keys.account(name());

    assertThat(get(store().register(second, bytes("b"), player, bytes("q"))))
        .isEqualTo(RegisterOutcome.ID_TAKEN);

    assertThat(load(player)).isEqualTo(bytes("p"));
    assertAbsent(second);
  }

  @Test
  public void storesRealRecordsByteForByte() {
    AccountRecord account = new AccountRecord(name(), "$argon2id$x", unique(), 5);
    String key = Keys.account(account.name());
    get(
        store()
            .register(
                key,
                new AccountCodec().encode(account),
                Keys.player(account.playerId()),
                record(account.playerId(), Fence.NEW, 1)));

    AccountCodec reader = new AccountCodec();
    assertThat(reader.decode(load(key), account.name())).isEqualTo(DecodeOutcome.OK);
    assertThat(reader.decoded()).isEqualTo(account);
  }

  @Test
  public void findsNothingUnderAnUnknownKey() {
    assertThat(get(store().load(Keys.player(unique()))).value()).isNull();
  }

  @Test
  public void reservesBlocksThatNeverOverlap() {
    String counter = "ids:test" + unique();
    assertThat(get(store().reserve(counter, 64))).isEqualTo(64);
    assertThat(get(store().reserve(counter, 10))).isEqualTo(74);
  }

  @Test
  public void reservesItemIdsOnALinkAndTellsTheHighestWithoutTakingOne() {
    Server server = new Server().start();
    long before = get(server.link().reserveIds(0));
    assertThat(get(server.link().reserveIds(64))).isEqualTo(before + 64);
    assertThat(get(server.link().reserveIds(0))).isEqualTo(before + 64);
    assertThat(get(store().reserve(Keys.ITEM_IDS, 1))).isEqualTo(before + 65);
  }

  @Test
  public void countsStartNumbersPerServerName() {
    String name = "s" + unique();
    assertThat(get(store().takeStartNumber(name))).isEqualTo(1);
    assertThat(get(store().takeStartNumber(name))).isEqualTo(2);
    assertThat(get(store().takeStartNumber("s" + unique()))).isEqualTo(1);
  }

  // Claim.

  @Test
  public void claimMakesTheRecordOurs() {
    Server server = new Server().start();
    long id = newPlayer(7, 0);

    ClaimReply reply = get(server.link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION));

    assertThat(reply.outcome()).isEqualTo(ClaimOutcome.OK);
    assertThat(reply.record()).isEqualTo(load(Keys.player(id)));
    Fence fence = fence(id);
    assertThat(fence).isEqualTo(new Fence(server.incarnation, 1, 7, 7, false));
    assertThat(codec.decode(reply.record(), id, new PlayerRecord())).isEqualTo(DecodeOutcome.OK);
  }

  @Test
  public void claimOfOurOwnRecordRaisesTheEpochToo() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    server.claim(id);
    assertThat(server.claim(id).epoch()).isEqualTo(2);
  }

  @Test
  public void claimKeepsBigNumbersExact() {
    Server server = new Server().start();
    long id = unique();
    Fence big = new Fence(Incarnation.NOBODY, Fence.MAX_NUMBER - 1, 9, Fence.MAX_NUMBER, true);
    overwrite(Keys.player(id), record(id, big, 1));

    assertThat(server.claim(id))
        .isEqualTo(
            new Fence(
                server.incarnation, Fence.MAX_NUMBER, Fence.MAX_NUMBER, Fence.MAX_NUMBER, false));
  }

  @Test
  public void claimIsRefusedWhileAnotherServerLives() {
    long id = newPlayer(1, 0);
    new Server().start().claim(id);
    byte[] before = load(Keys.player(id));

    ClaimReply reply =
        get(new Server().start().link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION));

    assertThat(reply.outcome()).isEqualTo(ClaimOutcome.OWNED);
    assertThat(reply.record()).isEmpty();
    assertThat(load(Keys.player(id))).isEqualTo(before);
  }

  @Test
  public void claimSucceedsWhenTheOwnersLeaseHasEnded() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    first.claim(id);
    expire(first.leaseKey());
    assertThat(new Server().start().claim(id).epoch()).isEqualTo(2);
  }

  @Test
  public void claimNeedsALeaseOfOurOwn() {
    long id = newPlayer(1, 0);
    Server server = new Server().start();
    byte[] before = load(Keys.player(id));
    expire(server.leaseKey());

    assertThat(get(server.link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION)).outcome())
        .isEqualTo(ClaimOutcome.NO_LEASE);
    assertThat(load(Keys.player(id))).isEqualTo(before);
  }

  @Test
  public void claimOfNothingIsMissing() {
    assertThat(
            get(new Server()
                    .start()
                    .link
                    .claim(Keys.player(unique()), PlayerBodyDecoder.SCHEMA_VERSION))
                .outcome())
        .isEqualTo(ClaimOutcome.MISSING);
  }

  @Test
  public void claimLeavesDamagedHeadersAlone() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] sound = load(Keys.player(id));
    for (int offset = 0; offset < RecordDescriptor.HEADER_LENGTH; offset++) {
      byte[] damaged = sound.clone();
      damaged[offset] ^= 0x04;
      assertClaimLeaves(server, id, damaged, ClaimOutcome.CORRUPT);
    }
    assertClaimLeaves(server, id, Arrays.copyOf(sound, 111), ClaimOutcome.CORRUPT);
    assertClaimLeaves(server, id, new byte[] {1}, ClaimOutcome.CORRUPT);
  }

  @Test
  public void claimLeavesNewerRecordsAlone() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] newer = load(Keys.player(id));
    header.write(newer, RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION + 1, Fence.NEW);
    assertClaimLeaves(server, id, newer, ClaimOutcome.NEWER);
  }

  @Test
  public void claimLeavesHugeRecordsAlone() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] huge = Arrays.copyOf(load(Keys.player(id)), RecordDescriptor.MAX_LENGTH + 1);
    header.write(huge, RecordKind.PLAYER, 1, Fence.NEW);
    assertClaimLeaves(server, id, huge, ClaimOutcome.TOO_LARGE);
  }

  private void assertClaimLeaves(Server server, long id, byte[] stored, ClaimOutcome outcome) {
    overwrite(Keys.player(id), stored);
    assertThat(get(server.link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION)).outcome())
        .isEqualTo(outcome);
    assertThat(load(Keys.player(id))).isEqualTo(stored);
  }

  // Save.

  @Test
  public void savesTheNextVersion() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    byte[] row = record(id, claimed.withVersion(2, false), 20);

    assertThat(server.save(id, storedHeader(id), row)).isEqualTo(RowVerdict.OK);
    assertThat(load(Keys.player(id))).isEqualTo(row);
  }

  @Test
  public void savesWithoutKnowingTheStoredHeader() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] row = record(id, server.claim(id).withVersion(2, false), 20);

    assertThat(server.save(id, null, row)).isEqualTo(RowVerdict.OK);
    assertThat(load(Keys.player(id))).isEqualTo(row);
  }

  @Test
  public void judgesFieldByFieldWhenTheExpectedHeaderIsWrong() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] wrong = storedHeader(id);
    byte[] row = record(id, server.claim(id).withVersion(2, false), 20);

    assertThat(server.save(id, wrong, row)).isEqualTo(RowVerdict.OK);
  }

  @Test
  public void aVersionThatIsThereIsDoneAndNotWrittenAgain() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    byte[] before = storedHeader(id);
    byte[] row = record(id, claimed.withVersion(2, false), 20);
    server.save(id, before, row);

    assertThat(server.save(id, before, record(id, claimed.withVersion(2, false), 99)))
        .isEqualTo(RowVerdict.DONE);
    assertThat(load(Keys.player(id))).isEqualTo(row);
  }

  @Test
  public void anOlderVersionOfThisClaimIsDone() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    server.save(id, null, record(id, claimed.withVersion(2, false), 20));
    server.save(id, null, record(id, claimed.withVersion(3, false), 30));

    assertRefused(server, id, claimed.withVersion(2, false), RowVerdict.DONE);
  }

  @Test
  public void aVersionAtOrBelowTheBaseIsStale() {
    Server server = new Server().start();
    long id = newPlayer(5, 0);
    Fence claimed = server.claim(id);
    assertRefused(server, id, claimed, RowVerdict.STALE);
    assertRefused(server, id, new Fence(server.incarnation, 1, 4, 4, false), RowVerdict.STALE);
  }

  @Test
  public void aVersionTooFarAheadIsAGap() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    assertRefused(server, id, server.claim(id).withVersion(3, false), RowVerdict.GAP);
  }

  @Test
  public void aRowOfAnOlderEpochIsLost() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence first = server.claim(id);
    server.claim(id);
    assertRefused(server, id, first.withVersion(2, false), RowVerdict.LOST);
  }

  @Test
  public void aRowOfAnotherOwnerIsLost() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    Fence stale = first.claim(id);
    expire(first.leaseKey());
    new Server().start().claim(id);
    assertRefused(first, id, stale.withVersion(2, false), RowVerdict.LOST);
  }

  @Test
  public void aRowAfterTheReleaseIsLost() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    server.save(id, null, record(id, claimed.withVersion(2, true), 20));
    assertRefused(server, id, claimed.withVersion(3, false), RowVerdict.LOST);
  }

  @Test
  public void aRowWithoutARecordIsMissingAndCreatesNothing() {
    Server server = new Server().start();
    long id = unique();
    byte[] row = record(id, new Fence(server.incarnation, 1, 1, 2, false), 20);

    assertThat(server.save(id, null, row)).isEqualTo(RowVerdict.MISSING);
    assertAbsent(Keys.player(id));
  }

  @Test
  public void aRowOverADamagedHeaderIsRefused() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    byte[] damaged = load(Keys.player(id));
    damaged[RecordDescriptor.VERSION_OFFSET + 5] ^= 1;
    overwrite(Keys.player(id), damaged);
    assertRefused(server, id, claimed.withVersion(2, false), RowVerdict.CORRUPT);
  }

  private void assertRefused(Server server, long id, Fence written, RowVerdict verdict) {
    byte[] before = load(Keys.player(id));
    assertThat(server.save(id, null, record(id, written, 99))).isEqualTo(verdict);
    assertThat(load(Keys.player(id))).isEqualTo(before);
  }

  @Test
  public void judgesEachRowOfABatchAlone() {
    Server server = new Server().start();
    List<RowWrite> rows = new ArrayList<>();
    List<RowVerdict> expected = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      long id = newPlayer(1, 0);
      ids.add(id);
      Fence claimed = server.claim(id);
      boolean good = i % 3 != 0;
      expected.add(good ? RowVerdict.OK : RowVerdict.GAP);
      byte[] row = record(id, claimed.withVersion(good ? 2 : 5, false), i);
      rows.add(new RowWrite(Keys.player(id), good ? storedHeader(id) : null, row));
    }

    assertThat(get(server.link.save(rows))).isEqualTo(expected);

    for (int i = 0; i < 64; i++) {
      assertThat(fence(ids.get(i)).version()).isEqualTo(i % 3 != 0 ? 2 : 1);
    }
  }

  @Test
  public void aStaleServersBatchLosesExactlyTheRowsItLost() {
    Server first = new Server().start();
    long kept = newPlayer(1, 0);
    long taken = newPlayer(1, 0);
    Fence keptFence = first.claim(kept);
    Fence takenFence = first.claim(taken);
    expire(first.leaseKey());
    new Server().start().claim(taken);

    assertThat(
            get(
                first.link.save(
                    List.of(
                        row(kept, keptFence.withVersion(2, false)),
                        row(taken, takenFence.withVersion(2, false))))))
        .containsExactly(RowVerdict.OK, RowVerdict.LOST);
  }

  // Release and give-back.

  @Test
  public void theLastSaveReleasesInTheSameStep() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    Fence claimed = first.claim(id);

    assertThat(first.save(id, storedHeader(id), record(id, claimed.withVersion(2, true), 20)))
        .isEqualTo(RowVerdict.OK);

    assertThat(fence(id).released()).isTrue();
    assertThat(new Server().start().claim(id).base()).isEqualTo(2);
  }

  @Test
  public void aRepeatedReleaseIsDone() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    byte[] last = record(id, server.claim(id).withVersion(2, true), 20);
    server.save(id, null, last);
    assertThat(server.save(id, null, last)).isEqualTo(RowVerdict.DONE);
  }

  @Test
  public void giveBackReleasesWithoutAWrite() {
    Server server = new Server().start();
    long id = newPlayer(4, 0);
    Fence claimed = server.claim(id);
    byte[] body = body(id);

    assertThat(get(server.link.giveBack(Keys.player(id), claimed.epoch())))
        .isEqualTo(RowVerdict.OK);

    assertThat(fence(id)).isEqualTo(claimed.givenBack());
    assertThat(body(id)).isEqualTo(body);
    assertThat(get(server.link.giveBack(Keys.player(id), claimed.epoch())))
        .isEqualTo(RowVerdict.DONE);
    assertThat(new Server().start().claim(id).epoch()).isEqualTo(2);
  }

  @Test
  public void giveBackOfAnotherClaimIsLost() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence first = server.claim(id);
    server.claim(id);
    byte[] before = load(Keys.player(id));
    assertThat(get(server.link.giveBack(Keys.player(id), first.epoch())))
        .isEqualTo(RowVerdict.LOST);
    assertThat(load(Keys.player(id))).isEqualTo(before);
  }

  @Test
  public void giveBackOfNothingOrDamageWritesNothing() {
    Server server = new Server().start();
    long id = unique();
    assertThat(get(server.link.giveBack(Keys.player(id), 1))).isEqualTo(RowVerdict.MISSING);
    overwrite(Keys.player(id), bytes("garbage"));
    assertThat(get(server.link.giveBack(Keys.player(id), 1))).isEqualTo(RowVerdict.CORRUPT);
    assertThat(load(Keys.player(id))).isEqualTo(bytes("garbage"));
  }

  // Lease.

  @Test
  public void aLateRenewalDoesNotReviveADeadLease() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    expire(server.leaseKey());
    assertThat(get(server.link.renew(LEASE_MS))).isFalse();
    assertThat(get(server.link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION)).outcome())
        .isEqualTo(ClaimOutcome.NO_LEASE);
  }

  @Test
  public void retiringTheLeaseFreesWhatWasNotReleased() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    first.claim(id);
    assertThat(get(first.link.retireLease())).isTrue();
    assertThat(new Server().start().claim(id).epoch()).isEqualTo(2);
  }

  // Resume and the link fence.

  @Test
  public void resumeReturnsWhatDiffersAndOnlyThat() {
    Server server = new Server().start();
    long same = newPlayer(1, 0);
    long ahead = newPlayer(1, 0);
    long released = newPlayer(1, 0);
    long reclaimed = newPlayer(1, 0);
    long behind = newPlayer(1, 0);
    long missing = newPlayer(1, 0);
    long damaged = newPlayer(1, 0);
    for (long id : List.of(same, ahead, released, reclaimed, behind, missing, damaged)) {
      server.claim(id);
    }
    server.save(ahead, null, record(ahead, fence(ahead).withVersion(2, false), 1));
    server.save(released, null, record(released, fence(released).withVersion(2, true), 1));
    server.claim(reclaimed);
    overwrite(Keys.player(missing), null);
    overwrite(Keys.player(damaged), bytes("garbage"));

    ResumeReply reply =
        server.reopen(
            List.of(
                holding(same, 1, 1),
                holding(ahead, 1, 1),
                holding(released, 1, 1),
                holding(reclaimed, 1, 1),
                holding(behind, 1, 9),
                holding(missing, 1, 1),
                holding(damaged, 1, 1)));

    assertThat(reply.outcome()).isEqualTo(Outcome.RESUMED);
    assertThat(reply.differing()).extracting(Difference::index).containsExactly(2, 3, 4, 5, 6);
    assertThat(header.wrap(reply.differing().get(0).storedHeader()).fence())
        .isEqualTo(fence(released));
    assertThat(reply.differing().get(3).storedHeader()).isEmpty();
    assertThat(reply.differing().get(4).storedHeader()).isEqualTo(bytes("garbage"));
  }

  @Test
  public void resumeSeesAnotherOwner() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    first.claim(id);
    expire(first.leaseKey());
    Server second = new Server().start();
    second.claim(id);

    ResumeReply reply = first.reopen(List.of(holding(id, 1, 1)));

    assertThat(reply.differing()).hasSize(1);
    assertThat(header.wrap(reply.differing().get(0).storedHeader()).fence().owner())
        .isEqualTo(second.incarnation);
  }

  @Test
  public void resumeRevivesOurLease() {
    long id = newPlayer(1, 0);
    Server server = new Server().start();
    expire(server.leaseKey());
    server.reopen(List.of());
    assertThat(server.claim(id).epoch()).isEqualTo(1);
  }

  @Test
  public void aLinkThatHasNotResumedExecutesNothing() {
    Server server = new Server();
    long id = newPlayer(1, 0);
    server.open();
    assertFenced(server.link, id);
  }

  @Test
  public void aNewLinkFencesAllOlderOnes() {
    Server server = new Server().start();
    long id = newPlayer(1, 0);
    Fence claimed = server.claim(id);
    StoreLink oldest = server.link;
    server.reopen(List.of());
    StoreLink older = server.link;
    server.reopen(List.of());

    assertFenced(oldest, id);
    assertFenced(older, id);
    assertThat(server.save(id, null, record(id, claimed.withVersion(2, false), 1)))
        .isEqualTo(RowVerdict.OK);
  }

  @Test
  public void aLateResumeOfAnOlderLinkIsFenced() {
    Server server = new Server().start();
    StoreLink late = server.open();
    server.reopen(List.of());
    assertThat(get(late.resume(List.of(), List.of(), LEASE_MS)).outcome())
        .isEqualTo(Outcome.FENCED);
    assertThat(get(server.link.renew(LEASE_MS))).isTrue();
  }

  @Test
  public void aRestartEndsThePredecessorsLeaseAtOnce() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    first.claim(id);
    Server second = first.restart();
    assertThat(second.claim(id).epoch()).isEqualTo(2);
    assertFenced(first.link, id);
  }

  @Test
  public void aPredecessorIsSupersededAndHarmless() {
    long id = newPlayer(1, 0);
    Server first = new Server().start();
    Server second = first.restart();
    second.claim(id);

    assertThat(first.reopen(List.of()).outcome()).isEqualTo(Outcome.SUPERSEDED);

    assertThat(get(second.link.renew(LEASE_MS))).isTrue();
    assertFenced(first.link, id);
  }

  @Test
  public void aStartNumberAloneSupersedesAtTheNextResume() {
    Server first = new Server().start();
    get(store().takeStartNumber(first.name));
    assertThat(get(first.link.renew(LEASE_MS))).isTrue();
    assertThat(first.reopen(List.of()).outcome()).isEqualTo(Outcome.SUPERSEDED);
  }

  @Test
  public void twoRunsWithOneStartNumberCantBothResume() {
    Server first = new Server().start();
    Server twin = new Server();
    twin.name = first.name;
    twin.startNumber = first.startNumber;
    twin.open();
    assertThat(get(twin.link.resume(List.of(), List.of(), LEASE_MS)).outcome())
        .isEqualTo(Outcome.SUPERSEDED);
    assertThat(get(first.link.renew(LEASE_MS))).isTrue();
  }

  private void assertFenced(StoreLink link, long id) {
    byte[] before = load(Keys.player(id));
    Fence next = new Fence(Incarnation.NOBODY, 1, 1, 2, true);
    assertFails(link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION), Reason.FENCED);
    assertFails(link.save(List.of(row(id, next))), Reason.FENCED);
    assertFails(link.giveBack(Keys.player(id), 1), Reason.FENCED);
    assertFails(link.renew(LEASE_MS), Reason.FENCED);
    assertFails(link.retireLease(), Reason.FENCED);
    assertThat(load(Keys.player(id))).isEqualTo(before);
  }

  @Test
  public void aClosedLinkFails() {
    Server server = new Server().start();
    assertThat(server.link.isOpen()).isTrue();
    server.link.close();
    assertFails(server.link.renew(LEASE_MS), Reason.UNAVAILABLE);
    assertThat(server.link.isOpen()).isFalse();
  }

  @Test
  public void describesItself() {
    assertThat(get(store().describe()).engine()).isNotBlank();
  }

  // Harness.

  /** A run of a server, with its newest link. */
  public final class Server {
    String name = "s" + unique();
    final Incarnation incarnation = Incarnation.random();
    long startNumber;
    long linkNumber;

    @SuppressWarnings("NullAway.Init")
    StoreLink link;

    public StoreLink link() {
      return link;
    }

    public Incarnation incarnation() {
      return incarnation;
    }

    public String leaseKey() {
      return Keys.lease(incarnation);
    }

    public Server start() {
      startNumber = get(store().takeStartNumber(name));
      assertThat(reopen(List.of()).outcome()).isEqualTo(Outcome.RESUMED);
      return this;
    }

    Server restart() {
      Server next = new Server();
      next.name = name;
      return next.start();
    }

    StoreLink open() {
      linkNumber++;
      link = get(store().openLink(new LinkIdentity(name, startNumber, incarnation, linkNumber)));
      return link;
    }

    ResumeReply reopen(List<Holding> holdings) {
      return get(open().resume(holdings, List.of(), LEASE_MS));
    }

    Fence claim(long id) {
      ClaimReply reply = get(link.claim(Keys.player(id), PlayerBodyDecoder.SCHEMA_VERSION));
      assertThat(reply.outcome()).isEqualTo(ClaimOutcome.OK);
      return header.wrap(reply.record()).fence();
    }

    RowVerdict save(long id, byte @Nullable [] expected, byte[] row) {
      return get(link.save(List.of(new RowWrite(Keys.player(id), expected, row)))).get(0);
    }
  }

  protected static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw StoreException.of(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  protected static void assertFails(CompletableFuture<?> future, Reason reason) {
    assertThatThrownBy(() -> get(future))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  protected static long unique() {
    return UNIQUE.incrementAndGet();
  }

  private static String name() {
    return "n" + Long.toString(unique(), 36);
  }

  long newPlayer(long version, long epoch) {
    long id = unique();
    Fence fence = new Fence(Incarnation.NOBODY, epoch, 0, version, true);
    overwrite(Keys.player(id), record(id, fence, 1));
    return id;
  }

  /** A record of that player. */
  protected byte[] aPlayer(long id, Fence fence) {
    return record(id, fence, 1);
  }

  byte[] record(long id, Fence fence, int hp) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = id;
    player.state.hp = hp;
    player.name = "someone";
    return codec.encode(player, fence);
  }

  RowWrite row(long id, Fence fence) {
    return new RowWrite(Keys.player(id), null, record(id, fence, 1));
  }

  static Holding holding(long id, long epoch, long version) {
    return new Holding(Keys.player(id), epoch, version);
  }

  byte[] load(String key) {
    return Objects.requireNonNull(get(store().load(key)).value());
  }

  void assertAbsent(String key) {
    assertThat(get(store().load(key)).value()).isNull();
  }

  Fence fence(long id) {
    assertThat(header.wrap(load(Keys.player(id))).isHeaderIntact()).isTrue();
    return header.fence();
  }

  private byte[] storedHeader(long id) {
    return Arrays.copyOf(load(Keys.player(id)), RecordDescriptor.HEADER_LENGTH);
  }

  private byte[] body(long id) {
    byte[] record = load(Keys.player(id));
    return Arrays.copyOfRange(record, RecordDescriptor.HEADER_LENGTH, record.length);
  }

  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
