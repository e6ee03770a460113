package dev.keepstone.net.transport;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.SetupFlyweight;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Drops set-up frames that no client of ours sends. Aeron makes an image's log as large as the
 * sender's set-up frame asks for: one datagram of 40 bytes, from anywhere, made a log of 3 GiB and
 * stalled the driver until the server was dead. So term, datagram size and stream must be ours,
 * before an image exists.
 *
 * <p>Runs on the driver's thread. Who may send at all is not asked here.
 */
final class PlayerReceiveEndpoint extends ReceiveChannelEndpoint {
  private final int mtuBytes;
  private final AtomicLong dropped;

  private PlayerReceiveEndpoint(
      UdpChannel udpChannel,
      DataPacketDispatcher dispatcher,
      AtomicCounter statusIndicator,
      MediaDriver.Context context,
      AtomicLong dropped) {
    super(udpChannel, dispatcher, statusIndicator, context);
    this.mtuBytes = context.mtuLength();
    this.dropped = dropped;
  }

  /**
   * Makes the endpoints of a server.
   *
   * @param dropped counts the frames that were dropped
   */
  static ReceiveChannelEndpointSupplier supplier(AtomicLong dropped) {
    return (udpChannel, dispatcher, statusIndicator, context) ->
        new PlayerReceiveEndpoint(udpChannel, dispatcher, statusIndicator, context, dropped);
  }

  @Override
  public void onSetupMessage(
      SetupFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (length >= SetupFlyweight.HEADER_LENGTH
        && header.streamId() == PlayerChannels.REQUEST_STREAM_ID
        && header.termLength() == DriverSettings.UDP_TERM_BYTES
        && header.mtuLength() == mtuBytes) {
      super.onSetupMessage(header, buffer, length, srcAddress, transportIndex);
    } else {
      dropped.incrementAndGet();
    }
  }
}
