package dev.keepstone.net.link;

import dev.keepstone.net.seal.SealedStream;
import java.util.concurrent.TimeUnit;

/** Sizes and times of a link. */
final class LinkLimits {
  /** Both ends must be of the same build, as far as what they say to each other goes. */
  static final int VERSION = 2;

  /**
   * Messages that are sealed together: the longest message of the world (32 KiB) and more. Some 25
   * us of sealing, by what a {@code SealedChannel} needs for 1 200 bytes.
   */
  static final int BATCH_BYTES = 64 * 1024;

  /** A sealed batch. */
  static final int FRAME_BYTES = BATCH_BYTES + SealedStream.OVERHEAD_BYTES;

  /** Length in front of each message of a batch. */
  static final int LENGTH_BYTES = Integer.BYTES;

  /** What waits in the server for one gateway: two ticks of 1 000 players who see 200 each. */
  static final int RING_BYTES = 8 * 1024 * 1024;

  /** Logins of one gateway that are not answered yet; the next is told that the server is busy. */
  static final int MAX_REQUESTS = 4_096;

  /** Of the host that a player comes from, as its gateway states it: IPv6 with a zone, and more. */
  static final int MAX_ADDRESS_CHARS = 100;

  /** An end that has nothing to say says so. */
  static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Nothing heard for so long, or nothing taken: the link is lost. */
  static final long LOSS_NS = TimeUnit.SECONDS.toNanos(5);

  /** From a login's verdict to the session's Enter, in the same gateway's next duty cycle. */
  static final long PERMIT_NS = TimeUnit.SECONDS.toNanos(30);

  private LinkLimits() {}
}
