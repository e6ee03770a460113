package dev.keepstone.net.client;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.net.wire.sbe.RefusalCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client's two-way stream of frames to a server: Aeron, memory in tests, other edges later. Never
 * blocks; used on the client's thread.
 */
public interface ClientLink {
  /** Whether a frame would reach the server's transport now. */
  boolean isConnected();

  /** Why the link can never connect, for a person; null while it may. */
  @Nullable String failure();

  /** Why the server does not let this client come near; null while it may. */
  default @Nullable RefusalCode refusal() {
    return null;
  }

  /** Whether the server has hung up and everything that it sent has been handed over. */
  boolean isHungUp();

  /** Hands over at most {@code limit} whole frames. */
  int poll(MessageHandler handler, int limit);

  /** False when the frame cannot be taken now. */
  boolean offer(DirectBuffer buffer, int offset, int lengthBytes);

  /** Ends the link; what was offered before still goes out. */
  void close();
}
