package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** One end of a way on the heap, on which a test may change, drop and repeat frames. */
final class MemoryChannel implements BatchChannel {
  final ArrayDeque<byte[]> sent = new ArrayDeque<>();
  @Nullable MemoryChannel peer;
  int capacity = Integer.MAX_VALUE;
  boolean isOver;

  /** Two ends of one way. */
  static MemoryChannel[] pair() {
    MemoryChannel one = new MemoryChannel();
    MemoryChannel two = new MemoryChannel();
    one.peer = two;
    two.peer = one;
    return new MemoryChannel[] {one, two};
  }

  @Override
  public boolean send(DirectBuffer frame, int offset, int lengthBytes) {
    if (sent.size() >= capacity) {
      return false;
    }
    byte[] copy = new byte[lengthBytes];
    frame.getBytes(offset, copy);
    sent.add(copy);
    return true;
  }

  @Override
  public int poll(Outbox taker, int limit) {
    int work = 0;
    while (peer != null && work < limit && !peer.sent.isEmpty()) {
      byte[] next = peer.sent.element();
      if (!taker.offer(new UnsafeBuffer(next), 0, next.length)) {
        break;
      }
      peer.sent.remove();
      work++;
    }
    return work;
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void close() {
    isOver = true;
    if (peer != null) {
      peer.isOver = true;
    }
  }
}
