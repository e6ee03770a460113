package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;

/** One player, two servers: the one asks, the other lets go. */
class VaultTakeOverTest {
  private final VaultHarness h = VaultHarness.ready();
  private final FaultyStore otherStore = new FaultyStore(h.memory);
  private final TestWorld other = new TestWorld();
  private final CachedNanoClock otherNano = new CachedNanoClock();
  private final CachedEpochClock otherEpoch = new CachedEpochClock();
  private final VaultAgent otherVault =
      h.newVault(VaultAgentTest.named("other"), otherStore, other, otherNano, otherEpoch);

  /** Both servers work for that long; what the other world hears is in {@link #otherHeard}. */
  private List<String> pass(long ms) {
    List<String> heard = new ArrayList<>();
    for (long passed = 0; passed < ms; passed += 50) {
      heard.addAll(h.pass(50));
      otherNano.advance(50_000_000);
      for (int i = 0; i < 20; i++) {
        otherVault.doWork();
      }
      otherHeard.addAll(other.heard());
    }
    return heard;
  }

  private final List<String> otherHeard = new ArrayList<>();

  /** The other server plays 7. */
  private void otherPlays() {
    pass(50);
    h.newPlayer(7);
    other.claim(70, 7);
    pass(50);
    assertThat(otherHeard).containsExactly("Loaded 70 7 v1 zone0 x0.0 p7");
    otherHeard.clear();
  }

  @Test
  void theOwnerIsAskedSavesAndLetsGo() {
    otherPlays();
    h.world.takeOver(71, 7);
    assertThat(pass(600)).isEmpty();
    assertThat(otherHeard).containsExactly("ReleaseAsked 7");
    other.lastRow(7, 2, 5);
    assertThat(pass(500)).containsExactly("Loaded 71 7 v2 zone1 x5.0 p7");
    assertThat(h.count(VaultCounter.TAKE_OVERS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.TAKE_OVERS_LOADED)).isEqualTo(1);
    assertThat(otherVault.counters().get(VaultCounter.RELEASES_ASKED)).isEqualTo(1);
  }

  @Test
  void anOwnerWhoDoesNotLetGoIsAskedOnceAndWaitedForThreeSeconds() {
    otherPlays();
    h.world.takeOver(71, 7);
    assertThat(pass(2_900)).isEmpty();
    assertThat(pass(400)).containsExactly("Refused 71 7 OWNED_ELSEWHERE");
    assertThat(otherHeard).containsExactly("ReleaseAsked 7");
    assertThat(h.store.commands.stream().filter("claim"::equals).count()).isBetween(10L, 14L);
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void withoutTheWishNobodyIsAsked() {
    otherPlays();
    h.world.claim(71, 7);
    assertThat(pass(100)).containsExactly("Refused 71 7 OWNED_ELSEWHERE");
    pass(1_000);
    assertThat(otherHeard).isEmpty();
  }

  @Test
  void anOwnerWhoDoesNotKnowThatItOwnsGivesBack() {
    pass(50);
    h.newPlayer(7);
    // The answer to its claim made no sense, so it believes that it has nothing.
    otherStore.fault = Fault.LOSE_REPLY;
    otherStore.breaksAfterwards = true;
    other.claim(70, 7);
    pass(50);
    otherStore.fault = Fault.NONE;
    otherStore.breaksAfterwards = false;
    assertThat(otherHeard).containsExactly("Refused 70 7 STORE_UNAVAILABLE");
    assertThat(h.fence(7).owner()).isEqualTo(otherVault.incarnation());

    h.world.takeOver(71, 7);
    assertThat(pass(1_500)).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
    assertThat(otherVault.counters().get(VaultCounter.RELEASES_UNKNOWN)).isEqualTo(1);
    assertThat(otherVault.counters().get(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aPlayerOnTheWayOutIsNotAskedFor() {
    otherPlays();
    otherStore.fault = Fault.DELAY;
    other.lastRow(7, 2, 5);
    pass(50);
    h.world.takeOver(71, 7);
    pass(600);
    otherStore.fault = Fault.NONE;
    otherStore.executeDelayed();
    assertThat(pass(1_000)).containsExactly("Loaded 71 7 v2 zone1 x5.0 p7");
    assertThat(otherHeard).containsExactly("Durable 7 v2 released");
  }

  @Test
  void aTakeOverEndsWithTheLink() {
    otherPlays();
    h.world.takeOver(71, 7);
    pass(100);
    h.store.refusesLinks = true;
    h.store.cut();
    assertThat(pass(100)).containsExactly("Refused 71 7 STORE_UNAVAILABLE");
    h.store.refusesLinks = false;
    assertThat(pass(10_000)).isEmpty();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aSecondSessionHereWaitsForTheGiveBackWithItsWish() {
    pass(50);
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.giveBack(7);
    h.work();
    h.world.takeOver(71, 7);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(pass(100)).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  // Asking.

  /** The record is changed between the claim that says whose it is and the look at it. */
  private void claimedButNotYetRead() {
    otherPlays();
    h.world.takeOver(71, 7);
    h.vault.doWork();
  }

  @Test
  void nobodyIsAskedForARecordThatHasVanished() {
    claimedButNotYetRead();
    h.memory.overwrite(Keys.player(7), null);

    assertThat(pass(600)).containsExactly("Refused 71 7 CHARACTER_MISSING");

    assertThat(h.store.commands).doesNotContain("askRelease");
  }

  @Test
  void nobodyIsAskedForARecordThatCannotBeRead() {
    claimedButNotYetRead();
    byte[] damaged = h.stored(7);
    damaged[RecordDescriptor.CHECK_OFFSET] ^= 1;
    h.memory.overwrite(Keys.player(7), damaged);

    assertThat(pass(600)).containsExactly("Refused 71 7 DATA_CORRUPTED");

    assertThat(h.store.commands).doesNotContain("askRelease");
  }

  @Test
  void nobodyIsAskedForARecordThatHasBeenLetGo() {
    claimedButNotYetRead();
    other.lastRow(7, 2, 5);
    for (int i = 0; i < 20; i++) {
      otherVault.doWork();
    }

    assertThat(pass(600)).containsExactly("Loaded 71 7 v2 zone1 x5.0 p7");

    assertThat(h.store.commands).doesNotContain("askRelease");
  }

  @Test
  void aRecordThatCouldNotBeReadIsReadInTheNextRound() {
    otherPlays();
    h.store.refusesReads = true;
    h.world.takeOver(71, 7);
    pass(100);
    h.store.refusesReads = false;
    h.store.isSilentOnReads = true;
    pass(250);
    h.store.isSilentOnReads = false;
    assertThat(h.store.commands).doesNotContain("askRelease");

    assertThat(pass(900)).isEmpty();

    assertThat(h.store.commands).containsOnlyOnce("askRelease");
    assertThat(otherHeard).containsExactly("ReleaseAsked 7");
  }

  @Test
  void whoCouldNotBeAskedIsAskedInTheNextRound() {
    otherPlays();
    h.world.takeOver(71, 7);
    h.store.replies.put("askRelease", new CompletableFuture<>());
    pass(200);
    h.store.replies.put(
        "askRelease",
        CompletableFuture.failedFuture(new StoreException(StoreException.Reason.BROKEN, "ERR")));
    pass(250);
    h.store.replies.put("askRelease", CompletableFuture.completedFuture(false)); // too many asked
    pass(250);
    h.store.replies.clear();
    assertThat(otherHeard).isEmpty();

    assertThat(pass(900)).isEmpty();

    assertThat(otherHeard).containsExactly("ReleaseAsked 7");
    assertThat(h.store.commands.stream().filter("askRelease"::equals)).hasSize(4);
  }

  @Test
  void anOrderlyStopWaitsForTheEndOfATakeOver() {
    otherPlays();
    h.world.takeOver(71, 7);
    pass(100);
    h.vault.requestClose();
    assertThat(pass(500)).isEmpty();
    assertThat(h.vault.isClosed()).isFalse();

    assertThat(pass(3_000)).containsExactly("Refused 71 7 OWNED_ELSEWHERE");
    assertThat(h.vault.isClosed()).isTrue();
  }

  // Being asked.

  private static void isAskedFor(VaultHarness asked, long playerId) {
    asked.store.replies.put(
        "takeReleaseRequests", CompletableFuture.completedFuture(List.of(playerId)));
  }

  @Test
  void whoseLastRowOrGiveBackIsOnItsWayIsNotAskedFor() {
    h.play(7);
    h.play(8);
    h.store.fault = Fault.DELAY;
    h.world.lastRow(7, 2, 5);
    h.world.giveBack(8);
    h.work();
    isAskedFor(h, 7);
    assertThat(h.pass(600)).isEmpty();
    isAskedFor(h, 8);
    assertThat(h.pass(500)).isEmpty();
    assertThat(h.count(VaultCounter.RELEASES_ASKED)).isEqualTo(2);
    assertThat(h.count(VaultCounter.RELEASES_UNKNOWN)).isZero();

    h.store.fault = Fault.NONE;
    h.store.executeDelayed();

    assertThat(h.work()).containsExactly("Durable 7 v2 released");
    assertThat(h.fence(8).released()).isTrue();
  }

  @Test
  void aRequestForNobodyIsDropped() {
    isAskedFor(h, 0);
    assertThat(h.pass(600)).isEmpty();

    assertThat(h.count(VaultCounter.RELEASES_ASKED)).isPositive();
    assertThat(h.count(VaultCounter.RELEASES_UNKNOWN)).isZero();
    assertThat(h.store.commands).doesNotContain("claim");
  }

  @Test
  void aRequestForWhatWeDoNotHaveWaitsForNobodyWhenTheQueueIsFull() {
    VaultHarness small =
        new VaultHarness(
            new VaultConfig(
                "small", 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 1, 2, 10_000, 64));
    small.work();
    small.store.fault = Fault.DELAY;
    for (long id = 1; id <= 3; id++) {
      small.newPlayer(id);
      small.world.claim(10 * id, id);
      small.work();
    }
    small.newPlayer(9);
    isAskedFor(small, 9);
    assertThat(small.pass(600)).isEmpty();
    assertThat(small.count(VaultCounter.RELEASES_UNKNOWN)).isEqualTo(1);

    small.store.replies.clear();
    small.store.fault = Fault.NONE;
    small.store.executeDelayed();

    assertThat(small.work()).hasSize(3).allMatch(s -> s.startsWith("Loaded"));
    assertThat(small.fence(9)).isEqualTo(Fence.NEW);
  }

  @Test
  void aRequestForWhatAnotherServerHasEndsQuietly() {
    otherPlays();
    isAskedFor(h, 7);
    assertThat(pass(600)).isEmpty();

    assertThat(h.count(VaultCounter.RELEASES_UNKNOWN)).isPositive();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.CLAIMS_REFUSED)).isZero();
    assertThat(otherHeard).isEmpty();
  }
}
