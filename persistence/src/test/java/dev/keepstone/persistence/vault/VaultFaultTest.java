package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the vault does when answers don't come, links break and the store isn't what it was. */
class VaultFaultTest {
  private final VaultHarness h = VaultHarness.ready();

  // Rows.

  @Test
  void aLostReplyIsAskedForAgainUnchangedAndAnsweredOnce() {
    h.play(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.row(7, 2, 5);
    assertThat(h.pass(4_000)).isEmpty();
    assertThat(h.vault.linkState()).isEqualTo(LinkState.READY);
    h.store.fault = Fault.NONE;

    assertThat(h.pass(3_000)).containsExactly("Durable 7 v2");

    assertThat(h.store.saves).hasSize(2);
    assertSame(h.store.saves.get(0), h.store.saves.get(1));
    assertThat(h.count(VaultCounter.RETRIES)).isEqualTo(1);
    assertThat(h.count(VaultCounter.VERDICTS_DONE)).isEqualTo(1);
    assertThat(h.pass(30_000)).isEmpty();
    assertThat(h.count(VaultCounter.LINK_UPS)).isEqualTo(2);
    assertThat(h.count(VaultCounter.LINK_DOWNS)).isEqualTo(1);
  }

  @Test
  void aLostCommandIsExecutedWhenSentAgain() {
    h.play(7);
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.row(7, 2, 5);
    h.pass(1_000);
    h.store.fault = Fault.NONE;
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Durable 7 v2");
    assertThat(h.player(7).state.x).isEqualTo(5);
    assertThat(h.count(VaultCounter.VERDICTS_DONE)).isZero();
  }

  @Test
  void aLateCommandOfADeadLinkIsFenced() {
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.row(7, 2, 5);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Durable 7 v2");
    h.world.row(7, 3, 6);
    assertThat(h.work()).containsExactly("Durable 7 v3");
    byte[] before = h.stored(7);

    h.store.executeDelayed();

    assertThat(h.stored(7)).isEqualTo(before);
    assertThat(h.pass(1_000)).isEmpty();
  }

  @Test
  void rowsWaitForTheStoreAndThenGoOutOldestFirst() {
    for (long id = 1; id <= 10; id++) {
      h.play(id);
    }
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.row(1, 2, 1);
    h.work();
    h.store.refusesLinks = true;
    h.store.cut();
    h.work();
    for (long id = 2; id <= 10; id++) {
      h.world.row(id, 2, 1);
    }
    assertThat(h.pass(20_000)).isEmpty();
    assertThat(h.count(VaultCounter.ROWS_WAITING)).isEqualTo(9);
    h.store.saves.clear();

    h.store.fault = Fault.NONE;
    h.store.refusesLinks = false;
    assertThat(h.pass(6_000)).hasSize(10).first().isEqualTo("Durable 1 v2");
    assertThat(h.store.saves.get(0).get(0).key()).isEqualTo(Keys.player(1));
  }

  @Test
  void anUnansweredReleaseIsNotALoss() {
    h.play(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.lastRow(7, 2, 5);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Durable 7 v2 released");
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aSaveThatMakesNoSenseCostsItsRowsOnly() {
    h.play(7);
    h.store.fault = Fault.BREAK;
    h.world.row(7, 2, 5);
    h.vault.doWork();
    h.store.fault = Fault.NONE;
    assertThat(h.work()).containsExactly("Lost 7 REFUSED");
    assertThat(h.fence(7).released()).isTrue();
    h.play(8);
    assertThat(h.count(VaultCounter.LINK_DOWNS)).isZero();
  }

  // Claims.

  @Test
  void claimsAreRefusedAtOnceWhileTheStoreIsAway() {
    h.newPlayer(7);
    h.store.refusesLinks = true;
    h.store.cut();
    h.work();
    h.world.claim(70, 7);
    assertThat(h.work()).containsExactly("Refused 70 7 STORE_UNAVAILABLE");
    assertThat(h.count(VaultCounter.REFUSED_UNAVAILABLE)).isPositive();
  }

  @Test
  void anExecutedClaimWithoutReplyEndsLoaded() {
    h.newPlayer(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.claim(70, 7);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Loaded 70 7 v1 zone0 x0.0 p7");
    assertThat(h.fence(7).epoch()).isEqualTo(2);
  }

  @Test
  void aClaimThatNobodyWaitsForAnyMoreIsUndone() {
    h.newPlayer(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.claim(70, 7);
    h.work();
    h.store.refusesLinks = true;
    h.store.cut();
    assertThat(h.pass(11_000)).containsExactly("Refused 70 7 STORE_UNAVAILABLE");
    assertThat(h.fence(7).released()).isFalse();

    h.store.fault = Fault.NONE;
    h.store.refusesLinks = false;
    assertThat(h.pass(6_000)).isEmpty();

    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aNewSessionInheritsAClaimThatNobodyWaitsFor() {
    h.newPlayer(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.claim(70, 7);
    h.work();
    h.store.refusesLinks = true;
    h.store.cut();
    assertThat(h.pass(11_000)).hasSize(1);
    h.store.fault = Fault.DELAY;
    h.store.refusesLinks = false;
    h.pass(5_000);
    h.world.claim(71, 7);
    h.work();

    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void claimsThatWereNeverSentAreRefusedWhenTheLinkBreaks() {
    h.store.fault = Fault.LOSE_COMMAND;
    for (long id = 1; id <= 40; id++) {
      h.newPlayer(id);
      h.world.claim(id, id);
    }
    h.work();
    h.store.cut();
    h.store.fault = Fault.NONE;
    List<String> heard = h.pass(1_000);
    assertThat(heard).filteredOn(s -> s.startsWith("Loaded")).hasSize(32);
    assertThat(heard).filteredOn(s -> s.endsWith("STORE_UNAVAILABLE")).hasSize(8);
  }

  @Test
  void aClaimThatMakesNoSenseIsRefused() {
    h.newPlayer(7);
    h.store.fault = Fault.BREAK;
    h.world.claim(70, 7);
    assertThat(h.work()).containsExactly("Refused 70 7 STORE_UNAVAILABLE");
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aGiveBackWithoutReplyIsSentAgain() {
    h.play(7);
    h.store.fault = Fault.LOSE_REPLY;
    h.world.giveBack(7);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    h.pass(1_000);
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    h.world.claim(71, 7);
    assertThat(h.work()).hasSize(1);
  }

  // Lease.

  @Test
  void ourDeadlineCountsFromWhenTheRenewalWasSent() {
    VaultHarness slow =
        new VaultHarness(
            new VaultConfig(
                "slow", 60_000, 5_000, 10_000, 3_000, 200_000, 100, 5_000, 64, 2, 32, 64, 10_000,
                64));
    slow.work();
    slow.store.fault = Fault.DELAY;
    slow.pass(10_000);
    slow.pass(4_000);
    slow.store.executeDelayed();
    slow.work();
    assertThat(slow.count(VaultCounter.RENEWALS)).isEqualTo(1);
    slow.store.fault = Fault.LOSE_REPLY;

    slow.pass(50_900);
    assertThat(slow.vault.linkState()).isEqualTo(LinkState.READY);
    slow.jump(100);
    slow.vault.doWork();
    assertThat(slow.vault.linkState()).isEqualTo(LinkState.DISCONNECTED);
  }

  @Test
  void nothingIsAcknowledgedPastTheDeadlineBeforeAResumeAnswered() {
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.row(7, 2, 5);
    h.work();
    h.jump(55_000);
    h.store.executeDelayed();
    h.store.fault = Fault.NONE;
    h.store.isSilentOnResume = true;

    assertThat(h.pass(2_000)).isEmpty();

    h.store.isSilentOnResume = false;
    assertThat(h.pass(10_000)).containsExactly("Durable 7 v2");
  }

  @Test
  void aLeaseThatIsGoneIsResumedNotRenewed() {
    h.play(7);
    h.epochClock.advance(61_000);
    h.nanoClock.advance(10_000_000_000L);
    h.work();
    h.pass(1_000);
    assertThat(h.vault.linkState()).isEqualTo(LinkState.READY);
    assertThat(h.store.links).isEqualTo(2);
    h.world.row(7, 2, 5);
    assertThat(h.work()).containsExactly("Durable 7 v2");
  }

  @Test
  void aClaimWithoutLeaseWaitsForTheResume() {
    h.newPlayer(7);
    h.epochClock.advance(61_000);
    h.world.claim(70, 7);
    assertThat(h.work()).isEmpty();
    assertThat(h.pass(1_000)).containsExactly("Loaded 70 7 v1 zone0 x0.0 p7");
  }

  // Resume.

  @Test
  void resumeFindsWhatWasTakenOver() {
    h.play(7);
    h.play(8);
    h.store.refusesLinks = true;
    h.store.cut();
    h.work();
    h.world.row(7, 2, 5);
    h.world.row(8, 2, 5);
    h.work();
    h.steal(7);
    byte[] stolen = h.stored(7);
    h.store.refusesLinks = false;

    assertThat(h.pass(2_000)).containsExactly("Lost 7 OWNER_CHANGED", "Durable 8 v2");

    assertThat(h.stored(7)).isEqualTo(stolen);
    assertThat(h.store.saves).noneMatch(rows -> rows.get(0).key().equals(Keys.player(7)));
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
  }

  @Test
  void resumeFindsThatTheStoreWentBack() {
    h.play(7);
    byte[] old = h.stored(7);
    h.world.row(7, 2, 5);
    h.work();
    h.world.row(7, 3, 6);
    h.work();
    h.memory.overwrite(Keys.player(7), old);
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Lost 7 STORE_WENT_BACK");

    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void resumeFindsThatTheStoreForgotOurClaim() {
    h.newPlayer(7);
    byte[] old = h.stored(7);
    h.world.claim(70, 7);
    h.work();
    h.memory.overwrite(Keys.player(7), old);
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 7 STORE_WENT_BACK");
    assertThat(h.stored(7)).isEqualTo(old);
  }

  @Test
  void resumeFindsWhatIsMissing() {
    h.play(7);
    h.memory.overwrite(Keys.player(7), null);
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 7 STORE_WENT_BACK");
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isEqualTo(1);
  }

  // The link.

  @Test
  void backsOffWhileTheStoreIsAway() {
    VaultHarness away = new VaultHarness();
    away.store.refusesLinks = true;
    away.pass(20_000);
    assertThat(away.vault.linkState()).isNotEqualTo(LinkState.READY);
    away.store.refusesLinks = false;
    away.pass(5_100);
    assertThat(away.vault.linkState()).isEqualTo(LinkState.READY);
    assertThat(away.count(VaultCounter.LINK_DOWNS)).isZero();
  }

  @Test
  void aResumeWithoutAnswerIsTriedOnANewLink() {
    h.store.isSilentOnResume = true;
    h.store.cut();
    h.pass(4_000);
    assertThat(h.store.links).isEqualTo(3);
    h.store.isSilentOnResume = false;
    h.pass(4_000);
    assertThat(h.vault.linkState()).isEqualTo(LinkState.READY);
  }

  @Test
  void aStartThatWasOvertakenTakesANewNumber() {
    VaultHarness fresh = new VaultHarness();
    fresh.vault.doWork();
    fresh.vault.doWork();
    fresh.memory.takeStartNumber("test").join();
    fresh.pass(1_000);
    assertThat(fresh.vault.linkState()).isEqualTo(LinkState.READY);
  }

  @Test
  void closingWaitsForAStoreThatIsAway() {
    h.play(7);
    h.store.refusesLinks = true;
    h.store.cut();
    h.work();
    h.world.lastRow(7, 2, 5);
    h.vault.requestClose();
    assertThat(h.pass(10_000)).isEmpty();
    assertThat(h.vault.isClosed()).isFalse();
    h.store.refusesLinks = false;
    assertThat(h.pass(6_000)).containsExactly("Durable 7 v2 released");
    assertThat(h.vault.isClosed()).isTrue();
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 2, true));
  }

  @Test
  void closingDoesNotWaitForAStoreThatIsAwayWhenNothingIsHeld() {
    h.store.refusesLinks = true;
    h.store.cut();
    h.vault.requestClose();
    h.work();
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void aSupersededVaultLosesEverybodyAndEnds() {
    h.play(7);
    h.play(8);
    h.newPlayer(9);
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.row(7, 2, 5);
    h.world.claim(90, 9);
    h.work();
    h.memory.takeStartNumber("test").join();
    h.store.fault = Fault.NONE;
    h.store.cut();

    assertThat(h.pass(1_000))
        .containsExactlyInAnyOrder(
            "Lost 7 OWNER_CHANGED", "Lost 8 OWNER_CHANGED", "Refused 90 9 STORE_UNAVAILABLE");

    assertThat(h.vault.linkState()).isEqualTo(LinkState.SUPERSEDED);
    h.world.claim(91, 9);
    assertThat(h.work()).containsExactly("Refused 91 9 STORE_UNAVAILABLE");
    h.vault.requestClose();
    h.work();
    assertThat(h.vault.isClosed()).isTrue();
    assertThat(h.count(VaultCounter.ROWS_LOST)).isPositive();
  }

  private static void assertSame(List<RowWrite> first, List<RowWrite> second) {
    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).key()).isEqualTo(first.get(i).key());
      assertThat(second.get(i).record()).isEqualTo(first.get(i).record());
    }
  }
}
