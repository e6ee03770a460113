package dev.keepstone.net.gateway;

import dev.keepstone.net.transport.PlayerChannels;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/** One pair of Aeron ports: what comes in on the first, and the second kept bound for answers. */
final class PlayerPort implements AutoCloseable {
  private final Subscription subscription;
  private final ExclusivePublication prototype;

  /**
   * Opens both ports; blocks until the driver has bound them.
   *
   * @param onArrival called on the Aeron client's thread
   * @param onDeparture called on the Aeron client's thread
   * @throws TransportException when a port is in use, or the host is none of this machine
   */
  PlayerPort(
      Aeron aeron,
      String host,
      int requestPort,
      Consumer<Image> onArrival,
      Consumer<Image> onDeparture) {
    checkFree(host, requestPort);
    checkFree(host, PlayerChannels.responsePort(requestPort));
    Subscription requests = null;
    try {
      requests =
          aeron.addSubscription(
              PlayerChannels.serverRequests(host, requestPort),
              PlayerChannels.REQUEST_STREAM_ID,
              onArrival::accept,
              onDeparture::accept);
      prototype =
          aeron.addExclusivePublication(
              PlayerChannels.serverResponsePrototype(host, requestPort),
              PlayerChannels.RESPONSE_STREAM_ID);
      subscription = requests;
    } catch (RegistrationException e) {
      CloseHelper.quietClose(requests);
      throw cannotListen(host, requestPort, e);
    }
  }

  int poll(FragmentHandler handler, int limit) {
    return subscription.poll(handler, limit);
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(subscription, prototype);
  }

  /**
   * The driver finds the same, but as text in an error; here it is certain and has one sentence.
   */
  private static void checkFree(String host, int port) {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw cannotListen(host, port, e);
    }
  }

  static TransportException cannotListen(String host, int port, Exception cause) {
    String reason = String.valueOf(cause.getMessage());
    if (reason.contains("in use")) {
      return new TransportException(
          "port in use: "
              + host
              + ":"
              + port
              + " (udp): stop what listens there, or choose another port",
          cause);
    }
    return new TransportException(
        "cannot listen: " + host + ":" + port + " (udp) cause=" + reason + ": check host and port",
        cause);
  }
}
