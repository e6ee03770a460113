package dev.keepstone.net.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.GoneEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.net.wire.WireLimits;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's way into the world's inbox. What is full today: an Enter or an intent is refused,
 * and its player told; a Gone must arrive, so it is kept and offered again, and nobody enters while
 * one waits. That also bounds how many can wait: a session that never entered needs no Gone.
 */
final class WorldGate {
  /** Every intent starts with session and sequence. */
  static final int SESSION_OFFSET =
      MessageHeaderEncoder.ENCODED_LENGTH + MoveDecoder.sessionEncodingOffset();

  static final int SEQUENCE_OFFSET =
      MessageHeaderEncoder.ENCODED_LENGTH + MoveDecoder.sequenceEncodingOffset();

  private static final byte[] NO_TOKEN = new byte[StateLimits.TOKEN_HASH_BYTES];

  private final Outbox inbox;
  private final GatewayCounters counters;
  private final LongArrayList waitingGone = new LongArrayList();
  private final UnsafeBuffer scratch =
      new UnsafeBuffer(new byte[WireLimits.MAX_CLIENT_FRAME_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EnterEncoder enter = new EnterEncoder();
  private final GoneEncoder gone = new GoneEncoder();

  WorldGate(Outbox inbox, GatewayCounters counters) {
    this.inbox = inbox;
    this.counters = counters;
  }

  /**
   * Asks for a character.
   *
   * @param takeOver an older session of it ends for this one
   * @param newTokenHash what a later resume must show
   * @param shownTokenHash null when the password was checked
   */
  boolean tryEnter(
      long sessionId,
      long playerId,
      Role role,
      boolean takeOver,
      byte[] newTokenHash,
      byte @Nullable [] shownTokenHash) {
    if (!waitingGone.isEmpty()) {
      return false;
    }
    enter
        .wrapAndApplyHeader(scratch, 0, header)
        .session(sessionId)
        .playerId(playerId)
        .role(role)
        .takeOver((short) (takeOver ? 1 : 0))
        .putNewToken(newTokenHash, 0, newTokenHash.length)
        .putShownToken(
            shownTokenHash == null ? NO_TOKEN : shownTokenHash, 0, StateLimits.TOKEN_HASH_BYTES);
    return inbox.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + enter.encodedLength());
  }

  /** The session in the message is replaced: a client cannot speak for another. */
  boolean tryIntent(long sessionId, DirectBuffer message, int offset, int lengthBytes) {
    scratch.putBytes(0, message, offset, lengthBytes);
    scratch.putLong(SESSION_OFFSET, sessionId, LITTLE_ENDIAN);
    if (inbox.offer(scratch, 0, lengthBytes)) {
      counters.increment(GatewayCounter.INTENTS_FORWARDED);
      return true;
    }
    counters.increment(GatewayCounter.INTENTS_BUSY);
    return false;
  }

  void gone(long sessionId) {
    waitingGone.addLong(sessionId);
    retryGone();
  }

  /** Offers what waits, oldest first, until one is refused. */
  int retryGone() {
    int taken = 0;
    while (taken < waitingGone.size() && tryGone(waitingGone.getLong(taken))) {
      taken++;
    }
    if (taken == waitingGone.size()) {
      waitingGone.clear();
    } else {
      counters.increment(GatewayCounter.GONE_RETRIED);
      for (int i = 0; i < taken; i++) {
        waitingGone.removeAt(0);
      }
    }
    return taken;
  }

  /** The world that these sessions were in cannot be told any more. */
  void forgetGone() {
    waitingGone.clear();
  }

  int waitingGoneCount() {
    return waitingGone.size();
  }

  private boolean tryGone(long sessionId) {
    gone.wrapAndApplyHeader(scratch, 0, header).session(sessionId);
    return inbox.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + gone.encodedLength());
  }
}
