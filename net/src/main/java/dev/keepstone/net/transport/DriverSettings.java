package dev.keepstone.net.transport;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Settings of the embedded media drivers. What held 1 000 players here: one shared driver thread
 * that sleeps a millisecond when idle (on 2 cores a spinning driver takes one from the world), 64
 * KiB terms and 32 KiB windows (each client costs a log of 3 terms on both sides), large socket
 * buffers, and a status message every 200 ms (a second makes connecting five times slower).
 */
public final class DriverSettings {
  /** Term of a client's stream; an eighth of it is the largest frame. */
  public static final int UDP_TERM_BYTES = 64 * 1024;

  /** Term of a stream between a gateway and its server: messages of up to 256 KiB. */
  public static final int LINK_TERM_BYTES = 2 * 1024 * 1024;

  /** Term of the streams between the parts of a server: messages of up to 256 KiB. */
  public static final int IPC_TERM_BYTES = 2 * 1024 * 1024;

  /** Most datagrams of one port that may be taken in a row. */
  public static final int MAX_DRAIN_LIMIT = 1_024;

  private static final int WINDOW_BYTES = 32 * 1024;

  /** A tick of a few hundred players in one place is 1 MB: some windows, a few milliseconds. */
  private static final int LINK_WINDOW_BYTES = 512 * 1024;

  private static final int SOCKET_BUFFER_BYTES = 2 * 1024 * 1024;
  private static final long IDLE_MS = 1;
  private static final long STATUS_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

  /**
   * How long a server's machine may stand still (suspended, swapping) before driver and client give
   * each other up. They share one process, so neither can be gone alone; Aeron's own 10 s ended a
   * server for good after a pause of 12 s.
   */
  public static final long PAUSE_MS = TimeUnit.MINUTES.toMillis(30);

  /** A process that the machine holds up for less than this keeps its streams. */
  private static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(30);

  private static final long UNBLOCK_NS = TimeUnit.SECONDS.toNanos(40);

  private DriverSettings() {}

  /**
   * The driver of a server. Its logs are written out when they are made: a sparse one whose disk
   * fills up later kills whatever thread touches it next (a full disk took the whole server down in
   * our test). Now a full disk only refuses new streams.
   *
   * @param aeronDirectory deleted at start and at the end
   * @param maxSessions of the gateway; the driver allows some more images on each port, so that
   *     those too many can be told
   * @param passes whose frames the ports let in
   * @param drainLimit datagrams of a port in a row, 1 to {@link #MAX_DRAIN_LIMIT}
   * @param errorHandler hears what the driver stumbles over, such as damaged datagrams; on its
   *     thread
   */
  public static MediaDriver.Context server(
      String aeronDirectory,
      int maxSessions,
      ErrorHandler errorHandler,
      PlayerPasses passes,
      int drainLimit) {
    return shared(aeronDirectory, errorHandler)
        .streamSessionLimit(2 * maxSessions)
        .termBufferSparseFile(false)
        .receiveChannelEndpointSupplier(PlayerReceiveEndpoint.supplier(passes, drainLimit))
        .sendChannelEndpointSupplier(PlayerSendEndpoint.supplier(passes, drainLimit))
        .driverTimeoutMs(PAUSE_MS)
        .clientLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS))
        .publicationUnblockTimeoutNs(TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MS));
  }

  /** The driver of a process that holds clients. */
  public static MediaDriver.Context client(String aeronDirectory, ErrorHandler errorHandler) {
    return shared(aeronDirectory, errorHandler)
        .receiveChannelEndpointSupplier(ClientReceiveEndpoint::new)
        .sendChannelEndpointSupplier(DriverSettings::clientSendEndpoint);
  }

  /**
   * The driver of a server's end of the links to its gateways, apart from the players' one: another
   * size of streams, and neither waits for the other.
   *
   * @param aeronDirectory deleted at start and at the end
   * @param passes whose frames the ports let in
   */
  public static MediaDriver.Context links(
      String aeronDirectory, ErrorHandler errorHandler, PlayerPasses passes) {
    return link(aeronDirectory, errorHandler)
        .receiveChannelEndpointSupplier(
            PlayerReceiveEndpoint.supplier(passes, DrainingReceiveEndpoint.DRAIN_LIMIT))
        .sendChannelEndpointSupplier(
            PlayerSendEndpoint.supplier(passes, DrainingReceiveEndpoint.DRAIN_LIMIT));
  }

  /** The driver of a gateway's end of the link to its server. */
  public static MediaDriver.Context linkToWorld(String aeronDirectory, ErrorHandler errorHandler) {
    return link(aeronDirectory, errorHandler)
        .receiveChannelEndpointSupplier(ClientReceiveEndpoint::new)
        .sendChannelEndpointSupplier(DriverSettings::clientSendEndpoint);
  }

  private static MediaDriver.Context link(String aeronDirectory, ErrorHandler errorHandler) {
    MediaDriver.Context context = shared(aeronDirectory, errorHandler);
    return context
        .publicationTermBufferLength(LINK_TERM_BYTES)
        .initialWindowLength(Math.min(LINK_WINDOW_BYTES, context.socketRcvbufLength()))
        .termBufferSparseFile(false)
        .driverTimeoutMs(PAUSE_MS)
        .clientLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS))
        .publicationUnblockTimeoutNs(TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MS));
  }

  private static SendChannelEndpoint clientSendEndpoint(
      UdpChannel udpChannel, AtomicCounter statusIndicator, MediaDriver.Context context) {
    return new DrainingSendEndpoint(
        udpChannel, statusIndicator, context, DrainingReceiveEndpoint.DRAIN_LIMIT);
  }

  private static MediaDriver.Context shared(String aeronDirectory, ErrorHandler errorHandler) {
    return new MediaDriver.Context()
        .aeronDirectoryName(aeronDirectory)
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        .warnIfDirectoryExists(false)
        .errorHandler(errorHandler)
        .threadingMode(ThreadingMode.SHARED)
        .sharedIdleStrategy(new SleepingMillisIdleStrategy(IDLE_MS))
        .publicationTermBufferLength(UDP_TERM_BYTES)
        .ipcTermBufferLength(IPC_TERM_BYTES)
        .initialWindowLength(WINDOW_BYTES)
        .socketRcvbufLength(granted(true))
        .socketSndbufLength(granted(false))
        .statusMessageTimeoutNs(STATUS_TIMEOUT_NS)
        .publicationLingerTimeoutNs(LINGER_NS)
        .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
        .publicationUnblockTimeoutNs(UNBLOCK_NS);
  }

  /** What the machine grants of the wish: asking for more would make the driver complain. */
  private static int granted(boolean receive) {
    var option = receive ? StandardSocketOptions.SO_RCVBUF : StandardSocketOptions.SO_SNDBUF;
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.setOption(option, SOCKET_BUFFER_BYTES);
      return Math.min(SOCKET_BUFFER_BYTES, channel.getOption(option));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a UDP socket", e);
    }
  }
}
