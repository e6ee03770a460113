package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an orderly stop waits for. */
class VaultCloseTest {
  private final VaultHarness h = VaultHarness.ready();

  private void storeGoesAway() {
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(500);
  }

  /** Everything that was said is on its way; the stop is asked for, and isn't over. */
  private void closeInVain() {
    h.work();
    h.vault.requestClose();
    h.pass(1_000);
    assertThat(h.vault.isClosed()).isFalse();
  }

  @Test
  void waitsForACommitThatWasNeverSent() {
    h.play(7);
    storeGoesAway();
    h.world.commit(1).by(7, 1).row(7, 2, 1).send();
    closeInVain();

    h.store.refusesLinks = false;

    assertThat(h.pass(10_000)).containsExactly("Settled 1 DURABLE");
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void waitsForAGiveBackThatWasNeverSent() {
    h.play(7);
    storeGoesAway();
    h.world.giveBack(7);
    closeInVain();

    h.store.refusesLinks = false;
    h.pass(10_000);

    assertThat(h.fence(7).released()).isTrue();
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void waitsUntilTheWorldHasHeardAll() {
    h.play(7);
    h.world.fromVault.room = 0;
    h.world.lastRow(7, 2, 1);
    closeInVain();
    assertThat(h.fence(7).released()).isTrue();

    h.world.fromVault.room = Integer.MAX_VALUE;

    assertThat(h.work()).containsExactly("Durable 7 v2 released");
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void waitsForAZoneThatAResumeFoundLost() {
    lostZoneAndAWorldThatDoesNotListen();
    closeInVain();

    h.world.fromVault.room = Integer.MAX_VALUE;

    List<String> heard = h.work();
    assertThat(heard.get(heard.size() - 1)).isEqualTo("Zone 3 c0 e0 first last");
    assertThat(h.vault.isClosed()).isTrue();
  }

  @Test
  void aZoneThatAResumeFoundLostIsRefusedWhenTheLinkBreaksBeforeItIsClaimed() {
    lostZoneAndAWorldThatDoesNotListen();
    h.store.refusesLinks = true;
    h.store.cut();
    h.pass(100);

    h.world.fromVault.room = Integer.MAX_VALUE;

    List<String> heard = h.work();
    assertThat(heard.get(heard.size() - 1)).isEqualTo("ZoneRefused 3 STORE_UNAVAILABLE");
    assertThat(h.count(VaultCounter.ZONES_HELD)).isZero();
  }

  /** The vault takes nothing more on, so the zone that must be claimed again isn't claimed yet. */
  private void lostZoneAndAWorldThatDoesNotListen() {
    h.world.claimZone(3);
    h.work();
    h.world.fromVault.room = 0;
    for (int session = 1; session <= 300; session++) {
      h.world.claim(session, 0);
    }
    h.work();
    byte[] zone = Objects.requireNonNull(h.memory.load(Keys.zone(3)).join().value());
    RecordHeader header = new RecordHeader().wrap(zone);
    header.rewriteFence(header.fence().claimedBy(new Incarnation(9, 9)));
    h.memory.overwrite(Keys.zone(3), zone);
    h.store.commands.clear();
    h.store.cut();
    h.pass(1_000);
    assertThat(h.vault.linkState()).isEqualTo(LinkState.READY);
    assertThat(h.store.commands).doesNotContain("claimZone");
  }

  @Test
  void aLeaseWhoseEndIsNotAnsweredIsLeftToRunOut() {
    h.store.fault = Fault.LOSE_COMMAND;
    h.vault.requestClose();
    h.pass(200);
    assertThat(h.vault.linkState()).isEqualTo(LinkState.RETIRING);

    h.pass(VaultHarness.CONFIG.connectTimeoutMs());

    assertThat(h.vault.isClosed()).isTrue();
    assertThat(h.count(VaultCounter.LINK_DOWNS)).isEqualTo(1);
  }
}
