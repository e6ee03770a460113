package dev.keepstone.ecs.message;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The way to one gateway. A message may be <em>droppable</em> (a newer one will come) or
 * <em>kept</em>: when the outbox is full it waits in a bounded backlog, in order, and everything
 * kept after it waits behind it. A quarter of the backlog is reserved for answers that end
 * something ({@code urgent}: a refused login, a farewell), so that being overrun can still be told.
 *
 * <p>When the backlog is full too, {@link #keep} says so and its caller ends the session.
 */
final class BackloggedOutbox {
  private static final int RING_TYPE = 1;

  private final Outbox outbox;
  private final WorldCounters counters;
  private final OneToOneRingBuffer backlog;
  private final int limitBytes;
  private final ControlledMessageHandler resend = this::resend;

  /**
   * @param backlogBytes a power of two; the longest message has an eighth of it
   */
  BackloggedOutbox(Outbox outbox, int backlogBytes, WorldCounters counters) {
    this.outbox = outbox;
    this.counters = counters;
    this.backlog =
        new OneToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(backlogBytes + RingBufferDescriptor.TRAILER_LENGTH)));
    this.limitBytes = backlogBytes - backlogBytes / 4;
  }

  /** Sends what waits, oldest first, as far as there is room. Called at the start of each tick. */
  void sendBacklog() {
    if (backlog.size() > 0) {
      backlog.controlledRead(resend);
    }
  }

  /**
   * Sends a droppable message. It may overtake what waits.
   *
   * @return false when it was dropped
   */
  boolean sendOrDrop(DirectBuffer buffer, int offset, int lengthBytes) {
    return outbox.offer(buffer, offset, lengthBytes);
  }

  /**
   * Sends a message that must not be lost, now or later.
   *
   * @return false when there is no room for it, neither in the outbox nor in the backlog
   */
  boolean keep(DirectBuffer buffer, int offset, int lengthBytes, boolean urgent) {
    if (backlog.size() == 0 && outbox.offer(buffer, offset, lengthBytes)) {
      return true;
    }
    if ((!urgent && backlog.size() + lengthBytes > limitBytes)
        || !backlog.write(RING_TYPE, buffer, offset, lengthBytes)) {
      return false;
    }
    counters.increment(WorldCounter.BACKLOGGED_MESSAGES);
    return true;
  }

  private ControlledMessageHandler.Action resend(
      int type, MutableDirectBuffer buffer, int offset, int lengthBytes) {
    return outbox.offer(buffer, offset, lengthBytes)
        ? ControlledMessageHandler.Action.COMMIT
        : ControlledMessageHandler.Action.ABORT;
  }
}
