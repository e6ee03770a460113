package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The ring between the world and the vault, and what stands for Aeron in tests. */
class MessageRingStressTest {
  @Test
  void twoProducersAndOneConsumer() throws Exception {
    MessageRing ring = new MessageRing(4096);

    new HandOffStress(System.nanoTime(), 2, 200_000).run(ring::offer, ring::poll);
  }

  @Test
  void theStressFindsALostMessage() {
    MessageRing ring = new MessageRing(4096);
    AtomicLong offers = new AtomicLong();

    assertThatThrownBy(
            () ->
                new HandOffStress(1, 2, 10_000)
                    .run(
                        (buffer, offset, lengthBytes) ->
                            offers.incrementAndGet() == 5_000
                                || ring.offer(buffer, offset, lengthBytes),
                        ring::poll))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not the next message");
  }
}
