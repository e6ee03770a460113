package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A bounded queue on the heap whose room a test may take away. Thread safe. */
public final class MemoryQueue implements Inbox, Outbox {
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private int capacity;

  public MemoryQueue(int capacity) {
    this.capacity = capacity;
  }

  public synchronized void capacity(int newCapacity) {
    capacity = newCapacity;
  }

  public synchronized int size() {
    return messages.size();
  }

  @Override
  public synchronized boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (messages.size() >= capacity) {
      return false;
    }
    byte[] message = new byte[lengthBytes];
    buffer.getBytes(offset, message);
    messages.add(message);
    return true;
  }

  @Override
  public int poll(MessageHandler handler, int limit) {
    int count = 0;
    while (count < limit) {
      byte[] message = next();
      if (message == null) {
        break;
      }
      handler.onMessage(new UnsafeBuffer(message), 0, message.length);
      count++;
    }
    return count;
  }

  private synchronized byte @org.jspecify.annotations.Nullable [] next() {
    return messages.poll();
  }
}
