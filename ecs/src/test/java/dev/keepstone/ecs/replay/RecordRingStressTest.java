package dev.keepstone.ecs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.HandOffStress;
import dev.keepstone.ecs.message.MessageHandler;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The ring between the world and the thread that writes its recording. It gives up at the first
 * refusal, so here the producer looks for room before it offers; the handler aborts now and then,
 * as a full block does.
 */
class RecordRingStressTest {
  private static final int CAPACITY_BYTES = 4096;
  private static final int LONGEST_ENTRY_BYTES = 512;

  private int handled;

  @Test
  void oneProducerAndOneConsumerThatAborts() throws Exception {
    RecordRing ring = new RecordRing(CAPACITY_BYTES);

    new HandOffStress(System.nanoTime(), 1, 300_000)
        .run(
            (buffer, offset, lengthBytes) ->
                ring.sizeBytes() < CAPACITY_BYTES - 2 * LONGEST_ENTRY_BYTES
                    && ring.offer(InboxLogDescriptor.MESSAGE, buffer, offset, lengthBytes),
            (handler, limit) -> poll(ring, handler, limit));

    assertThat(ring.isOverrun()).isFalse();
    assertThat(ring.isEmpty()).isTrue();
  }

  private int poll(RecordRing ring, MessageHandler handler, int limit) {
    int before = handled;
    ring.poll(
        (type, buffer, offset, lengthBytes) -> {
          if (handled % 7 == 6 && handled != before) {
            return ControlledMessageHandler.Action.ABORT;
          }
          handled++;
          handler.onMessage(buffer, offset, lengthBytes);
          return ControlledMessageHandler.Action.CONTINUE;
        },
        limit);
    return handled - before;
  }

  @Test
  void anOverrunIsSeenByTheOtherThreadAfterWhatWasTaken() throws Exception {
    for (int round = 0; round < 200; round++) {
      RecordRing ring = new RecordRing(CAPACITY_BYTES);
      int[] offered = new int[1];
      Thread world =
          new Thread(
              () -> {
                UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
                while (ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 64)) {
                  offered[0]++;
                }
              });
      world.start();
      int taken = 0;
      boolean overrun;
      do {
        overrun = ring.isOverrun();
        taken += poll(ring, (buffer, offset, lengthBytes) -> {}, 1);
      } while (!overrun || !ring.isEmpty());
      world.join();

      assertThat(taken).as("round %d", round).isEqualTo(offered[0]);
    }
  }
}
