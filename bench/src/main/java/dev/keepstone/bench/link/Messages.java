package dev.keepstone.bench.link;

import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The world's own messages, as long as the plan wants them, with the time at which they were due.
 *
 * <pre>
 * input:   Say       header | session | sequence | text length u16 | due i64 | filling
 * update:  Snapshot  header | session | tick = due | ...           | filling
 * </pre>
 *
 * <p>The link looks at the session and the template, and at the end of an input; the filling of an
 * update is nobody's business. For one thread.
 */
final class Messages {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int TEXT_OFFSET =
      HEADER_BYTES + SayEncoder.BLOCK_LENGTH + SayEncoder.textHeaderLength();

  static final int SHORTEST_INPUT_BYTES = TEXT_OFFSET + Long.BYTES;
  static final int SHORTEST_UPDATE_BYTES = HEADER_BYTES + SnapshotEncoder.BLOCK_LENGTH;

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SayEncoder say = new SayEncoder();
  private final SnapshotEncoder snapshot = new SnapshotEncoder();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);
  private final byte[] filling = new byte[buffer.capacity()];

  /** Where the messages are, from offset 0; each call overwrites the one before. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  void input(long session, int lengthBytes, long dueNs) {
    say.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(1)
        .putText(filling, 0, lengthBytes - TEXT_OFFSET);
    buffer.putLong(TEXT_OFFSET, dueNs, ByteOrder.LITTLE_ENDIAN);
  }

  static long inputDueNs(DirectBuffer message, int offset) {
    return message.getLong(offset + TEXT_OFFSET, ByteOrder.LITTLE_ENDIAN);
  }

  void update(long session, long dueNs) {
    snapshot.wrapAndApplyHeader(buffer, 0, header).session(session).tick(dueNs);
  }

  static long updateDueNs(DirectBuffer message, int offset) {
    return message.getLong(
        offset + HEADER_BYTES + SnapshotEncoder.tickEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the message's length, as the next one does. */
  int enter(long session, long playerId) {
    new EnterEncoder()
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .role(Role.PLAYER)
        .takeOver((short) 0);
    for (int i = 0; i < EnterEncoder.shownTokenEncodingLength(); i++) {
      buffer.putByte(HEADER_BYTES + EnterEncoder.shownTokenEncodingOffset() + i, (byte) 0);
      buffer.putByte(HEADER_BYTES + EnterEncoder.newTokenEncodingOffset() + i, (byte) 1);
    }
    return HEADER_BYTES + EnterEncoder.BLOCK_LENGTH;
  }

  int entered(long session) {
    EnteredEncoder entered = new EnteredEncoder();
    entered.wrapAndApplyHeader(buffer, 0, header).session(session).name("load").zoneName("load");
    return HEADER_BYTES + entered.encodedLength();
  }

  /** The session that a message of the world or to it is about. */
  static long session(DirectBuffer message, int offset) {
    return message.getLong(offset + HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
  }
}
