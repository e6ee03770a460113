package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import org.junit.jupiter.api.Test;

/** What the world says of a record while an answer about it is on its way. */
class VaultCrossingTest {
  private final VaultHarness h = VaultHarness.ready();

  /** What was delayed happens now, and everything is executed at once again. */
  private void executeDelayed() {
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
  }

  // A claim is on its way.

  @Test
  void aSecondSessionDoesNotTakeTheClaimOfTheFirst() {
    h.newPlayer(7);
    h.store.fault = Fault.DELAY;
    h.world.claim(70, 7);
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Refused 71 7 ALREADY_PLAYING");

    executeDelayed();

    assertThat(h.work()).containsExactly("Loaded 70 7 v1 zone0 x0.0 p7");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
  }

  @Test
  void nothingIsWrittenToWhatIsStillBeingClaimed() {
    h.newPlayer(7);
    h.store.fault = Fault.DELAY;
    h.world.claim(70, 7);
    h.world.row(7, 2, 1);
    h.world.commit(1).by(7, 1).row(7, 2, 1).send();
    h.world.giveBack(7);
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");

    executeDelayed();

    assertThat(h.work()).containsExactly("Loaded 70 7 v1 zone0 x0.0 p7");
    assertThat(h.count(VaultCounter.ROWS_UNCLAIMED)).isEqualTo(3);
    assertThat(h.count(VaultCounter.GIVE_BACKS)).isZero();
    assertThat(h.fence(7).version()).isEqualTo(1);
  }

  // A row is on its way.

  @Test
  void aClaimOfWhoIsBeingSavedIsRefused() {
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.row(7, 2, 1);
    h.world.claim(71, 7);
    assertThat(h.work()).containsExactly("Refused 71 7 ALREADY_PLAYING");

    executeDelayed();

    assertThat(h.work()).containsExactly("Durable 7 v2");
  }

  @Test
  void theVerdictOnARowThatAResumeFoundLostIsNoSecondLoss() {
    for (Fault second : new Fault[] {Fault.NONE, Fault.BREAK}) {
      VaultHarness h = VaultHarness.ready();
      h.play(7);
      h.store.fault = Fault.LOSE_COMMAND;
      h.world.row(7, 2, 1);
      h.work();
      h.steal(7);
      byte[] stolen = h.stored(7);
      h.store.fault = second;
      h.store.cut();

      assertThat(h.pass(1_000)).as("%s", second).containsExactly("Lost 7 OWNER_CHANGED");

      assertThat(h.store.saves).hasSize(2);
      assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);
      assertThat(h.count(VaultCounter.COMMANDS_IN_FLIGHT)).isZero();
      assertThat(h.stored(7)).isEqualTo(stolen);
    }
  }

  // A give-back is on its way.

  @Test
  void onlyOneSessionWaitsBehindAGiveBack() {
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.giveBack(7);
    h.world.claim(71, 7);
    h.world.claim(72, 7);
    assertThat(h.work()).containsExactly("Refused 72 7 ALREADY_PLAYING");

    executeDelayed();

    assertThat(h.work()).containsExactly("Loaded 71 7 v1 zone0 x0.0 p7");
  }

  @Test
  void whoWaitsBehindAGiveBackIsRefusedWhenTheLinkBreaks() {
    h.play(7);
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.giveBack(7);
    h.world.claim(71, 7);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Refused 71 7 STORE_UNAVAILABLE");

    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aRowOfWhatIsBeingGivenBackIsNotWritten() {
    h.play(7);
    h.store.fault = Fault.DELAY;
    h.world.giveBack(7);
    h.world.row(7, 2, 1);
    h.work();

    executeDelayed();

    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.ROWS_UNCLAIMED)).isEqualTo(1);
    assertThat(h.fence(7).version()).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();
  }

  @Test
  void whatSomebodyTookWhileItWasGivenBackIsNoLoss() {
    h.play(7);
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.giveBack(7);
    h.work();
    h.steal(7);
    byte[] stolen = h.stored(7);
    h.store.fault = Fault.NONE;
    h.store.cut();

    assertThat(h.pass(1_000)).isEmpty();

    assertThat(h.stored(7)).isEqualTo(stolen);
    assertThat(h.count(VaultCounter.GIVE_BACKS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ROWS_LOST)).isZero();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  // The link is down.

  @Test
  void aRecordWhoseHeaderIsDamagedIsLostByTheResume() {
    h.play(7);
    byte[] damaged = h.stored(7);
    damaged[RecordDescriptor.CHECK_OFFSET] ^= 1;
    h.memory.overwrite(Keys.player(7), damaged);
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Lost 7 STORE_WENT_BACK");

    assertThat(h.stored(7)).isEqualTo(damaged);
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void aLaterClaimInOurOwnNameIsNotTheOneThatWeHold() {
    h.play(7);
    byte[] record = h.stored(7);
    RecordHeader header = new RecordHeader().wrap(record);
    Fence later = header.fence().claimedBy(h.vault.incarnation());
    header.rewriteFence(later);
    h.memory.overwrite(Keys.player(7), record);
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Lost 7 OWNER_CHANGED");

    assertThat(h.fence(7)).isEqualTo(later);
  }
}
