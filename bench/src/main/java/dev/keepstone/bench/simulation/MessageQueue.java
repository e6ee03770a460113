package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A bounded, ordered queue of whole messages on the heap: what Aeron and the ring are outside. */
final class MessageQueue implements Inbox, Outbox {
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final int capacity;

  /**
   * @param capacity messages; the next one is refused
   */
  MessageQueue(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (messages.size() >= capacity) {
      return false;
    }
    byte[] message = new byte[lengthBytes];
    buffer.getBytes(offset, message);
    messages.addLast(message);
    return true;
  }

  @Override
  public int poll(MessageHandler handler, int limit) {
    int polled = 0;
    for (byte[] message = next(limit, polled); message != null; message = next(limit, polled)) {
      polled++;
      view.wrap(message);
      handler.onMessage(view, 0, message.length);
    }
    return polled;
  }

  private byte @org.jspecify.annotations.Nullable [] next(int limit, int polled) {
    return polled < limit ? messages.pollFirst() : null;
  }

  int size() {
    return messages.size();
  }
}
