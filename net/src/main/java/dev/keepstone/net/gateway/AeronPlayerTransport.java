package dev.keepstone.net.gateway;

import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;

import dev.keepstone.net.cookie.CookieServer;
import dev.keepstone.net.transport.Pass;
import dev.keepstone.net.transport.PlayerChannels;
import dev.keepstone.net.transport.PlayerPasses;
import dev.keepstone.net.wire.WireLimits;
import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Players over Aeron UDP, by the channels of {@link PlayerChannels}: the cookie port, and pairs of
 * Aeron ports that only those get through to who have a pass.
 *
 * <p>Image callbacks arrive on the Aeron client's thread and go through bounded queues; all else
 * runs on the gateway's. Publications are added asynchronously, so that a slow driver holds up
 * nobody; until one is there, its connection takes no frames.
 */
public final class AeronPlayerTransport implements PlayerTransport {
  /** Beyond the session limit, so that those too many can still be told why. */
  private static final int SPARE_CONNECTIONS = 32;

  private static final int IMAGE_QUEUE_CAPACITY = 4_096;

  /** About 0.1 ms of hashing in a duty cycle, however many ask. */
  private static final int COOKIE_LIMIT = 32;

  private static final int SESSION_ID_TRIES = 8;
  private static final long STALL_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Aeron aeron;
  private final String host;
  private final int cookiePort;
  private final int maxConnections;
  private final long stallNs;
  private final GatewayCounters counters;
  private final PlayerPasses passes;
  private final NanoClock clock;
  private final SecureRandom random;
  private final ManyToOneConcurrentArrayQueue<Image> arrivals =
      new ManyToOneConcurrentArrayQueue<>(IMAGE_QUEUE_CAPACITY);
  private final ManyToOneConcurrentArrayQueue<Image> departures =
      new ManyToOneConcurrentArrayQueue<>(IMAGE_QUEUE_CAPACITY);
  private final Long2ObjectHashMap<AeronConnection> connectionByImage = new Long2ObjectHashMap<>();
  private final List<AeronConnection> opening = new ArrayList<>();
  private final FragmentHandler fragmentHandler = this::onFragment;
  private final List<PlayerPort> ports = new ArrayList<>();
  private final CookieServer cookies;

  private @Nullable Listener listener;
  private int firstPort;
  private long nowNs;
  private long nextStallCheckNs;

  /**
   * Opens all ports. Blocks until the driver has bound them.
   *
   * @param aeron connected; not owned
   * @param passes which the driver's endpoints obey
   * @throws TransportException when a port is in use, or the host is none of this machine
   */
  public AeronPlayerTransport(
      Aeron aeron,
      GatewayConfig config,
      GatewayCounters counters,
      PlayerPasses passes,
      NanoClock clock,
      SecureRandom random) {
    this.aeron = aeron;
    this.counters = counters;
    this.passes = passes;
    this.clock = clock;
    this.random = random;
    host = config.host();
    cookiePort = config.port();
    maxConnections = config.maxSessions() + SPARE_CONNECTIONS;
    stallNs = config.deadlines().stallNs();
    nowNs = clock.nanoTime();
    nextStallCheckNs = nowNs;
    cookies = openCookies(config.portPairs());
    try {
      for (int pair = 0; pair < config.portPairs(); pair++) {
        int requestPort = PlayerChannels.requestPort(cookiePort, pair);
        ports.add(new PlayerPort(aeron, host, requestPort, arrivals::offer, departures::offer));
      }
    } catch (RuntimeException e) {
      CloseHelper.quietCloseAll(ports);
      CloseHelper.quietClose(cookies);
      throw e;
    }
  }

  private CookieServer openCookies(int pairs) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), cookiePort);
      return new CookieServer(address, pairs, WireLimits.PROTOCOL_VERSION, passes, random);
    } catch (IOException e) {
      throw PlayerPort.cannotListen(host, cookiePort, e);
    }
  }

  @Override
  public int poll(Listener newListener, int frameLimit) {
    listener = newListener;
    nowNs = clock.nanoTime();
    int work = cookies.poll(nowNs, COOKIE_LIMIT);
    Image image;
    while ((image = arrivals.poll()) != null) {
      if (connect(image) == null) {
        // Its frames are read and dropped; the client gives up without an answer.
        counters.increment(GatewayCounter.CONNECTIONS_REFUSED);
      }
      work++;
    }
    work += finishOpening();
    work += pollPorts(frameLimit);
    while ((image = departures.poll()) != null) {
      onDeparture(image);
      work++;
    }
    long lateNs = nowNs - nextStallCheckNs;
    if (lateNs >= 0) {
      nextStallCheckNs = nowNs + STALL_CHECK_NS;
      cutStalled(lateNs);
    }
    return work;
  }

  @Override
  public int connectionCount() {
    return connectionByImage.size();
  }

  @Override
  public String description() {
    return host
        + ":"
        + cookiePort
        + " (UDP) and Aeron from port "
        + PlayerChannels.requestPort(cookiePort, 0)
        + " to "
        + PlayerChannels.lastPort(cookiePort, ports.size());
  }

  @Override
  public void close() {
    connectionByImage.values().forEach(AeronConnection::close);
    CloseHelper.quietCloseAll(ports);
    CloseHelper.quietClose(cookies);
  }

  /** Each cycle starts with another port, so that none is served last for ever. */
  private int pollPorts(int frameLimit) {
    int work = 0;
    for (int i = 0; i < ports.size() && work < frameLimit; i++) {
      PlayerPort port = ports.get((firstPort + i) % ports.size());
      work += port.poll(fragmentHandler, frameLimit - work);
    }
    firstPort = (firstPort + 1) % ports.size();
    return work;
  }

  /** The image's connection, a new one if need be; null when there are too many. */
  private @Nullable AeronConnection connect(Image image) {
    AeronConnection known = connectionByImage.get(image.correlationId());
    if (known != null || listener == null || connectionByImage.size() >= maxConnections) {
      return known;
    }
    Pass requestPass = passes.requests().find(image.sessionId());
    Pass responsePass = requestPass == null ? null : responsePass(requestPass);
    if (requestPass == null || responsePass == null) {
      return null; // it has run out since the image was made
    }
    AeronConnection connection =
        new AeronConnection(
            aeron,
            aeron.asyncAddExclusivePublication(
                PlayerChannels.serverResponses(
                    host, requestPass.localPort(), image.correlationId(), responsePass.sessionId()),
                PlayerChannels.RESPONSE_STREAM_ID),
            image.sourceIdentity(),
            requestPass,
            responsePass,
            nowNs);
    connectionByImage.put(image.correlationId(), connection);
    opening.add(connection);
    connection.handler(listener.onConnected(connection));
    return connection;
  }

  /** A random session id: who can't guess it can't acknowledge for the player. */
  private @Nullable Pass responsePass(Pass requestPass) {
    int port = PlayerChannels.responsePort(requestPass.localPort());
    Pass pass = null;
    for (int i = 0; i < SESSION_ID_TRIES && pass == null; i++) {
      pass = passes.responses().add(random.nextInt(), requestPass.address(), port);
    }
    return pass;
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

  private void cutStalled(long heldUpNs) {
    for (AeronConnection connection : connectionByImage.values()) {
      if (connection.cutWhenStalled(nowNs, heldUpNs, stallNs)) {
        counters.increment(GatewayCounter.CONNECTIONS_STALLED);
      }
    }
  }

  private void onDeparture(Image image) {
    AeronConnection connection = connectionByImage.remove(image.correlationId());
    if (connection != null) {
      connection.onDeparted();
      // What this client still sends must not make a new image, of a session that is over.
      passes.requests().remove(connection.requestPass());
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
}
