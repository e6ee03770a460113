package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import org.agrona.DirectBuffer;

/** A reliable, ordered way to the other end of a link, frame by frame. Used by one thread. */
interface BatchChannel extends AutoCloseable {
  /** Sends a frame of at most {@link LinkLimits#FRAME_BYTES}; false: not now. */
  boolean send(DirectBuffer frame, int offset, int lengthBytes);

  /**
   * Hands over frames, oldest first.
   *
   * @param taker false: not this one now; it will be handed over again
   * @return work done
   */
  int poll(Outbox taker, int limit);

  /** The other end is gone; nothing will come of it any more. */
  boolean isOver();

  @Override
  void close();
}
