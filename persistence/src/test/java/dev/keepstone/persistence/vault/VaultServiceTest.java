package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.LogSync;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the vault does for the world beside records and zones: ids, the time, the online list. */
class VaultServiceTest {
  private final VaultHarness h = VaultHarness.ready();

  // Ids.

  @Test
  void reservesBlocksThatFollowEachOther() {
    h.world.reserveIds(100);
    h.world.reserveIds(50);
    assertThat(h.work()).containsExactly("Ids 1 +100", "Ids 101 +50");
    assertThat(h.memory.reserve(Keys.ITEM_IDS, 1).join()).isEqualTo(151);
    assertThat(h.count(VaultCounter.IDS_RESERVED)).isEqualTo(2);
  }

  @Test
  void asksForIdsUntilTheStoreIsBack() {
    h.store.fault = FaultyStore.Fault.BREAK;
    h.world.reserveIds(100);
    assertThat(h.pass(2_000)).isEmpty();
    assertThat(h.count(VaultCounter.IDS_RETRIES)).isBetween(5L, 9L);
    h.store.fault = FaultyStore.Fault.NONE;
    assertThat(h.pass(500)).containsExactly("Ids 1 +100");
    assertThat(h.pass(2_000)).isEmpty();
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForForEver() {
    h.store.isSilentOnReads = true;
    h.world.reserveIds(100);
    assertThat(h.pass(5_100)).isEmpty();
    h.store.isSilentOnReads = false;
    h.store.refusesReads = true;
    assertThat(h.pass(6_000)).isEmpty();
    h.store.refusesReads = false;
    assertThat(h.pass(2_500)).containsExactly("Ids 1 +100");
  }

  @Test
  void handsOutIdsOnlyOnceTheyAreOnDisk() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_900)).isEmpty();
    assertThat(h.pass(200)).containsExactly("Ids 1 +100");
    assertThat(h.store.looks).isEqualTo(3);
  }

  @Test
  void aSyncThatIsPendingIsWaitedForAndTheNextOneToo() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_000)).isEmpty();
    h.store.logSync = new LogSync(false, true);
    assertThat(h.pass(20_000)).isEmpty();
    h.store.logSync = new LogSync(false, false);
    assertThat(h.pass(3_500)).isEmpty();
    assertThat(h.pass(3_000)).containsExactly("Ids 1 +100");
  }

  @Test
  void idsOfALinkThatBrokeAreForgotten() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_000)).isEmpty();
    h.store.cut();
    assertThat(h.pass(5_000)).isEmpty();
    assertThat(h.pass(500)).containsExactly("Ids 101 +100");
    assertThat(h.count(VaultCounter.IDS_RETRIES)).isEqualTo(1);
  }

  @Test
  void theLinkThatReservedIdsMustAnswerAgainBeforeTheyAreUsed() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_900)).isEmpty();
    // It has been dead for a while, and nobody knows yet.
    h.store.fault = FaultyStore.Fault.LOSE_COMMAND;
    assertThat(h.pass(5_000)).isEmpty();
    h.store.cut();
    h.store.fault = FaultyStore.Fault.NONE;
    assertThat(h.pass(5_500)).containsExactly("Ids 101 +100");
  }

  @Test
  void aBlockWhoseAnswerNeverComesIsAskedForByTheNextLink() {
    h.store.fault = FaultyStore.Fault.LOSE_COMMAND;
    h.world.reserveIds(100);
    assertThat(h.work()).isEmpty();
    h.store.fault = FaultyStore.Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Ids 1 +100");
    assertThat(h.count(VaultCounter.IDS_RETRIES)).isEqualTo(1);
  }

  @Test
  void aBlockIsForgottenWhenTheLinkCannotSayThatTheStoreStillHasIt() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_900)).isEmpty();
    h.store.fault = FaultyStore.Fault.BREAK;
    assertThat(h.pass(200)).isEmpty();
    assertThat(h.count(VaultCounter.IDS_RETRIES)).isEqualTo(1);
    h.store.fault = FaultyStore.Fault.NONE;
    assertThat(h.pass(6_000)).containsExactly("Ids 101 +100");
  }

  @Test
  void aBlockThatTheStoreHasForgottenIsNotHandedOut() {
    h.store.logSync = new LogSync(false, false);
    h.world.reserveIds(100);
    assertThat(h.pass(4_900)).isEmpty();
    h.store.replies.put("reserveIds", CompletableFuture.completedFuture(99L));
    assertThat(h.pass(200)).isEmpty();
    assertThat(h.count(VaultCounter.IDS_RETRIES)).isEqualTo(1);
    h.store.replies.clear();
    assertThat(h.pass(6_000)).containsExactly("Ids 101 +100");
  }

  @Test
  void refusesBlocksOfNoSize() {
    h.world.reserveIds(0);
    h.world.reserveIds(-1);
    for (int i = 0; i <= ItemIds.MAX_WAITING; i++) {
      h.world.reserveIds(1);
    }
    h.store.fault = FaultyStore.Fault.BREAK;
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(3);
  }

  // The time.

  @Test
  void tellsTheTimeOnceASecond() {
    assertThat(h.world.clocks).containsExactly(1_000_000L);
    h.pass(3_000);
    assertThat(h.world.clocks).containsExactly(1_000_000L, 1_001_000L, 1_002_000L, 1_003_000L);
  }

  @Test
  void aWorldWithoutRoomMissesTheTimeAndNothingElse() {
    h.play(7);
    h.world.clocks.clear();
    h.world.fromVault.room = 0;
    h.pass(2_000);
    h.world.row(7, 2, 1);
    h.work();
    h.world.fromVault.room = Integer.MAX_VALUE;
    List<String> heard = h.pass(1_000);
    assertThat(heard).containsExactly("Durable 7 v2");
    assertThat(h.world.clocks).containsExactly(1_003_000L);
  }

  /** What waits goes first, and the time of a second ago is worth nothing. */
  @Test
  void theTimeDoesNotWaitBehindOtherMessages() {
    h.play(7);
    h.world.clocks.clear();
    h.world.fromVault.room = 0;
    h.world.row(7, 2, 1);
    h.work();
    h.pass(2_000);
    assertThat(h.count(VaultCounter.OFFERS_REFUSED)).isEqualTo(3);
    h.world.fromVault.room = Integer.MAX_VALUE;
    assertThat(h.work()).containsExactly("Durable 7 v2");
    assertThat(h.world.clocks).isEmpty();
    h.pass(1_000);
    assertThat(h.world.clocks).containsExactly(1_003_000L);
  }

  @Test
  void tellsTheTimeWhileTheStoreIsAway() {
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(2_000);
    assertThat(h.world.clocks).hasSize(3);
  }

  // The online list.

  @Test
  void takesPlayersOfDeadServersOffTheOnlineListOnce() {
    h.play(7);
    assertThat(h.memory.online().join()).containsKey(7L);
    h.jump(61_000);
    h.vault = h.newVault(VaultAgentTest.named("second"));
    h.work();
    assertThat(h.memory.online().join()).isEmpty();
    assertThat(h.count(VaultCounter.ONLINE_REPAIRED)).isEqualTo(1);
  }

  @Test
  void aListThatCannotBeRepairedHoldsUpNobody() {
    VaultHarness starting = new VaultHarness();
    starting.store.refusesReads = true;
    starting.work();

    starting.play(7);

    assertThat(starting.count(VaultCounter.ONLINE_REPAIRED)).isZero();
  }
}
