package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.CommitEncoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Tier-1 operations of players; {@link VaultZoneTest} has those that touch the ground. */
class VaultCommitTest {
  private static final LedgerLine COINS =
      new LedgerLine(0, 5, 0, Container.INVENTORY, 7, Container.INVENTORY, 8);

  private final VaultHarness h = VaultHarness.ready();

  private TestCommit trade(long commit, int version) {
    return h.world
        .commit(commit)
        .by(7, commit)
        .row(7, version, 70f + version)
        .row(8, version, 80f + version)
        .line(COINS);
  }

  private void playBoth() {
    h.play(7);
    h.play(8);
  }

  // The store answers.

  @Test
  void writesBothPlayersAndTheLedgerAndTellsOnce() {
    playBoth();
    trade(1, 2).send();

    assertThat(h.work()).containsExactly("Settled 1 DURABLE");

    assertThat(h.player(7).state.x).isEqualTo(72);
    assertThat(h.player(8).state.x).isEqualTo(82);
    assertThat(h.player(8).name).isEqualTo("p8");
    LedgerEntry entry = h.memory.readLedger(LedgerEntry.BEGINNING, 10).join().get(0);
    assertThat(LedgerLines.decode(entry.lines())).containsExactly(COINS);
    assertThat(entry.operation()).isEqualTo(1);
    assertThat(entry.initiator()).isEqualTo(7);
    assertThat(entry.kind()).isEqualTo(OperationKind.TRADE.value());
    assertThat(h.count(VaultCounter.COMMITS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_DURABLE)).isEqualTo(1);
    assertThat(h.vault.counters().commitDurationUs(null).getTotalCount()).isEqualTo(1);
    assertThat(h.pass(30_000)).isEmpty();
  }

  @Test
  void aRowFollowsACommitAndACommitARow() {
    playBoth();
    trade(1, 2).send();
    h.work();
    h.world.row(7, 3, 1);
    assertThat(h.work()).containsExactly("Durable 7 v3");
    h.world.commit(2).by(7, 2).row(7, 4, 2).send();
    assertThat(h.work()).containsExactly("Settled 2 DURABLE");
    h.world.lastRow(7, 5, 3);
    assertThat(h.work()).containsExactly("Durable 7 v5 released");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isZero();
    // What a write has confirmed is what the next one may follow.
    assertThat(h.store.commits)
        .allSatisfy(commit -> assertThat(commit.rows().get(0).expectedHeader()).isNotNull());
    assertThat(h.store.saves)
        .allSatisfy(rows -> assertThat(rows.get(0).expectedHeader()).isNotNull());
  }

  @Test
  void refusedAsAWholeBothPlayersAreGivenUpAndTheOneThatIsOursGivenBack() {
    playBoth();
    h.steal(8);
    byte[] stolen = h.stored(8);
    trade(1, 2).send();

    assertThat(h.work()).containsExactly("Settled 1 REFUSED");

    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, true));
    assertThat(h.stored(8)).isEqualTo(stolen);
    assertThat(h.memory.readLedger(LedgerEntry.BEGINNING, 10).join()).isEmpty();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.COMMITS_REFUSED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.VERDICTS_LOST)).isEqualTo(1);

    h.world.row(7, 2, 1);
    assertThat(h.work()).isEmpty();
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void aVersionThatSkipsOneIsRefused() {
    playBoth();
    h.world.commit(1).by(7, 1).row(7, 2, 1).row(8, 3, 1).send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");
    assertThat(h.count(VaultCounter.VERDICTS_GAP)).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.fence(8).released()).isTrue();
  }

  // What can't be sent.

  @Test
  void aPlayerWhoIsNotHeldRefusesTheCommitAtOnce() {
    playBoth();
    h.world.giveBack(8);
    h.work();
    trade(1, 2).send();

    assertThat(h.work()).containsExactly("Settled 1 REFUSED");

    assertThat(h.store.commands).doesNotContain("commit");
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.COMMITS_UNSENT)).isEqualTo(1);
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
    assertThat(h.count(VaultCounter.ROWS_UNCLAIMED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_REFUSED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_UNSENT)).isEqualTo(1);
  }

  @Test
  void aSecondWriteBeforeTheVerdictIsTheWorldsErrorAndEndsItsPlayers() {
    playBoth();
    h.play(9);
    h.store.fault = Fault.DELAY;
    trade(1, 2).send();
    h.world.commit(2).by(9, 1).row(9, 2, 1).row(8, 3, 1).send();
    assertThat(h.work()).containsExactly("Settled 2 REFUSED");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);

    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).containsExactly("Settled 1 DURABLE");
    assertThat(h.fence(7).released()).isFalse();
    assertThat(h.fence(8)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 2, true));
    assertThat(h.fence(9).released()).isTrue();
  }

  @Test
  void onePlayerTwiceInACommitIsTheWorldsError() {
    h.play(7);
    h.world.commit(1).by(7, 1).row(7, 2, 1).row(7, 3, 1).send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, true));
  }

  @Test
  void aCommitOfNobodyAndNothingIsTheWorldsError() {
    h.world.commit(1).send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
  }

  @Test
  void aFaultInOneCommitCostsOnlyItsPlayers() {
    playBoth();
    h.play(9);
    h.play(10);
    h.world.commit(1).by(7, 1).row(7, 2, 1).row(8, 2, Float.NaN).send();
    h.world.commit(2).by(9, 1).row(9, 2, 1).row(10, 2, 2).send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED", "Settled 2 DURABLE");
    assertThat(h.faults).hasSize(1);
    assertThat(h.fence(7)).isEqualTo(new Fence(h.vault.incarnation(), 1, 1, 1, true));
    assertThat(h.fence(8).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isEqualTo(2);
  }

  @Test
  void ledgerLinesThatMakeNoSenseRefuseTheCommit() {
    playBoth();
    h.world
        .commit(1)
        .by(7, 1)
        .row(7, 2, 1)
        .line(new LedgerLine(0, 5, 0, Container.NULL_VAL, 7, Container.BANK, 8))
        .take(4)
        .in(3)
        .send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED zone3 BROKEN c0 +4");
    assertThat(h.faults).hasSize(1);
    assertThat(h.fence(7).released()).isTrue();
  }

  @Test
  void dropsACommitWhoseLengthsLeadOutOfIt() {
    h.play(7);
    byte[] message = new byte[8 + CommitEncoder.BLOCK_LENGTH + 4];
    CommitEncoder commit = new CommitEncoder();
    commit.wrapAndApplyHeader(new UnsafeBuffer(message), 0, new MessageHeaderEncoder()).commit(1);
    h.world.raw(message);
    new UnsafeBuffer(message).putShort(8 + CommitEncoder.BLOCK_LENGTH + 2, (short) 3);
    h.world.raw(message);
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.BAD_MESSAGES)).isEqualTo(2);
  }

  // The link breaks.

  @Test
  void aLostReplyIsAskedForAgainUnchangedAndDoneOnce() {
    playBoth();
    h.store.fault = Fault.LOSE_REPLY;
    trade(1, 2).send();
    h.jump(100);
    assertThat(h.work()).isEmpty();
    h.store.fault = Fault.NONE;
    h.jump(5_000);
    h.store.cut();

    assertThat(h.pass(3_000)).containsExactly("Settled 1 DURABLE");

    assertResentUnchanged();
    assertThat(h.count(VaultCounter.COMMITS_DONE)).isEqualTo(1);
    assertThat(h.memory.readLedger(LedgerEntry.BEGINNING, 10).join()).hasSize(1);
    assertThat(h.fence(7).version()).isEqualTo(2);
    h.world.row(7, 3, 1);
    assertThat(h.work()).containsExactly("Durable 7 v3");
    assertThat(h.count(VaultCounter.COMMITS_DURABLE)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_DONE)).isEqualTo(1);
  }

  @Test
  void aLostCommandIsExecutedWhenSentAgain() {
    playBoth();
    h.store.fault = Fault.LOSE_COMMAND;
    trade(1, 2).send();
    assertThat(h.work()).isEmpty();
    h.store.fault = Fault.NONE;
    h.store.cut();

    assertThat(h.pass(3_000)).containsExactly("Settled 1 DURABLE");

    assertResentUnchanged();
    assertThat(h.count(VaultCounter.COMMITS_DONE)).isZero();
    assertThat(h.player(8).state.x).isEqualTo(82);
  }

  private void assertResentUnchanged() {
    assertThat(h.count(VaultCounter.COMMITS_RESENT)).isEqualTo(1);
    List<CommitWrite> commits = h.store.commits;
    assertThat(commits).hasSize(2);
    assertThat(commits.get(1)).usingRecursiveComparison().isEqualTo(commits.get(0));
  }

  @Test
  void aCommitTakenWhileTheLinkIsDownWaits() {
    playBoth();
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(500);
    trade(1, 2).send();
    assertThat(h.pass(1_000)).isEmpty();
    assertThat(h.count(VaultCounter.COMMITS_WAITING)).isEqualTo(1);
    h.store.refusesLinks = false;
    assertThat(h.pass(10_000)).containsExactly("Settled 1 DURABLE");
  }

  @Test
  void aRecordThatAResumeFindsLostIsToldAtOnceAndTheCommitSettledByItsReply() {
    playBoth();
    h.store.fault = Fault.LOSE_COMMAND;
    trade(1, 2).send();
    h.work();
    h.store.fault = Fault.NONE;
    h.steal(8);
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 8 OWNER_CHANGED", "Settled 1 REFUSED");
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void whatWasDoneBeforeARecordWasLostIsDurableForTheOther() {
    playBoth();
    h.store.fault = Fault.LOSE_REPLY;
    trade(1, 2).send();
    h.work();
    h.store.fault = Fault.NONE;
    h.steal(8);
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 8 OWNER_CHANGED", "Settled 1 DURABLE");
    h.world.row(7, 3, 1);
    assertThat(h.work()).containsExactly("Durable 7 v3");
  }

  @Test
  void whatTheStoreHasForgottenInPartIsLostForThatPlayer() {
    playBoth();
    byte[] before = h.stored(8);
    h.store.fault = Fault.LOSE_REPLY;
    trade(1, 2).send();
    h.work();
    h.store.fault = Fault.NONE;
    h.memory.overwrite(Keys.player(8), before);
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Settled 1 DURABLE", "Lost 8 REFUSED");
    assertThat(h.fence(8).released()).isTrue();
    assertThat(h.fence(7).version()).isEqualTo(2);
  }

  @Test
  void aCommitThatCantBeJudgedIsRefused() {
    playBoth();
    h.store.fault = Fault.BREAK;
    trade(1, 2).send();
    h.vault.doWork();
    h.store.fault = Fault.NONE;
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.fence(8).released()).isTrue();
    assertThat(h.count(VaultCounter.COMMITS_REFUSED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_DURABLE)).isZero();
  }

  @Test
  void aSupersededServerAnswersWhatItWillNeverKnow() {
    playBoth();
    h.play(9);
    h.store.fault = Fault.LOSE_REPLY;
    trade(1, 2).send();
    h.work();
    VaultAgent first = h.vault;
    h.vault = h.newVault(VaultHarness.CONFIG);
    h.store.fault = Fault.NONE;
    h.work();

    h.vault = first;
    h.jump(11_000);
    h.work();
    assertThat(h.pass(1_000)).containsExactly("Settled 1 REFUSED", "Lost 9 OWNER_CHANGED");
    assertThat(first.linkState()).isEqualTo(LinkState.SUPERSEDED);
  }

  // The pipe.

  @Test
  void aCommitDoesNotWaitBehindPacedSaves() {
    for (long id = 1; id <= 400; id++) {
      h.play(id);
    }
    h.store.fault = Fault.DELAY;
    for (long id = 3; id <= 400; id++) {
      h.world.row(id, 2, 1);
    }
    h.work();
    h.world.commit(1).by(1, 1).row(1, 2, 1).row(2, 2, 1).send();
    h.work();
    assertThat(h.store.commands).endsWith("save", "save", "commit");
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).contains("Settled 1 DURABLE");
  }

  @Test
  void onlySoManyCommitsAreInFlight() {
    for (long id = 1; id <= 100; id++) {
      h.play(id);
    }
    h.store.fault = Fault.DELAY;
    for (long id = 1; id <= 100; id++) {
      h.world.commit(id).by(id, 1).row(id, 2, 1).send();
    }
    h.work();
    assertThat(h.store.commits).hasSize(64);
    assertThat(h.count(VaultCounter.COMMITS_WAITING)).isEqualTo(36);
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isEqualTo(64);
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    List<String> heard = h.work();
    assertThat(heard).hasSize(100).doesNotHaveDuplicates();
    assertThat(heard.get(99)).isEqualTo("Settled 100 DURABLE");
  }

  @Test
  void closesOnlyWhenTheCommitIsSettled() {
    playBoth();
    h.store.fault = Fault.DELAY;
    trade(1, 2).send();
    h.work();
    h.vault.requestClose();
    h.work();
    assertThat(h.vault.isClosed()).isFalse();
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).containsExactly("Settled 1 DURABLE");
    assertThat(h.vault.isClosed()).isTrue();
  }
}
