package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations that wait while others are in flight go out together, and fail apart. */
class VaultCommitGroupTest {
  private final VaultHarness h = VaultHarness.ready();

  private void commit(long commit, long player, long version) {
    h.world.commit(commit).by(player, commit).row(player, version, (float) version).send();
  }

  private void play(int players) {
    for (int id = 1; id <= players; id++) {
      h.play(id);
    }
  }

  @Test
  void whatWaitsBehindTwoGroupsGoesOutTogetherInItsOrder() {
    play(6);
    h.store.fault = Fault.DELAY;
    commit(1, 1, 2);
    h.work();
    commit(2, 2, 2);
    h.work();
    for (int id = 3; id <= 6; id++) {
      commit(id, id, 2);
      h.work();
    }
    assertThat(h.store.groups).containsExactly(1, 1);
    assertThat(h.count(VaultCounter.COMMITS_WAITING)).isEqualTo(4);
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isEqualTo(2);
    h.store.executeDelayed();
    h.store.fault = Fault.NONE;

    assertThat(h.work())
        .containsExactly(
            "Settled 1 DURABLE",
            "Settled 2 DURABLE",
            "Settled 3 DURABLE",
            "Settled 4 DURABLE",
            "Settled 5 DURABLE",
            "Settled 6 DURABLE");
    assertThat(h.store.groups).containsExactly(1, 1, 4);
    assertThat(h.count(VaultCounter.COMMIT_GROUPS)).isEqualTo(3);
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isZero();
  }

  @Test
  void aGroupNeverHoldsMoreThanMayBeInFlight() {
    play(70);
    h.store.fault = Fault.DELAY;
    for (int id = 1; id <= 70; id++) {
      commit(id, id, 2);
    }
    h.work();
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isEqualTo(64);
    assertThat(h.count(VaultCounter.COMMITS_WAITING)).isEqualTo(6);
    h.store.executeDelayed();
    h.store.fault = Fault.NONE;
    assertThat(h.work()).hasSize(70).allMatch(told -> told.endsWith("DURABLE"));
  }

  /**
   * The connection is cut with the group on its way; whether it was executed makes no difference.
   */
  @Test
  void aCutGroupIsSentAgainUnchangedAndToldOnce() {
    for (Fault fault : List.of(Fault.LOSE_REPLY, Fault.LOSE_COMMAND)) {
      VaultCommitGroupTest test = new VaultCommitGroupTest();
      test.play(3);
      test.h.store.fault = fault;
      for (int id = 1; id <= 3; id++) {
        test.commit(id, id, 2);
      }
      assertThat(test.h.work()).as("%s", fault).isEmpty();
      test.h.store.fault = Fault.NONE;
      test.h.store.cut();

      assertThat(test.h.pass(3_000))
          .as("%s", fault)
          .containsExactly("Settled 1 DURABLE", "Settled 2 DURABLE", "Settled 3 DURABLE");

      assertThat(test.h.store.groups).containsExactly(3, 3);
      assertThat(test.h.store.commits.subList(3, 6))
          .usingRecursiveComparison()
          .isEqualTo(test.h.store.commits.subList(0, 3));
      assertThat(test.h.count(VaultCounter.COMMITS_RESENT)).isEqualTo(3);
      assertThat(test.h.count(VaultCounter.COMMITS_DONE))
          .isEqualTo(fault == Fault.LOSE_REPLY ? 3 : 0);
    }
  }

  @Test
  void oneThatCantBeJudgedCostsOnlyItsOwnPlayer() {
    play(3);
    h.store.brokenInGroups = List.of(1);
    for (int id = 1; id <= 3; id++) {
      commit(id, id, 2);
    }
    assertThat(h.work())
        .containsExactly("Settled 1 DURABLE", "Settled 2 REFUSED", "Settled 3 DURABLE");
    h.store.brokenInGroups = List.of();
    commit(4, 1, 3);
    commit(5, 3, 3);
    assertThat(h.work()).containsExactly("Settled 4 DURABLE", "Settled 5 DURABLE");
    assertThat(h.fence(2).released()).isTrue();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isEqualTo(2);
  }

  @Test
  void aWholeGroupThatCantBeJudgedLeavesRoomForTheNext() {
    play(4);
    h.store.fault = Fault.BREAK;
    commit(1, 1, 2);
    h.vault.doWork();
    commit(2, 2, 2);
    h.vault.doWork();
    h.store.fault = Fault.NONE;
    h.work();
    commit(3, 3, 2);
    commit(4, 4, 2);
    assertThat(h.work()).containsExactly("Settled 3 DURABLE", "Settled 4 DURABLE");
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isZero();
  }

  @Test
  void saysWhoWillNeverKnowWhenSuperseded() {
    play(3);
    h.store.fault = Fault.LOSE_COMMAND;
    commit(1, 1, 2);
    h.work();
    commit(2, 2, 2);
    h.work();
    commit(3, 3, 2);
    h.work();
    h.store.fault = Fault.NONE;
    h.memory.takeStartNumber("test").join();
    h.store.cut();

    assertThat(h.pass(3_000))
        .contains("Settled 1 REFUSED", "Settled 2 REFUSED", "Settled 3 REFUSED");
  }

  @Test
  void aCommitPassesRowsThatWait() {
    play(3);
    h.store.fault = Fault.DELAY;
    h.world.row(1, 2, 1);
    h.work();
    h.world.row(2, 2, 1);
    commit(1, 3, 2);
    h.work();
    assertThat(h.store.commands.subList(h.store.commands.size() - 2, h.store.commands.size()))
        .containsExactly("commit", "save");
  }
}
