package dev.keepstone.ecs.replay;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The bounded hand-off of entries from the world thread to the thread that writes them. The world
 * never waits: the first entry that finds no room ends the recording for good, because a recording
 * with a gap could not be replayed beyond it. What was taken before is whole and still comes out.
 */
public final class RecordRing {
  /** Half a minute of 1 000 busy players. */
  public static final int DEFAULT_CAPACITY_BYTES = 4 * 1024 * 1024;

  private final OneToOneRingBuffer ring;
  private volatile boolean overrun;
  private volatile boolean stopped;

  /**
   * @param capacityBytes a power of two, from 1 MiB on where messages of 64 KiB must fit
   */
  public RecordRing(int capacityBytes) {
    ring =
        new OneToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
  }

  /** Called by the world thread. Returns false when this and every later entry is dropped */
  boolean offer(int type, DirectBuffer body, int offset, int lengthBytes) {
    if (overrun || stopped) {
      return false;
    }
    int index =
        lengthBytes > InboxLogDescriptor.MAX_BODY_BYTES || lengthBytes > ring.maxMsgLength()
            ? RingBuffer.INSUFFICIENT_CAPACITY
            : ring.tryClaim(type, lengthBytes);
    if (index < 0) {
      overrun = true;
      return false;
    }
    ring.buffer().putBytes(index, body, offset, lengthBytes);
    ring.commit(index);
    return true;
  }

  /**
   * Hands over entries, oldest first. Called by the writing thread.
   *
   * @param handler gets the type and the body; ABORT leaves the entry in the ring
   * @return how many were handed over
   */
  int poll(ControlledMessageHandler handler, int limit) {
    return ring.controlledRead(handler, limit);
  }

  /** Whether the ring was full once: nothing is taken since then. Any thread. */
  public boolean isOverrun() {
    return overrun;
  }

  /** Nothing is taken from now on, and that is no overrun. Called by the writing thread. */
  public void stop() {
    stopped = true;
  }

  /** How much is on its way, entry headers and padding included. Any thread. */
  int sizeBytes() {
    return ring.size();
  }

  /** Whether everything that was taken has been handed over. Called by the writing thread. */
  public boolean isEmpty() {
    return ring.size() == 0;
  }
}
