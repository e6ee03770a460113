package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.client.ClientLink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** The client's end of a wire. */
public final class MemoryLink implements ClientLink {
  private final MemoryTransport.Wire wire;
  private boolean isBlocked;

  public MemoryLink(MemoryTransport.Wire wire) {
    this.wire = wire;
  }

  /** Takes no more frames of the client. */
  public void block() {
    isBlocked = true;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public @Nullable String failure() {
    return null;
  }

  @Override
  public boolean isHungUp() {
    return wire.isClosed() && wire.toClient.isEmpty();
  }

  @Override
  public int poll(MessageHandler handler, int limit) {
    int count = 0;
    byte[] frame;
    while (count < limit && (frame = wire.toClient.poll()) != null) {
      handler.onMessage(new UnsafeBuffer(frame), 0, frame.length);
      count++;
    }
    return count;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (isBlocked || wire.isClosed()) {
      return false;
    }
    byte[] frame = new byte[lengthBytes];
    buffer.getBytes(offset, frame);
    wire.fromClient(frame);
    return true;
  }

  @Override
  public void close() {
    wire.cut();
  }
}
