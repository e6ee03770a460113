package dev.keepstone.ecs.message;

import org.agrona.DirectBuffer;

/**
 * The sending end of a bounded, ordered queue of whole messages. Never waits: a full queue is an
 * answer that the caller must act on (keep the row dirty, refuse the intent, skip the update).
 */
public interface Outbox {
  /**
   * Copies one message into the queue.
   *
   * @return false when there is no room now; nothing was written then
   */
  boolean offer(DirectBuffer buffer, int offset, int lengthBytes);
}
