package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.Outbox;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A queue of whole messages whose room a test can take away. */
final class TestQueue implements Inbox, Outbox {
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  int room = Integer.MAX_VALUE;

  /** Offers until one throws; negative: none does. */
  int offersUntilFault = -1;

  @Override
  public synchronized boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (offersUntilFault >= 0 && offersUntilFault-- == 0) {
      throw new IllegalStateException("planted");
    }
    if (room <= 0) {
      return false;
    }
    room--;
    byte[] copy = new byte[lengthBytes];
    buffer.getBytes(offset, copy);
    messages.add(copy);
    return true;
  }

  @Override
  public synchronized int poll(MessageHandler handler, int limit) {
    int polled = 0;
    while (polled < limit && !messages.isEmpty()) {
      byte[] message = messages.removeFirst();
      handler.onMessage(new UnsafeBuffer(message), 0, message.length);
      polled++;
    }
    return polled;
  }
}
