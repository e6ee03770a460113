package dev.keepstone.net.transport;

import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_DATA;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_PAD;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_RTTM;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_SETUP;
import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Takes up to {@code drainLimit} datagrams in a duty cycle of the driver. Aeron's own poller takes
 * one for each socket and then walks all images, so that with many players on few ports the walks
 * eat the time that the next datagrams need.
 *
 * <p>The poller asks {@link #receive} for one datagram. All but the last are handled right there,
 * as the poller would. Runs on the driver's thread.
 */
class DrainingReceiveEndpoint extends ReceiveChannelEndpoint {
  /** Datagrams of one socket in a row: enough for a burst, short enough for the other sockets. */
  static final int DRAIN_LIMIT = 64;

  /** Longer than any datagram of ours; the rest of a longer one is cut off, and it is dropped. */
  static final int DATAGRAM_BYTES = 2_048;

  private final ByteBuffer datagram =
      BufferUtil.allocateDirectAligned(DATAGRAM_BYTES, CACHE_LINE_LENGTH);
  private final UnsafeBuffer buffer = new UnsafeBuffer(datagram);
  private final DataHeaderFlyweight data = new DataHeaderFlyweight(buffer);
  private final SetupFlyweight setup = new SetupFlyweight(buffer);
  private final RttMeasurementFlyweight rtt = new RttMeasurementFlyweight(buffer);
  private final int drainLimit;

  /**
   * @param drainLimit datagrams in a duty cycle; 1 is what Aeron does by itself
   */
  DrainingReceiveEndpoint(
      UdpChannel udpChannel,
      DataPacketDispatcher dispatcher,
      AtomicCounter statusIndicator,
      MediaDriver.Context context,
      int drainLimit) {
    super(udpChannel, dispatcher, statusIndicator, context);
    this.drainLimit = drainLimit;
  }

  @Override
  public InetSocketAddress receive(ByteBuffer pollersDatagram) {
    for (int i = 1; i < drainLimit; i++) {
      InetSocketAddress source = super.receive(datagram);
      if (source == null) {
        return source;
      }
      try {
        dispatch(datagram.position(), source);
      } catch (RuntimeException e) {
        // One bad datagram must not keep the others waiting; the poller does the same.
        errorHandler.onError(e);
      }
    }
    return super.receive(pollersDatagram);
  }

  private void dispatch(int lengthBytes, InetSocketAddress source) {
    if (isValidFrame(buffer, lengthBytes)) {
      receiveHook(buffer, lengthBytes, source);
      switch (FrameDescriptor.frameType(buffer, 0)) {
        case HDR_TYPE_DATA, HDR_TYPE_PAD -> onDataPacket(data, buffer, lengthBytes, source, 0);
        case HDR_TYPE_SETUP -> onSetupMessage(setup, buffer, lengthBytes, source, 0);
        case HDR_TYPE_RTTM -> onRttMeasurement(rtt, buffer, lengthBytes, source, 0);
        default -> {}
      }
    }
  }
}
