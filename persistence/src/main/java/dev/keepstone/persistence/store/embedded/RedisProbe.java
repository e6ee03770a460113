package dev.keepstone.persistence.store.embedded;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Redis one short question over its unix socket, with a deadline, by the JDK alone: no
 * client has to be set up to learn whether a process answers.
 */
final class RedisProbe {
  private static final int MAX_REPLY_BYTES = 16 * 1024;
  private static final long POLL_MS = 2;

  private RedisProbe() {}

  /** What a Redis says of itself. */
  enum State {
    /** Nobody listens. */
    ABSENT,
    /** Somebody listens, but says nothing in time. */
    SILENT,
    /** Reading its data, or otherwise not ready. */
    LOADING,
    READY
  }

  static State ask(Path socket, long timeoutMs) {
    try {
      String reply = send(socket, "PING\r\n", timeoutMs);
      if (reply == null) {
        return State.SILENT;
      }
      // Any other answer is one of a Redis that works: -MISCONF, say, when a snapshot has failed.
      boolean busy =
          reply.startsWith("-LOADING")
              || reply.startsWith("-BUSY")
              || reply.startsWith("-MASTERDOWN");
      return busy ? State.LOADING : State.READY;
    } catch (IOException e) {
      return State.ABSENT;
    }
  }

  /** Process id of the Redis that listens there, or 0 when it doesn't say. */
  static long pid(Path socket, long timeoutMs) {
    try {
      String reply = send(socket, "INFO server\r\n", timeoutMs);
      return reply == null
          ? 0
          : reply
              .lines()
              .filter(line -> line.startsWith("process_id:"))
              .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()).strip()))
              .findFirst()
              .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Asks it to flush its log, to write a snapshot, and to end.
   *
   * @return null when it ended, or is still about to; else why it refuses
   */
  static @Nullable String shutDown(Path socket, long timeoutMs) {
    return order(socket, "SHUTDOWN\r\n", timeoutMs);
  }

  /** The same without the snapshot; for one that keeps a log, which has everything. */
  static @Nullable String shutDownWithoutSnapshot(Path socket, long timeoutMs) {
    return order(socket, "SHUTDOWN NOSAVE\r\n", timeoutMs);
  }

  /** Does it keep an append-only file? */
  static boolean keepsLog(Path socket, long timeoutMs) {
    try {
      String reply = send(socket, "INFO persistence\r\n", timeoutMs);
      return reply != null && reply.contains("aof_enabled:1");
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable String order(Path socket, String command, long timeoutMs) {
    try {
      return send(socket, command, timeoutMs);
    } catch (IOException e) {
      // Gone, as it was told: the caller watches the process.
      return null;
    }
  }

  /**
   * One inline command and its whole reply.
   *
   * @return null when none came in time
   */
  private static @Nullable String send(Path socket, String command, long timeoutMs)
      throws IOException {
    long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
      byte[] bytes = new byte[MAX_REPLY_BYTES];
      ByteBuffer reply = ByteBuffer.wrap(bytes);
      while (System.nanoTime() - deadlineNs < 0) {
        int read = channel.read(reply);
        if (read < 0) {
          throw new IOException("closed");
        }
        String text = new String(bytes, 0, reply.position(), StandardCharsets.ISO_8859_1);
        if (isComplete(text) || !reply.hasRemaining()) {
          return text;
        }
        if (read == 0) {
          Pause.forMs(POLL_MS);
        }
      }
      return null;
    }
  }

  /** A one-line reply ends with CR LF; a bulk string has its length in its first line. */
  private static boolean isComplete(String text) {
    int firstLine = text.indexOf("\r\n");
    if (firstLine < 0) {
      return false;
    }
    if (text.charAt(0) != '$') {
      return true;
    }
    int length = Integer.parseInt(text.substring(1, firstLine));
    return text.length() >= firstLine + 2 + length + 2;
  }
}
