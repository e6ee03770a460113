package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** Answers that are rare, what they cost, and what of them is counted. */
class VaultOutcomesTest {
  private final VaultHarness h = VaultHarness.ready();

  // Records.

  @Test
  void aRowOverADamagedHeaderIsRefusedAndTheRecordLeftAsItIs() {
    h.play(7);
    byte[] damaged = h.stored(7);
    damaged[RecordDescriptor.CHECK_OFFSET] ^= 1;
    h.memory.overwrite(Keys.player(7), damaged);
    h.world.row(7, 2, 5);

    assertThat(h.work()).containsExactly("Lost 7 REFUSED");

    assertThat(h.stored(7)).isEqualTo(damaged);
    assertThat(h.count(VaultCounter.VERDICTS_CORRUPT)).isEqualTo(1);
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  @Test
  void nobodyGivesBackWhatIsNotHeldOrStillBeingWritten() {
    h.world.giveBack(7);
    assertThat(h.work()).isEmpty();
    assertThat(h.count(VaultCounter.ROWS_UNCLAIMED)).isEqualTo(1);

    h.play(8);
    h.world.row(8, 2, 5);
    h.world.giveBack(8);
    assertThat(h.work()).containsExactly("Durable 8 v2");

    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.GIVE_BACKS)).isZero();
    assertThat(h.fence(8).released()).isFalse();
  }

  @Test
  void giveBacksWaitWhileTooManyAreUnanswered() {
    int claimsInFlight = VaultHarness.CONFIG.claimsInFlight();
    for (int id = 1; id <= claimsInFlight + 3; id++) {
      h.play(id);
    }
    h.store.commands.clear();
    h.store.fault = FaultyStore.Fault.DELAY;
    for (int id = 1; id <= claimsInFlight + 3; id++) {
      h.world.giveBack(id);
    }
    h.work();
    assertThat(h.store.commands).hasSize(claimsInFlight).containsOnly("giveBack");

    h.store.fault = FaultyStore.Fault.NONE;
    h.store.executeDelayed();
    h.work();

    assertThat(h.count(VaultCounter.GIVE_BACKS)).isEqualTo(claimsInFlight + 3L);
    assertThat(h.count(VaultCounter.COMMANDS_IN_FLIGHT)).isZero();
  }

  @Test
  void aResumeTellsALaterClaimFromALostOneByTheEpoch() {
    h.play(7);
    Fence ours = h.fence(7);
    rewrite(7, ours.claimedBy(new Incarnation(9, 9)));
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 7 OWNER_CHANGED");
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
    assertThat(h.count(VaultCounter.ROWS_LOST)).isEqualTo(1);

    h.play(8);
    Fence same = h.fence(8);
    rewrite(8, new Fence(new Incarnation(9, 9), same.epoch(), same.base(), same.version(), false));
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Lost 8 OWNER_CHANGED");
    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isZero();
  }

  /** Somebody has released it in our name. */
  @Test
  void aRecordThatIsAheadOfUsIsNotOursAnyMore() {
    h.play(7);
    Fence ours = h.fence(7);
    rewrite(7, ours.withVersion(ours.version() + 1, true));
    h.store.cut();

    assertThat(h.pass(1_000)).containsExactly("Lost 7 OWNER_CHANGED");
    assertThat(h.count(VaultCounter.RECORDS_HELD)).isZero();
  }

  private void rewrite(long id, Fence fence) {
    byte[] record = h.stored(id);
    new RecordHeader().wrap(record).rewriteFence(fence);
    h.memory.overwrite(Keys.player(id), record);
  }

  // Zones.

  @Test
  void zoneZeroIsTheWorldsError() {
    h.world.claimZone(0);

    assertThat(h.work()).containsExactly("ZoneRefused 0 NOT_THERE");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONE_CLAIMS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_REFUSED)).isEqualTo(1);
  }

  @Test
  void aZoneClaimThatCannotBeJudgedIsRefusedAndMayBeAskedAgain() {
    h.store.fault = FaultyStore.Fault.BREAK;
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("ZoneRefused 3 STORE_UNAVAILABLE");
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
    h.store.fault = FaultyStore.Fault.NONE;

    h.world.claimZone(3);

    assertThat(h.work()).containsExactly("Zone 3 c0 e0 first last");
    assertThat(h.count(VaultCounter.ZONES_LOADED)).isEqualTo(1);
  }

  @Test
  void whatAnUnjudgedCommitDidToItsZoneIsReadAnew() {
    h.world.claimZone(3);
    h.work();
    h.store.brokenInGroups = List.of(0);
    h.world.commit(1).in(3).event(1).count(2, 0, 100).send();

    assertThat(h.work()).singleElement().asString().startsWith("Settled 1 REFUSED zone3 BROKEN");

    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isEqualTo(1);
    assertThat(h.count(VaultCounter.COMMITS_REFUSED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }

  @Test
  void anUnjudgedCommitOfAnOlderClaimLeavesTheNewerAlone() {
    h.world.claimZone(3);
    h.work();
    h.world.claimZone(3);
    h.work();
    h.store.brokenInGroups = List.of(0);
    h.world.commit(1).in(3).under(1).event(1).count(2, 0, 100).send();

    assertThat(h.work()).singleElement().asString().startsWith("Settled 1 REFUSED zone3 BROKEN");

    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isZero();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isEqualTo(1);
  }

  @Test
  void aZoneIsClaimedAgainWhenTheLeaseWasGone() {
    h.epochClock.advance(61_000); // the store's time only
    h.world.claimZone(3);

    assertThat(h.pass(2_000)).containsExactly("Zone 3 c0 e0 first last");
    assertThat(h.count(VaultCounter.LINK_DOWNS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_REFUSED)).isZero();
  }

  @Test
  void countsReleasedZones() {
    h.world.claimZone(3);
    h.work();
    h.world.releaseZone(3);
    h.world.releaseZone(4); // never claimed
    h.work();

    assertThat(h.count(VaultCounter.ZONES_RELEASED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }

  // Commits.

  @Test
  void onlySoManyEventsOfZonesWait() {
    h.world.claimZone(3);
    h.work();
    h.store.fault = FaultyStore.Fault.LOSE_COMMAND;
    int inFlight = VaultHarness.CONFIG.commitsInFlight();
    for (int i = 1; i <= 400; i++) {
      h.world.commit(i).in(3).event(i).count(2, 0, 1).send();
    }
    List<String> heard = h.work();

    assertThat(h.count(VaultCounter.COMMITS_WAITING)).isLessThanOrEqualTo(256);
    assertThat(heard).isNotEmpty().allSatisfy(s -> assertThat(s).contains("REFUSED zone3 OURS"));
    assertThat(
            heard.size()
                + h.count(VaultCounter.COMMITS_WAITING)
                + h.count(VaultCounter.COMMITS_IN_FLIGHT))
        .isEqualTo(400);
    assertThat(h.count(VaultCounter.COMMITS_IN_FLIGHT)).isLessThanOrEqualTo(inFlight);
    assertThat(h.count(VaultCounter.COMMITS_UNSENT)).isEqualTo(heard.size());
  }

  // The link.

  @Test
  void countsLinks() {
    assertThat(h.count(VaultCounter.LINK_UPS)).isEqualTo(1);
    h.store.cut();
    h.pass(2_000);

    assertThat(h.count(VaultCounter.LINK_DOWNS)).isEqualTo(1);
    assertThat(h.count(VaultCounter.LINK_UPS)).isEqualTo(2);
  }

  @Test
  void aKilledAgentLeavesItsLinkClosed() {
    assertThat(h.vault.roleName()).isEqualTo("vault");
    h.vault.onClose();

    assertThat(h.vault.linkState()).isEqualTo(LinkState.CLOSED);
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void aStateThatDoesNotEndWithItsMessageIsDropped() {
    h.play(7);
    byte[] message = row(7, 2);
    for (int length = 0; length < message.length; length++) {
      h.world.raw(Arrays.copyOf(message, length));
    }
    h.world.raw(Arrays.copyOf(message, message.length + 1));

    assertThat(h.work()).isEmpty();

    assertThat(h.count(VaultCounter.BAD_MESSAGES)).isEqualTo(message.length + 1L);
    h.world.raw(message);
    assertThat(h.work()).containsExactly("Durable 7 v2");
  }

  private static byte[] row(long playerId, long version) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
    PlayerRowEncoder row =
        new PlayerRowEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    row.playerId(playerId).version(version).release((short) 0);
    int partAt = row.limit();
    int stateAt = partAt + PlayerRowEncoder.stateHeaderLength();
    int partBytes = new PlayerStateCodec().encode(TestWorld.state(5), buffer, stateAt);
    buffer.putShort(partAt, (short) partBytes, PlayerRowEncoder.BYTE_ORDER);
    return Arrays.copyOf(buffer.byteArray(), stateAt + partBytes);
  }
}
