package dev.keepstone.ecs.message;

import org.agrona.DirectBuffer;

/** Receives one whole message. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * Called on the polling thread.
   *
   * @param buffer valid only during the call; starts with an SBE message header at {@code offset}
   * @param offset of the header
   * @param lengthBytes header included; not yet checked against what the header claims
   */
  void onMessage(DirectBuffer buffer, int offset, int lengthBytes);
}
