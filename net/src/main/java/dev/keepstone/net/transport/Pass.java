package dev.keepstone.net.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leave for one Aeron session to speak to one of our ports from one address. The source port is not
 * known when a pass is made (a home router chooses it) and is pinned by the first frame that names
 * the pass: its session id is random, so only who was told it can do that.
 *
 * <p>Made by any thread; frames are judged on the driver's.
 */
public final class Pass {
  private static final int NOT_PINNED = 0;

  private final int sessionId;
  private final InetAddress address;
  private final int localPort;
  private final AtomicInteger sourcePort = new AtomicInteger(NOT_PINNED);

  private volatile long deadlineNs;
  private volatile boolean isClosing;

  Pass(int sessionId, InetAddress address, int localPort, long deadlineNs) {
    this.sessionId = sessionId;
    this.address = address;
    this.localPort = localPort;
    this.deadlineNs = deadlineNs;
  }

  /** The Aeron session that may speak. */
  public int sessionId() {
    return sessionId;
  }

  /** Where its frames must come from. */
  public InetAddress address() {
    return address;
  }

  /** The port of ours that it may speak to. */
  public int localPort() {
    return localPort;
  }

  /** Whether a frame has come and said which source port it is. */
  public boolean isPinned() {
    return sourcePort.get() != NOT_PINNED;
  }

  /** From now on it only lasts until then, whatever comes: for the last words of a session. */
  public void closeAt(long newDeadlineNs) {
    isClosing = true;
    deadlineNs = newDeadlineNs;
  }

  /** Whether a frame of this source may come in; the first one pins its port. */
  boolean admits(InetSocketAddress source, int port, long nowNs, long idleNs) {
    if (port != localPort || !address.equals(source.getAddress()) || isExpired(nowNs)) {
      return false;
    }
    int from = source.getPort();
    int pinned = sourcePort.get();
    if (pinned != from) {
      if (pinned != NOT_PINNED || !sourcePort.compareAndSet(NOT_PINNED, from)) {
        return false;
      }
    }
    if (!isClosing) {
      deadlineNs = nowNs + idleNs;
      if (isClosing) {
        deadlineNs = nowNs; // closed meanwhile: rather a moment too early than never
      }
    }
    return true;
  }

  boolean isExpired(long nowNs) {
    return nowNs - deadlineNs >= 0;
  }
}
