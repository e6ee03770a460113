package dev.keepstone.ecs.message;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A bounded queue of messages in memory: any number of threads offer, one polls. A message takes
 * its length rounded up to 8 bytes, and 8 more.
 */
public final class MessageRing implements Inbox, Outbox {
  /** The template is in the message itself; the ring wants a number above 0. */
  private static final int RING_TYPE = 1;

  private final ManyToOneRingBuffer ring;
  private final org.agrona.concurrent.MessageHandler ringHandler = this::onRingMessage;
  private MessageHandler handler = (buffer, offset, lengthBytes) -> {};

  /**
   * @param capacityBytes a power of two; the longest message has an eighth of it
   */
  public MessageRing(int capacityBytes) {
    ring =
        new ManyToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
  }

  /** {@inheritDoc} Called by the one polling thread. The handler must not poll this ring. */
  @Override
  public int poll(MessageHandler handler, int limit) {
    this.handler = handler;
    return ring.read(ringHandler, limit);
  }

  /**
   * {@inheritDoc} Called by any thread.
   *
   * @throws IllegalArgumentException when the message is longer than an eighth of the ring
   */
  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    return ring.write(RING_TYPE, buffer, offset, lengthBytes);
  }

  private void onRingMessage(int type, DirectBuffer buffer, int offset, int lengthBytes) {
    handler.onMessage(buffer, offset, lengthBytes);
  }
}
