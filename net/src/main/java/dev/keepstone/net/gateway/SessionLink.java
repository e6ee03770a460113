package dev.keepstone.net.gateway;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;

import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.WireLimits;
import java.util.ArrayDeque;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One session's way to its client: seals, sends, and keeps what cannot go out now in a small
 * backlog. Order is kept: while anything waits, nothing overtakes it, and what may be skipped is.
 */
final class SessionLink {
  /**
   * How long a session's backlog may be, in frames and bytes. In a moving crowd two or three short
   * frames a tick say who appears and vanishes: so many last for the 10 s that a client may be
   * silent.
   */
  static final int MAX_BACKLOG_FRAMES = 512;

  static final int MAX_BACKLOG_BYTES = 64 * 1024;

  private final Connection connection;
  private final UnsafeBuffer frame;
  private final ArrayDeque<byte[]> backlog = new ArrayDeque<>();

  private int backlogBytes;
  private long sentBytes;
  private @Nullable SealedChannel channel;

  /**
   * @param frame scratch of {@link WireLimits#MAX_SERVER_FRAME_BYTES}, shared by all sessions of
   *     the thread
   */
  SessionLink(Connection connection, UnsafeBuffer frame) {
    this.connection = connection;
    this.frame = frame;
  }

  void keyed(SealedChannel newChannel) {
    channel = newChannel;
  }

  /** Opens a frame of the client; see {@link SealedChannel#open}. */
  int open(DirectBuffer sealed, int offset, int lengthBytes, UnsafeBuffer message) {
    return channel == null
        ? SealedChannel.MALFORMED
        : channel.open(sealed, offset, lengthBytes, message, 0);
  }

  /** Sends a frame as it is, now or later; false when the backlog is full. */
  boolean sendClear(DirectBuffer clear, int offset, int lengthBytes) {
    if (backlog.isEmpty() && offer(clear, offset, lengthBytes)) {
      return true;
    }
    return keep(clear, offset, lengthBytes);
  }

  /**
   * Seals and sends a message, now or later; false when the backlog is full or the keys are used
   * up.
   */
  boolean send(DirectBuffer message, int offset, int lengthBytes) {
    int sealedBytes = seal(message, offset, lengthBytes);
    return sealedBytes > 0 && sendClear(frame, 0, sealedBytes);
  }

  /** Seals and sends a message if that can be done now. */
  boolean sendOrSkip(DirectBuffer message, int offset, int lengthBytes) {
    if (!backlog.isEmpty()) {
      return false;
    }
    int sealedBytes = seal(message, offset, lengthBytes);
    return sealedBytes > 0 && offer(frame, 0, sealedBytes);
  }

  boolean hasBacklog() {
    return !backlog.isEmpty();
  }

  /** Sends what waits, oldest first, until a frame is not taken. */
  int flush() {
    int sent = 0;
    byte[] next;
    while ((next = backlog.peek()) != null) {
      frame.putBytes(0, next);
      if (!offer(frame, 0, next.length)) {
        break;
      }
      backlog.remove();
      backlogBytes -= next.length;
      sent++;
    }
    return sent;
  }

  /** What the client was sent so far, in bytes of Aeron's stream: each frame with its header. */
  long sentBytes() {
    return sentBytes;
  }

  void close() {
    backlog.clear();
    backlogBytes = 0;
    connection.close();
  }

  private boolean offer(DirectBuffer bytes, int offset, int lengthBytes) {
    boolean taken = connection.send(bytes, offset, lengthBytes);
    if (taken) {
      sentBytes += BitUtil.align(lengthBytes + HEADER_LENGTH, FRAME_ALIGNMENT);
    }
    return taken;
  }

  private int seal(DirectBuffer message, int offset, int lengthBytes) {
    return channel == null
        ? SealedChannel.MALFORMED
        : channel.seal(message, offset, lengthBytes, frame, 0);
  }

  private boolean keep(DirectBuffer bytes, int offset, int lengthBytes) {
    if (backlog.size() >= MAX_BACKLOG_FRAMES || backlogBytes + lengthBytes > MAX_BACKLOG_BYTES) {
      return false;
    }
    byte[] copy = new byte[lengthBytes];
    bytes.getBytes(offset, copy);
    backlog.add(copy);
    backlogBytes += lengthBytes;
    return true;
  }
}
