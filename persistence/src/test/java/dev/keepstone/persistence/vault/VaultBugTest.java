package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a fault in the middle of an answer costs, and whom: answers that can't be, planted. */
class VaultBugTest {
  private final VaultHarness h = VaultHarness.ready();

  // Claims.

  @Test
  void aFaultWhileAPlayerIsLoadedRefusesTheSessionAndGivesBack() {
    h.newPlayer(7);
    h.world.fromVault.offersUntilFault = 0;
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 STORE_UNAVAILABLE");

    assertThat(h.faults).hasSize(1);
    assertThat(h.fence(7).released()).isTrue();
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void aFaultWhileAClaimIsRefusedLeavesNobodyLockedOut() {
    h.world.fromVault.offersUntilFault = 0;
    h.world.claim(70, 7);
    assertThat(h.work()).containsExactly("Refused 70 7 STORE_UNAVAILABLE");
    assertThat(h.faults).hasSize(1);
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();

    h.newPlayer(7);
    h.world.claim(71, 7);

    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void aRecordThatGoesBadBehindTheClaimIsRefusedAndLeftAsItIs() {
    h.newPlayer(7);
    byte[] before = h.stored(7);
    byte[] damaged = before.clone();
    damaged[RecordDescriptor.CHECK_OFFSET] ^= 1;
    h.store.replies.put("claim", claimed(damaged));
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 DATA_CORRUPTED");

    assertThat(h.store.commands).doesNotContain("giveBack");
    assertThat(h.stored(7)).isEqualTo(before);
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aRecordWhoseHeaderIsDamagedIsRefusedByTheStore() {
    h.newPlayer(7);
    byte[] damaged = h.stored(7);
    damaged[RecordDescriptor.CHECK_OFFSET] ^= 1;
    h.memory.overwrite(Keys.player(7), damaged);
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 DATA_CORRUPTED");

    assertThat(h.stored(7)).isEqualTo(damaged);
    assertThat(h.count(VaultCounter.REFUSED_DAMAGED)).isEqualTo(1);
  }

  @Test
  void aNewerRecordThatTheStoreLetUsClaimIsRefusedAndGivenBack() {
    h.newPlayer(7);
    byte[] newer = h.stored(7);
    new RecordHeader()
        .write(newer, RecordKind.PLAYER, 9, new Fence(h.vault.incarnation(), 1, 1, 1, false));
    h.memory.overwrite(Keys.player(7), newer);
    h.store.replies.put("claim", claimed(newer));
    h.world.claim(70, 7);

    assertThat(h.work()).containsExactly("Refused 70 7 NEWER_RECORD");

    assertThat(h.count(VaultCounter.LOADS_REJECTED)).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();
  }

  private static CompletableFuture<ClaimReply> claimed(byte[] record) {
    return CompletableFuture.completedFuture(new ClaimReply(ClaimOutcome.OK, record));
  }

  // Rows.

  @Test
  void aStateThatIsNoPlaceOrNoStateIsNeverWritten() {
    h.play(7);
    PlayerState nowhere = TestWorld.state(1);
    nowhere.y = Float.POSITIVE_INFINITY;
    h.world.row(7, 2, nowhere, false);
    assertThat(h.work()).containsExactly("Lost 7 REFUSED");

    h.play(8);
    h.world.raw(rowWithoutState(8, 2));
    assertThat(h.work()).containsExactly("Lost 8 REFUSED");

    assertThat(h.faults).hasSize(2);
    assertThat(h.fence(7).version()).isEqualTo(1);
    assertThat(h.fence(8).version()).isEqualTo(1);
  }

  private static byte[] rowWithoutState(long playerId, long version) {
    byte[] message =
        new byte
            [MessageHeaderEncoder.ENCODED_LENGTH
                + PlayerRowEncoder.BLOCK_LENGTH
                + PlayerRowEncoder.stateHeaderLength()];
    new PlayerRowEncoder()
        .wrapAndApplyHeader(new UnsafeBuffer(message), 0, new MessageHeaderEncoder())
        .playerId(playerId)
        .version(version);
    return message;
  }

  // Commits.

  /** The other player's session is over, and the world must hear it: its commit was durable. */
  @Test
  void aFaultBehindASettledCommitIsToldToWhomItCosts() {
    h.play(7);
    h.play(8);
    executedButNotYetTold();
    h.world.fromVault.offersUntilFault = 1;
    executeDelayed();

    assertThat(h.work()).containsExactly("Settled 1 DURABLE", "Lost 8 REFUSED");

    assertThat(h.faults).hasSize(1);
    assertThat(h.count(VaultCounter.COMMITS_REFUSED)).isZero();
    h.world.row(7, 3, 1);
    assertThat(h.work()).containsExactly("Durable 7 v3");
  }

  /** One record was taken between the commit and the answer that says that it is written. */
  @Test
  void whoWasTakenSinceACommitWasWrittenIsLostAfterIt() {
    h.play(7);
    h.play(8);
    executedButNotYetTold();
    executeDelayed();

    assertThat(h.work()).containsExactly("Settled 1 DURABLE", "Lost 8 OWNER_CHANGED");

    assertThat(h.count(VaultCounter.COMMITS_DONE)).isEqualTo(1);
    assertThat(h.count(VaultCounter.VERDICTS_LOST)).isEqualTo(1);
  }

  /** A commit of both, whose answer was lost; it is on its way again, and 8 isn't ours any more. */
  private void executedButNotYetTold() {
    h.store.fault = Fault.LOSE_REPLY;
    h.world.commit(1).by(7, 1).row(7, 2, 72).row(8, 2, 82).send();
    h.work();
    h.store.fault = Fault.DELAY;
    h.store.cut();
    assertThat(h.pass(1_000)).isEmpty();
    h.steal(8);
  }

  private void executeDelayed() {
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
  }

  @Test
  void anUnjudgedCommitGivesBackOnlyWhatIsStillOurs() {
    h.play(7);
    h.play(8);
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.commit(1).by(7, 1).row(7, 2, 72).row(8, 2, 82).send();
    h.work();
    h.steal(8);
    byte[] stolen = h.stored(8);
    h.store.fault = Fault.NONE;
    h.store.brokenInGroups = List.of(0);
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Lost 8 OWNER_CHANGED", "Settled 1 REFUSED");

    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.stored(8)).isEqualTo(stolen);
    assertThat(h.count(VaultCounter.GIVE_BACKS)).isEqualTo(1);
  }

  @Test
  void anAnswerWithoutAWordOfTheZoneVoidsWhatWeKnowOfIt() {
    h.play(7);
    h.world.claimZone(3);
    h.work();
    h.store.replies.put(
        "commit",
        CompletableFuture.completedFuture(
            List.of(new CommitReply(CommitReply.Outcome.OK, List.of(RowVerdict.OK), null))));
    h.world.commit(1).by(7, 1).row(7, 2, 1).in(3).give(50, 9, 1, 0, 0).send();

    assertThat(h.work()).containsExactly("Settled 1 REFUSED zone3 BROKEN c0");

    assertThat(h.faults).hasSize(1);
    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }
}
