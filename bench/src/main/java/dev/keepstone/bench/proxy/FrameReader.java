package dev.keepstone.bench.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Reads one frame after the other from a channel. The buffer is the reader's. One thread. */
final class FrameReader {
  private static final int FIRST_BYTES = 64 * 1024;

  /** Redis itself takes no bulk longer than 512 MiB; what a server of ours says is far below. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private final ReadableByteChannel channel;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int frameFrom;
  private int frameTo;
  private int filledTo;

  FrameReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the next frame.
   *
   * @return false when the other side has closed; half a frame is dropped then
   * @throws RespException when it is none, or longer than 64 MiB
   */
  boolean next() throws IOException {
    frameFrom = frameTo;
    while (true) {
      int end = RespFrame.end(bytes, frameFrom, filledTo);
      if (end != RespFrame.INCOMPLETE) {
        frameTo = end;
        return true;
      }
      makeRoom();
      int read = channel.read(ByteBuffer.wrap(bytes, filledTo, bytes.length - filledTo));
      if (read < 0) {
        return false;
      }
      filledTo += read;
    }
  }

  private void makeRoom() {
    if (filledTo < bytes.length) {
      return;
    }
    int kept = filledTo - frameFrom;
    if (frameFrom > bytes.length / 2) {
      System.arraycopy(bytes, frameFrom, bytes, 0, kept);
    } else {
      if (bytes.length >= MAX_BYTES) {
        throw new RespException("a frame is longer than bytes=" + MAX_BYTES);
      }
      byte[] larger = new byte[bytes.length * 2];
      System.arraycopy(bytes, frameFrom, larger, 0, kept);
      bytes = larger;
    }
    frameFrom = 0;
    frameTo = 0;
    filledTo = kept;
  }

  /** The newest frame; valid until the next one. */
  ByteBuffer frame() {
    return ByteBuffer.wrap(bytes, frameFrom, frameTo - frameFrom);
  }

  /** A copy of the newest frame. */
  byte[] copy() {
    return Arrays.copyOfRange(bytes, frameFrom, frameTo);
  }
}
