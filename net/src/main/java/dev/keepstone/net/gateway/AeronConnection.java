package dev.keepstone.net.gateway;

import dev.keepstone.net.transport.Offers;
import dev.keepstone.net.transport.Pass;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.RegistrationException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client's image and the publication that answers it, each with its pass. Nothing here waits for
 * the client: a frame that its window has no room for is refused, and a client that takes none for
 * the time of {@code stall} is cut off.
 */
final class AeronConnection implements Connection {
  /** Aeron's last words on both ways take a moment: what was sent is still acknowledged. */
  private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(3);

  private final Aeron aeron;
  private final long registrationId;
  private final String remoteAddress;
  private final Pass requestPass;
  private final Pass responsePass;

  private @Nullable Handler handler;
  private @Nullable ExclusivePublication publication;
  private boolean isOpening = true;
  private boolean isClosed;
  private boolean wasHeard;
  private boolean isStalled;
  private long stalledSinceNs;
  private long nowNs;

  /**
   * @param registrationId of the publication that was asked for
   */
  AeronConnection(
      Aeron aeron,
      long registrationId,
      String remoteAddress,
      Pass requestPass,
      Pass responsePass,
      long nowNs) {
    this.aeron = aeron;
    this.registrationId = registrationId;
    this.remoteAddress = remoteAddress;
    this.requestPass = requestPass;
    this.responsePass = responsePass;
    this.nowNs = nowNs;
  }

  void handler(Handler newHandler) {
    handler = newHandler;
  }

  Pass requestPass() {
    return requestPass;
  }

  Pass responsePass() {
    return responsePass;
  }

  /** Asks whether the driver has added the publication; true while that is open. */
  boolean isOpening() {
    if (isOpening && !isClosed) {
      try {
        publication = aeron.getExclusivePublication(registrationId);
        isOpening = publication == null;
      } catch (RegistrationException e) {
        // The image went away first: nobody to talk to.
        isOpening = false;
        disconnect();
      }
    }
    return isOpening && !isClosed;
  }

  void onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
    if (!isClosed && handler != null) {
      handler.onFrame(buffer, offset, lengthBytes);
    }
  }

  /** The image is gone. */
  void onDeparted() {
    disconnect();
  }

  /**
   * Cuts the client off when it has taken nothing that was offered for so long.
   *
   * @param heldUpNs of the time since the last call, in which nothing was offered because this
   *     process stood still: not the client's fault
   * @return whether that happened now
   */
  boolean cutWhenStalled(long newNowNs, long heldUpNs, long stallNs) {
    nowNs = newNowNs;
    stalledSinceNs += heldUpNs;
    if (isClosed || !isStalled || nowNs - stalledSinceNs < stallNs) {
      return false;
    }
    disconnect();
    return true;
  }

  @Override
  public boolean send(DirectBuffer buffer, int offset, int lengthBytes) {
    ExclusivePublication open = publication;
    if (open == null || isClosed) {
      return false;
    }
    long result = Offers.offer(open, buffer, offset, lengthBytes);
    if (result > 0) {
      wasHeard = true;
      isStalled = false;
      return true;
    }
    if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
      disconnect(); // the driver took it back, or 128 TiB are through: the client comes again
    } else if (wasHeard && !isStalled) {
      isStalled = true;
      stalledSinceNs = nowNs;
    }
    return false;
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    requestPass.closeAt(nowNs + LINGER_NS);
    responsePass.closeAt(nowNs + LINGER_NS);
    ExclusivePublication open = publication;
    publication = null;
    if (open != null) {
      open.close();
    } else if (isOpening) {
      aeron.asyncRemovePublication(registrationId);
    }
  }

  private void disconnect() {
    if (!isClosed) {
      close();
      if (handler != null) {
        handler.onDisconnected();
      }
    }
  }
}
