package dev.keepstone.net.gateway;

import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;

import dev.keepstone.net.transport.PlayerChannels;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Players over Aeron UDP, by the channels of {@link PlayerChannels}.
 *
 * <p>Image callbacks arrive on the Aeron client's thread and go through bounded queues; all else
 * runs on the gateway's. Publications are added asynchronously, so that a slow driver holds up
 * nobody; until one is there, its connection takes no frames.
 */
public final class AeronPlayerTransport implements PlayerTransport {
  /** Beyond the session limit, so that those too many can still be told why. */
  private static final int SPARE_CONNECTIONS = 32;

  private static final int IMAGE_QUEUE_CAPACITY = 4_096;

  private final Aeron aeron;
  private final String host;
  private final int port;
  private final int maxConnections;
  private final GatewayCounters counters;
  private final ManyToOneConcurrentArrayQueue<Image> arrivals =
      new ManyToOneConcurrentArrayQueue<>(IMAGE_QUEUE_CAPACITY);
  private final ManyToOneConcurrentArrayQueue<Image> departures =
      new ManyToOneConcurrentArrayQueue<>(IMAGE_QUEUE_CAPACITY);
  private final Long2ObjectHashMap<AeronConnection> connectionByImage = new Long2ObjectHashMap<>();
  private final List<AeronConnection> opening = new ArrayList<>();
  private final FragmentHandler fragmentHandler = this::onFragment;
  private final Subscription subscription;
  private final ExclusivePublication prototype;

  private @Nullable Listener listener;

  /**
   * Opens both ports. Blocks until the driver has bound them.
   *
   * @param aeron connected; not owned
   * @throws TransportException when a port is in use, or the host is none of this machine
   */
  public AeronPlayerTransport(Aeron aeron, GatewayConfig config, GatewayCounters counters) {
    this.aeron = aeron;
    this.counters = counters;
    host = config.host();
    port = config.port();
    maxConnections = config.maxSessions() + SPARE_CONNECTIONS;
    checkFree(host, port);
    checkFree(host, PlayerChannels.responsePort(port));
    Subscription requests = null;
    try {
      requests =
          aeron.addSubscription(
              PlayerChannels.serverRequests(host, port),
              PlayerChannels.REQUEST_STREAM_ID,
              arrivals::offer,
              departures::offer);
      prototype =
          aeron.addExclusivePublication(
              PlayerChannels.serverResponsePrototype(host, port),
              PlayerChannels.RESPONSE_STREAM_ID);
      subscription = requests;
    } catch (RegistrationException e) {
      CloseHelper.quietClose(requests);
      throw cannotListen(host, port, e);
    }
  }

  @Override
  public int poll(Listener newListener, int frameLimit) {
    listener = newListener;
    int work = 0;
    Image image;
    while ((image = arrivals.poll()) != null) {
      if (connect(image) == null) {
        // Its frames are read and dropped; the client gives up without an answer.
        counters.increment(GatewayCounter.CONNECTIONS_REFUSED);
      }
      work++;
    }
    work += finishOpening();
    work += subscription.poll(fragmentHandler, frameLimit);
    while ((image = departures.poll()) != null) {
      onDeparture(image);
      work++;
    }
    return work;
  }

  @Override
  public int connectionCount() {
    return connectionByImage.size();
  }

  @Override
  public String description() {
    return host + ":" + port + " and " + PlayerChannels.responsePort(port) + " (Aeron, UDP)";
  }

  @Override
  public void close() {
    connectionByImage.values().forEach(AeronConnection::close);
    CloseHelper.quietCloseAll(subscription, prototype);
  }

  /** The image's connection, a new one if need be; null when there are too many. */
  private @Nullable AeronConnection connect(Image image) {
    AeronConnection known = connectionByImage.get(image.correlationId());
    if (known != null || listener == null || connectionByImage.size() >= maxConnections) {
      return known;
    }
    AeronConnection connection =
        new AeronConnection(
            aeron,
            aeron.asyncAddExclusivePublication(
                PlayerChannels.serverResponses(host, port, image.correlationId()),
                PlayerChannels.RESPONSE_STREAM_ID),
            image.sourceIdentity());
    connectionByImage.put(image.correlationId(), connection);
    opening.add(connection);
    connection.handler(listener.onConnected(connection));
    return connection;
  }

  private int finishOpening() {
    int finished = 0;
    for (int i = opening.size() - 1; i >= 0; i--) {
      if (!opening.get(i).isOpening()) {
        opening.remove(i);
        finished++;
      }
    }
    return finished;
  }

  private void onDeparture(Image image) {
    AeronConnection connection = connectionByImage.remove(image.correlationId());
    if (connection != null) {
      connection.onDeparted();
    }
  }

  private void onFragment(DirectBuffer buffer, int offset, int lengthBytes, Header header) {
    // The first frame may come before the callback that announces its image.
    AeronConnection connection = connect((Image) header.context());
    if ((header.flags() & UNFRAGMENTED) != UNFRAGMENTED) {
      counters.increment(GatewayCounter.FRAMES_FRAGMENTED);
    } else if (connection != null) {
      connection.onFrame(buffer, offset, lengthBytes);
    }
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

  private static TransportException cannotListen(String host, int port, Exception cause) {
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
