package dev.keepstone.ecs.message;

/** The receiving end of an ordered queue of whole messages. One thread polls it. */
public interface Inbox {
  /**
   * Hands at most {@code limit} messages to the handler, oldest first, without waiting.
   *
   * @return how many were handed over; 0 when the queue is empty
   */
  int poll(MessageHandler handler, int limit);
}
