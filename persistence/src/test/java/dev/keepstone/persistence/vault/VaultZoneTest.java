package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneVerdict;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Zones, and commits that touch their ground and shops. */
class VaultZoneTest {
  private final VaultHarness h = VaultHarness.ready();

  private void claimZone() {
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("Zone 3 c0 e0 first last");
  }

  /** Player 7 has dropped entry 50, and a shop has 30 of kind 5. */
  private void stocked() {
    claimZone();
    h.play(7);
    h.world.commit(1).in(3).event(1).count(2, 5, 30).count(2, 0, 100).send();
    assertThat(h.work()).containsExactly("Settled 1 DURABLE zone3 OURS c1 2/5=30 2/0=100");
    h.world.commit(2).by(7, 1).row(7, 2, 1).in(3).give(50, 9, 3, 1, 2).send();
    assertThat(h.work()).containsExactly("Settled 2 DURABLE zone3 OURS c2 +50");
  }

  private Fence fence() {
    byte[] record = Objects.requireNonNull(h.memory.load(Keys.zone(3)).join().value());
    return new RecordHeader().wrap(record).fence();
  }

  /** Another server takes the zone by force. */
  private void steal() {
    byte[] record = Objects.requireNonNull(h.memory.load(Keys.zone(3)).join().value());
    RecordHeader header = new RecordHeader().wrap(record);
    header.rewriteFence(header.fence().claimedBy(new Incarnation(9, 9)));
    h.memory.overwrite(Keys.zone(3), record);
  }

  // Claims.

  @Test
  void aClaimBringsAllThatLiesThere() {
    stocked();
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("Zone 3 c2 e1 first last 50:9x3@1.0,2.0 2/0=100 2/5=30");
    assertThat(fence()).isEqualTo(new Fence(h.vault.incarnation(), 2, 1, 1, false));
    assertThat(h.count(VaultCounter.ZONES_HELD)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_LOADED)).isEqualTo(2);
    assertThat(h.count(VaultCounter.ZONE_CLAIMS)).isEqualTo(2);
  }

  @Test
  void muchComesInParts() {
    claimZone();
    for (int part = 0; part < 3; part++) {
      TestCommit spawn = h.world.commit(part).in(3).event(part + 1);
      for (int i = 0; i < 50; i++) {
        spawn.give(1 + part * 50 + i, 9, 1, 0, 0);
      }
      spawn.send();
    }
    assertThat(h.work()).hasSize(3);
    h.world.claimZone(3);
    List<String> parts = h.work();
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0)).startsWith("Zone 3 c3 e3 first 1:").doesNotContain("last");
    assertThat(parts.get(1)).startsWith("Zone 3 c3 e3 65:");
    assertThat(parts.get(2)).startsWith("Zone 3 c3 e3 last 129:").endsWith(" 150:9x1@0.0,0.0");
  }

  @Test
  void aClaimOfALiveServersZoneIsRefused() {
    claimZone();
    VaultAgent first = h.vault;
    h.vault = h.newVault(VaultAgentTest.named("other"));
    h.work();
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("ZoneRefused 3 OWNED_ELSEWHERE");
    assertThat(h.count(VaultCounter.ZONES_REFUSED)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();

    h.vault = first;
    h.world.releaseZone(3);
    h.work();
    assertThat(fence().released()).isTrue();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
    h.vault = h.newVault(VaultAgentTest.named("third"));
    h.work();
    claimZone();
  }

  @Test
  void aZoneThatCantBeReadIsRefused() {
    h.memory.overwrite(Keys.zone(3), new byte[] {1, 2, 3});
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("ZoneRefused 3 DATA_CORRUPTED");
    h.world.claimZone(0);
    assertThat(h.work()).containsExactly("ZoneRefused 0 NOT_THERE");
  }

  @Test
  void anEntryThatCantBeReadIsLeftWhereItIs() {
    claimZone();
    StoreLink other = foreignLink();
    ZonePart part =
        new ZonePart(
            3,
            Objects.requireNonNull(other.claimZone(3).join()).epoch(),
            0,
            1,
            List.of(),
            List.of(new GroundEntry(50, new byte[] {1})),
            List.of());
    other.commit(new CommitWrite(1, 0, 0, 15, List.of(), new byte[0], part)).join();
    other.retireLease().join();
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("Zone 3 c1 e1 first last");
    assertThat(h.count(VaultCounter.GROUND_ENTRIES_DAMAGED)).isEqualTo(1);
  }

  /** Of a server that has the zone now, because ours is released first. */
  private StoreLink foreignLink() {
    h.world.releaseZone(3);
    h.work();
    LinkIdentity identity =
        new LinkIdentity(
            "foreign", h.memory.takeStartNumber("foreign").join(), new Incarnation(8, 8), 1);
    StoreLink link = h.memory.openLink(identity).join();
    link.resume(List.of(), List.of(), 60_000).join();
    return link;
  }

  @Test
  void aClaimWhileTheLinkIsDownIsRefusedAtOnce() {
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(500);
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("ZoneRefused 3 STORE_UNAVAILABLE");
  }

  @Test
  void aClaimWhoseReplyIsLostIsAskedForAgain() {
    h.store.fault = Fault.LOSE_REPLY;
    h.world.claimZone(3);
    h.work();
    h.world.claimZone(3);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Zone 3 c0 e0 first last");
    assertThat(fence().epoch()).isEqualTo(2);
    h.world.commit(1).in(3).event(1).count(2, 5, 30).send();
    assertThat(h.work()).containsExactly("Settled 1 DURABLE zone3 OURS c1 2/5=30");
  }

  @Test
  void aZoneThatIsReleasedBeforeItIsOursIsReleasedThen() {
    h.store.fault = Fault.DELAY;
    h.world.claimZone(3);
    h.work();
    h.world.releaseZone(3);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();
    assertThat(h.work()).isEmpty();
    assertThat(fence().released()).isTrue();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
    assertThat(h.count(VaultCounter.ZONES_RELEASED)).isEqualTo(1);
  }

  // Commits.

  @Test
  void takesAndSellsWithOnePlayer() {
    stocked();
    h.world
        .commit(3)
        .by(7, 2)
        .row(7, 3, 1)
        .in(3)
        .take(50)
        .give(51, 4, 1, 5, 6)
        .count(2, 5, -10)
        .count(2, 0, 7)
        .send();
    assertThat(h.work()).containsExactly("Settled 3 DURABLE zone3 OURS c3 -50 +51 2/5=20 2/0=107");
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("Zone 3 c3 e1 first last 51:4x1@5.0,6.0 2/0=107 2/5=20");
  }

  @Test
  void aPlayersRefusalDoesNotBreakTheZone() {
    stocked();
    h.steal(7);
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).count(2, 5, -1).send();
    assertThat(h.work()).containsExactly("Settled 3 REFUSED zone3 OURS c2 +50 2/5=30");
    h.world.commit(4).in(3).event(2).take(50).send();
    assertThat(h.work()).containsExactly("Settled 4 DURABLE zone3 OURS c3 -50");
  }

  @Test
  void aPlayerWhoIsNotHeldLeavesTheGroundAsTheWorldKnewIt() {
    stocked();
    h.world.commit(3).by(8, 2).row(8, 3, 1).in(3).take(50).give(51, 1, 1, 0, 0).send();
    assertThat(h.work()).containsExactly("Settled 3 REFUSED zone3 OURS c2 +50 -51");
    assertThat(h.count(VaultCounter.COMMITS_UNSENT)).isEqualTo(1);
  }

  @Test
  void whatIsNotThereBreaksTheZoneUntilItIsClaimedAgain() {
    stocked();
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(77).count(2, 5, -1).send();
    assertThat(h.work()).containsExactly("Settled 3 REFUSED zone3 BROKEN c2 -77 2/5=30");
    assertThat(h.count(VaultCounter.ZONES_MISREMEMBERED)).isEqualTo(1);
    assertThat(h.fence(7).released()).isTrue();

    h.play(9);
    h.world.commit(4).by(9, 1).row(9, 2, 1).in(3).take(50).send();
    assertThat(h.work()).containsExactly("Settled 4 REFUSED zone3 BROKEN c0 +50");
    h.world.claimZone(3);
    assertThat(h.work()).containsExactly("Zone 3 c2 e1 first last 50:9x3@1.0,2.0 2/0=100 2/5=30");
  }

  @Test
  void noCountFallsBelowZero() {
    stocked();
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).count(2, 5, -31).send();
    assertThat(h.work()).containsExactly("Settled 3 REFUSED zone3 BROKEN c2 2/5=30");
  }

  @Test
  void aStolenZoneIsBroken() {
    stocked();
    steal();
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).send();
    assertThat(h.work()).containsExactly("Settled 3 REFUSED zone3 BROKEN c2 +50");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_MISREMEMBERED)).isZero();
  }

  @Test
  void anEventWithPlayersAndGroundWithoutAZoneAreTheWorldsErrors() {
    stocked();
    h.world.commit(3).in(3).event(2).row(7, 3, 1).send();
    h.world.commit(4).take(50).event(2).send();
    h.world.commit(5).in(3).take(50).send();
    assertThat(h.work())
        .containsExactly(
            "Settled 3 REFUSED zone3 OURS c2",
            "Settled 4 REFUSED",
            "Settled 5 REFUSED zone3 OURS c2 +50");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(3);
  }

  @Test
  void anEventSentAgainIsDoneOnce() {
    claimZone();
    h.store.fault = Fault.LOSE_REPLY;
    h.world.commit(1).in(3).event(1).count(2, 5, 30).send();
    h.work();
    h.store.fault = Fault.NONE;
    h.store.cut();
    assertThat(h.pass(1_000)).containsExactly("Settled 1 DURABLE zone3 OURS c1 2/5=30");
    assertThat(h.count(VaultCounter.COMMITS_DONE)).isEqualTo(1);
  }

  // Resume.

  @Test
  void whatAResumeFindsLostIsClaimedAgainByTheVault() {
    stocked();
    steal();
    h.memory.overwrite(Keys.lease(new Incarnation(9, 9)), null);
    h.store.cut();
    assertThat(h.pass(1_000))
        .containsExactly("Zone 3 c2 e1 first last 50:9x3@1.0,2.0 2/0=100 2/5=30");
    assertThat(fence().epoch()).isEqualTo(3);
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).send();
    assertThat(h.work()).containsExactly("Settled 3 DURABLE zone3 OURS c3 -50");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isEqualTo(1);
  }

  @Test
  void aCommitOfAnOlderClaimIsRefusedAndTheNewClaimStands() {
    stocked();
    h.store.fault = Fault.LOSE_COMMAND;
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).send();
    h.work();
    h.store.fault = Fault.NONE;
    steal();
    h.store.cut();
    assertThat(h.pass(1_000))
        .containsExactly(
            "Settled 3 REFUSED zone3 BROKEN c2 +50",
            "Zone 3 c2 e1 first last 50:9x3@1.0,2.0 2/0=100 2/5=30");
    h.play(9);
    h.world.commit(4).by(9, 1).row(9, 2, 1).in(3).take(50).send();
    assertThat(h.work()).containsExactly("Settled 4 DURABLE zone3 OURS c3 -50");
  }

  @Test
  void aCommitThatAClaimHasPassedIsRefusedAndTheNewClaimStands() {
    VaultHarness narrow =
        new VaultHarness(
            new VaultConfig(
                "narrow", 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 32, 64, 10_000,
                1));
    narrow.work();
    narrow.world.claimZone(3);
    narrow.work();
    narrow.play(7);
    narrow.play(8);
    narrow.store.fault = Fault.DELAY;
    narrow.world.commit(1).by(7, 1).row(7, 2, 1).in(3).give(50, 9, 1, 0, 0).send();
    narrow.world.commit(2).by(8, 1).row(8, 2, 1).in(3).give(51, 9, 1, 0, 0).send();
    narrow.world.claimZone(3);
    narrow.work();
    narrow.store.fault = Fault.NONE;
    narrow.store.executeDelayed();
    assertThat(narrow.work())
        .containsExactly(
            "Settled 1 DURABLE zone3 BROKEN c1 +50",
            "Zone 3 c1 e0 first last 50:9x1@0.0,0.0",
            "Settled 2 REFUSED zone3 BROKEN c1 -51");
    narrow.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).send();
    assertThat(narrow.work()).containsExactly("Settled 3 DURABLE zone3 OURS c2 -50");
  }

  @Test
  void aHeldZoneSurvivesACut() {
    stocked();
    h.store.cut();
    assertThat(h.pass(1_000)).isEmpty();
    h.world.commit(3).by(7, 2).row(7, 3, 1).in(3).take(50).send();
    assertThat(h.work()).containsExactly("Settled 3 DURABLE zone3 OURS c3 -50");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isZero();
  }

  @Test
  void aSupersededServerHasNoZones() {
    claimZone();
    VaultAgent first = h.vault;
    h.vault = h.newVault(VaultHarness.CONFIG);
    h.work();
    h.vault = first;
    h.jump(11_000);
    h.work();
    assertThat(h.pass(1_000)).containsExactly("ZoneRefused 3 OWNED_ELSEWHERE");
  }

  @Test
  void closesWithAZoneToReleaseAndTheStoreAway() {
    claimZone();
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(500);
    h.world.releaseZone(3);
    h.vault.requestClose();
    h.work();
    assertThat(h.vault.isClosed()).isTrue();
  }

  /** It was on its way when the zone was claimed anew: that is nobody's error. */
  @Test
  void aCommitJudgedUnderAnOlderClaimIsLostWithoutAnAlarm() {
    h.play(7);
    h.world.claimZone(1);
    h.work();
    h.world.releaseZone(1);
    h.work();
    h.world.claimZone(1);
    h.work();
    assertThat(h.world.epochs.get(1)).isEqualTo(2);

    h.world.commit(1).by(7, 1).row(7, 2, 1).in(1).under(1).take(50).send();

    assertThat(h.work()).hasSize(1).first().asString().startsWith("Settled 1 REFUSED zone1 BROKEN");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isZero();
    assertThat(h.count(VaultCounter.ZONES_MISREMEMBERED)).isZero();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isEqualTo(1);
    h.play(8);
    h.world.commit(2).by(8, 1).row(8, 2, 1).in(1).give(51, 9, 3, 1, 2).send();
    assertThat(h.work()).hasSize(1).first().asString().startsWith("Settled 2 DURABLE zone1 OURS");
  }

  // Rare answers.

  @Test
  void aZoneOfAnotherServerMayBeAskedForUntilItIsOurs() {
    claimZone();
    VaultAgent first = h.vault;
    VaultAgent second = h.newVault(VaultAgentTest.named("other"));
    h.vault = second;
    h.work();
    for (int i = 0; i < 2; i++) {
      h.world.claimZone(3);
      assertThat(h.work()).containsExactly("ZoneRefused 3 OWNED_ELSEWHERE");
    }
    h.vault = first;
    h.world.releaseZone(3);
    h.work();

    h.vault = second;
    claimZone();

    assertThat(fence().owner()).isEqualTo(second.incarnation());
  }

  @Test
  void theWorldDoesNotHearThatItCannotHaveWhatItWantsNoMore() {
    claimZone();
    h.vault = h.newVault(VaultAgentTest.named("other"));
    h.work();
    h.store.fault = Fault.DELAY;
    h.world.claimZone(3);
    h.world.releaseZone(3);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.executeDelayed();

    assertThat(h.work()).isEmpty();

    assertThat(h.count(VaultCounter.ZONES_REFUSED)).isZero();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }

  @Test
  void aStoreThatWentBackBehindOurHoldingBreaksTheZone() {
    claimZone();
    h.store.replies.put(
        "commit",
        CompletableFuture.completedFuture(
            List.of(
                new CommitReply(
                    CommitReply.Outcome.REFUSED,
                    List.of(),
                    new ZoneAnswer(ZoneVerdict.BEHIND, 0, List.of(), List.of(0L))))));
    h.world.commit(1).in(3).event(1).count(2, 5, 30).send();

    assertThat(h.work()).containsExactly("Settled 1 REFUSED zone3 BROKEN c0 2/5=0");

    assertThat(h.count(VaultCounter.STORE_WENT_BACK)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isEqualTo(1);
    assertThat(h.count(VaultCounter.ZONES_MISREMEMBERED)).isZero();
  }

  @Test
  void anUnjudgedCommitOfAZoneThatWasReleasedBreaksNothing() {
    claimZone();
    h.store.fault = Fault.DELAY;
    h.world.commit(1).in(3).event(1).count(2, 5, 30).send();
    h.work();
    h.world.releaseZone(3);
    h.work();
    h.store.fault = Fault.NONE;
    h.store.brokenInGroups = List.of(0);
    h.store.executeDelayed();

    assertThat(h.work()).containsExactly("Settled 1 REFUSED zone3 BROKEN c0");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isZero();
  }

  @Test
  void anEventWithoutAZoneIsTheWorldsError() {
    h.world.commit(1).event(1).send();
    assertThat(h.work()).containsExactly("Settled 1 REFUSED");
    assertThat(h.count(VaultCounter.PROTOCOL_ERRORS)).isEqualTo(1);
    assertThat(h.store.commits).isEmpty();
  }

  @Test
  void aLostZoneThatWasReleasedDuringTheResumeIsNotClaimedAgain() {
    claimZone();
    steal();
    h.store.commands.clear();
    h.store.cut();
    for (int i = 0; i < 10 && h.vault.linkState() != LinkState.CONNECTING; i++) {
      h.jump(100);
      h.vault.doWork();
    }
    h.world.releaseZone(3);
    h.vault.doWork();
    assertThat(h.vault.linkState()).isEqualTo(LinkState.RESUMING);

    assertThat(h.work()).isEmpty();

    assertThat(h.vault.linkState()).isEqualTo(LinkState.READY);
    assertThat(h.store.commands).doesNotContain("claimZone");
    assertThat(h.count(VaultCounter.ZONES_BROKEN)).isZero();
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }
}
