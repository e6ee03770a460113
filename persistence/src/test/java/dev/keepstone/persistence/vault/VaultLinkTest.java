package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

/** The link alone; what it means for players is in {@link VaultFaultTest}. */
class VaultLinkTest {
  private static final VaultConfig CONFIG = VaultHarness.CONFIG;

  private final MemoryStore memory = new MemoryStore(new CachedEpochClock());
  private final FaultyStore store = new FaultyStore(memory);
  private final VaultCounters counters = new VaultCounters();
  private final Told told = new Told();
  private final VaultLink link =
      new VaultLink(CONFIG, store, new Incarnation(1, 2), counters, told, 0);
  private long nowMs;

  private void stepTo(LinkState state) {
    for (int i = 0; i < 10 && link.state() != state; i++) {
      link.doWork(nowMs * 1_000_000);
    }
    assertThat(link.state()).isEqualTo(state);
  }

  @Test
  void nobodySendsBeforeTheResumeIsAnswered() {
    assertThatThrownBy(link::link)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DISCONNECTED");
    stepTo(LinkState.RESUMING);
    assertThatThrownBy(link::link)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RESUMING");

    stepTo(LinkState.READY);
    assertThat(link.link().isOpen()).isTrue();
  }

  /** The store gave us the lease when it was asked, not when we hear of it. */
  @Test
  void aResumeThatIsAnsweredAfterTheLeaseIsNone() {
    stepTo(LinkState.RESUMING);
    nowMs += CONFIG.leaseMs() - CONFIG.leaseMarginMs();

    stepTo(LinkState.DISCONNECTED);

    assertThat(counters.get(VaultCounter.LINK_UPS)).isZero();
    assertThat(told.words).isEmpty();
    nowMs += CONFIG.firstBackOffMs();
    stepTo(LinkState.READY);
    assertThat(told.words).containsExactly("resumed");
  }

  @Test
  void aResumeThatANewerLinkHasPassedIsTriedWithAHigherNumber() {
    store.replies.put(
        "resume",
        CompletableFuture.completedFuture(ResumeReply.refused(ResumeReply.Outcome.FENCED)));
    stepTo(LinkState.RESUMING);
    stepTo(LinkState.DISCONNECTED);
    assertThat(told.words).isEmpty();

    store.replies.clear();
    nowMs += CONFIG.firstBackOffMs();
    stepTo(LinkState.READY);

    assertThat(store.links).isEqualTo(2);
  }

  @Test
  void aClosedLinkStaysClosedWhateverFailsLater() {
    stepTo(LinkState.READY);
    link.close();

    link.fail("too late", nowMs * 1_000_000);

    assertThat(link.state()).isEqualTo(LinkState.CLOSED);
    assertThat(link.doWork(Long.MAX_VALUE)).isZero();
    assertThat(told.words).containsExactly("resumed");
    assertThat(counters.get(VaultCounter.LINK_DOWNS)).isZero();
  }

  @Test
  void aSupersededLinkNeverComesBack() {
    stepTo(LinkState.READY);
    memory.takeStartNumber(CONFIG.serverName()).join();
    link.fail("cut", nowMs * 1_000_000);
    nowMs += CONFIG.firstBackOffMs();
    stepTo(LinkState.SUPERSEDED);

    link.fail("too late", nowMs * 1_000_000);

    assertThat(link.state()).isEqualTo(LinkState.SUPERSEDED);
    assertThat(told.words).containsExactly("resumed", "down", "superseded");
    assertThat(counters.get(VaultCounter.LINK_DOWNS)).isEqualTo(1);
  }

  private static final class Told implements VaultLink.Owner {
    final List<String> words = new ArrayList<>();

    @Override
    public List<Holding> holdings() {
      return List.of();
    }

    @Override
    public List<ZoneHolding> zoneHoldings() {
      return List.of();
    }

    @Override
    public void onResumed(ResumeReply reply, StoreLink resumed) {
      words.add("resumed");
    }

    @Override
    public void onLinkDown() {
      words.add("down");
    }

    @Override
    public void onSuperseded() {
      words.add("superseded");
    }
  }
}
