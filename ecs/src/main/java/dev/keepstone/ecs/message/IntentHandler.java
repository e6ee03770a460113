package dev.keepstone.ecs.message;

import org.agrona.DirectBuffer;

/**
 * What players want, one call a message. {@code sequence} is unsigned. Directions and texts come as
 * they were sent, only their lengths have been checked.
 */
public interface IntentHandler {
  void onMove(long session, int sequence, int directionX, int directionY, int ticks);

  /**
   * Somebody says something; the text may be anything yet.
   *
   * @param buffer valid during the call only
   */
  void onSay(long session, int sequence, DirectBuffer buffer, int textOffset, int textLengthBytes);

  void onLook(long session, int sequence);

  void onWho(long session, int sequence);

  void onLeave(long session, int sequence);
}
