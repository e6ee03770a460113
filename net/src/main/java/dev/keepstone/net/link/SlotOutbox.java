package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What the world says to the gateway with one number, in memory until the links' thread takes it.
 * Full: refused, and the world does what it does for any gateway without room. While no gateway has
 * the number everything is taken and dropped: its sessions are gone, and nobody is to wait for
 * them.
 *
 * <p>The world's thread offers, the links' thread does all else.
 */
final class SlotOutbox implements Outbox {
  private static final int RING_TYPE = 1;

  private final OneToOneRingBuffer ring =
      new OneToOneRingBuffer(
          new UnsafeBuffer(
              ByteBuffer.allocateDirect(
                  LinkLimits.RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));

  private volatile boolean isOpen;

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    return !isOpen || ring.write(RING_TYPE, buffer, offset, lengthBytes);
  }

  void open() {
    discard();
    isOpen = true;
  }

  void close() {
    isOpen = false;
    discard();
  }

  boolean isEmpty() {
    return ring.size() == 0;
  }

  /** Hands over messages, oldest first, until one is not taken; returns how many were. */
  int drain(Outbox taker) {
    if (ring.size() == 0) {
      return 0;
    }
    return ring.controlledRead(
        (int type, MutableDirectBuffer buffer, int offset, int lengthBytes) ->
            taker.offer(buffer, offset, lengthBytes) ? Action.COMMIT : Action.ABORT);
  }

  private void discard() {
    while (ring.read((type, buffer, offset, lengthBytes) -> {}) > 0) {
      // a read ends at the end of the buffer
    }
  }
}
