package dev.keepstone.net.gateway;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.RegistrationException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A client's image and the publication that answers it. */
final class AeronConnection implements Connection {
  private final Aeron aeron;
  private final long registrationId;
  private final String remoteAddress;

  private @Nullable Handler handler;
  private @Nullable ExclusivePublication publication;
  private boolean isOpening = true;
  private boolean isClosed;

  AeronConnection(Aeron aeron, long registrationId, String remoteAddress) {
    this.aeron = aeron;
    this.registrationId = registrationId;
    this.remoteAddress = remoteAddress;
  }

  void handler(Handler newHandler) {
    handler = newHandler;
  }

  /** Asks whether the driver has added the publication; true while that is open. */
  boolean isOpening() {
    if (isOpening && !isClosed) {
      try {
        publication = aeron.getExclusivePublication(registrationId);
        isOpening = publication == null;
      } catch (RegistrationException e) {
        // The image went away first, or asked for no response channel: nobody to talk to.
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

  void onDeparted() {
    disconnect();
  }

  @Override
  public boolean send(DirectBuffer buffer, int offset, int lengthBytes) {
    ExclusivePublication open = publication;
    if (open == null || isClosed) {
      return false;
    }
    return open.offer(buffer, offset, lengthBytes) > 0;
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
