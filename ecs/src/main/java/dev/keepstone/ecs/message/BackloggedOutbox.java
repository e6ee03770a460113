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
 * The way to one gateway. A message may be <em>droppable</em> (a newer one will come), <em>kept
 * while there is plenty of room</em> (what others say) or <em>kept</em>: when the outbox is full it
 * waits in a bounded backlog, in order, and everything kept after it waits behind it.
 *
 * <pre>
 *  backlog  |  half: what others say, too  |  a quarter: answers  |  a quarter: urgent  |
 * </pre>
 *
 * The last quarter is for answers that end something (a refused login, a farewell), so that being
 * overrun can still be told. What others say may not fill more than the first half: a line costs a
 * message for each of its listeners, and 500 who had all talked while the gateway was held up have
 * cost 500 sessions.
 *
 * <p>When the backlog is full too, {@link #keep} says so and its caller ends the session.
 */
final class BackloggedOutbox {
  private static final int RING_TYPE = 1;

  private final Outbox outbox;
  private final WorldCounters counters;
  private final OneToOneRingBuffer backlog;
  private final int capacityBytes;
  private final int answersBytes;
  private final int speechBytes;
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
    capacityBytes = backlogBytes;
    answersBytes = backlogBytes - backlogBytes / 4;
    speechBytes = backlogBytes / 2;
  }

  /** Sends what waits, oldest first, as far as there is room. Called at the start of each tick. */
  void sendBacklog() {
    if (backlog.size() > 0) {
      backlog.controlledRead(resend);
    }
  }

  /**
   * Sends a droppable message. It never overtakes what waits: a newcomer is not shown the world
   * before it was told that it entered.
   *
   * @return false when it was dropped
   */
  boolean sendOrDrop(DirectBuffer buffer, int offset, int lengthBytes) {
    return backlog.size() == 0 && outbox.offer(buffer, offset, lengthBytes);
  }

  /**
   * Sends a message that must not be lost, now or later.
   *
   * @return false when there is no room for it, neither in the outbox nor in the backlog
   */
  boolean keep(DirectBuffer buffer, int offset, int lengthBytes, boolean urgent) {
    return keep(buffer, offset, lengthBytes, urgent ? capacityBytes : answersBytes);
  }

  /**
   * Sends a message that somebody can do without, now or later.
   *
   * @return false when it was dropped
   */
  boolean keepOrDrop(DirectBuffer buffer, int offset, int lengthBytes) {
    return keep(buffer, offset, lengthBytes, speechBytes);
  }

  private boolean keep(DirectBuffer buffer, int offset, int lengthBytes, int limitBytes) {
    if (backlog.size() == 0 && outbox.offer(buffer, offset, lengthBytes)) {
      return true;
    }
    if (backlog.size() + lengthBytes > limitBytes
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
