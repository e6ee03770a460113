package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class UnsettledTest {
  private static final long TIMEOUT_NS = 5;

  private final StoreLink link =
      new MemoryStore(new CachedEpochClock())
          .openLink(new LinkIdentity("test", 1, new Incarnation(1, 2), 1))
          .join();
  private final VaultCounters counters = new VaultCounters();
  private final Unsettled unsettled = new Unsettled(counters);
  private final List<String> failures = new ArrayList<>();
  private final Question question = new Question();

  @Test
  void aCommandWhoseLinkIsGoneIsNeitherLateNorAnsweredByThatLink() {
    unsettled.send(question, link, 0);
    assertThat(unsettled.isOverdue(TIMEOUT_NS + 1, TIMEOUT_NS)).isTrue();
    CompletableFuture<Long> old = question.asked.get(0);

    unsettled.onLinkDown();
    old.complete(1L);

    assertThat(unsettled.isOverdue(TIMEOUT_NS + 1, TIMEOUT_NS)).isFalse();
    assertThat(unsettled.settle(16, failures::add)).isZero();
    assertThat(question.settled).isEmpty();
    assertThat(unsettled.size()).isEqualTo(1);
  }

  @Test
  void sentAgainItHasItsTimeAnewAndTheNewAnswerCounts() {
    unsettled.send(question, link, 0);
    unsettled.onLinkDown();
    unsettled.sendAgain(link, 20);
    assertThat(unsettled.isOverdue(20 + TIMEOUT_NS, TIMEOUT_NS)).isFalse();
    assertThat(unsettled.isOverdue(21 + TIMEOUT_NS, TIMEOUT_NS)).isTrue();

    question.asked.get(0).complete(1L);
    question.asked.get(1).complete(2L);

    assertThat(unsettled.settle(16, failures::add)).isEqualTo(1);
    assertThat(question.settled).containsExactly(2L);
    assertThat(unsettled.isEmpty()).isTrue();
    assertThat(counters.get(VaultCounter.RETRIES)).isEqualTo(1);
    assertThat(failures).isEmpty();
  }

  private static final class Question extends Command<Long> {
    final List<CompletableFuture<Long>> asked = new ArrayList<>();
    final List<Long> settled = new ArrayList<>();

    @Override
    CompletableFuture<Long> ask(StoreLink link) {
      CompletableFuture<Long> reply = new CompletableFuture<>();
      asked.add(reply);
      return reply;
    }

    @Override
    boolean settle(Long reply, long sentAtNs) {
      settled.add(reply);
      return true;
    }

    @Override
    void giveUp(StoreException failure) {
      throw new AssertionError(failure);
    }
  }
}
