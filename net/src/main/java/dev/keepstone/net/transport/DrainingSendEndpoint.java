package dev.keepstone.net.transport;

import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_ERR;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_NAK;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_RSP_SETUP;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_RTTM;
import static io.aeron.protocol.HeaderFlyweight.HDR_TYPE_SM;
import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import io.aeron.driver.DriverConductorProxy;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.ErrorFlyweight;
import io.aeron.protocol.NakFlyweight;
import io.aeron.protocol.ResponseSetupFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * Takes up to {@code drainLimit} status messages and the like in a duty cycle, for the same reason
 * as {@link DrainingReceiveEndpoint}. The driver hands its proxy only to those who handle a frame,
 * so draining starts after the poller has delivered the first one.
 *
 * <p>Runs on the driver's thread.
 */
class DrainingSendEndpoint extends SendChannelEndpoint {
  private final ByteBuffer datagram =
      BufferUtil.allocateDirectAligned(DrainingReceiveEndpoint.DATAGRAM_BYTES, CACHE_LINE_LENGTH);
  private final UnsafeBuffer buffer = new UnsafeBuffer(datagram);
  private final StatusMessageFlyweight status = new StatusMessageFlyweight(buffer);
  private final NakFlyweight nak = new NakFlyweight(buffer);
  private final RttMeasurementFlyweight rtt = new RttMeasurementFlyweight(buffer);
  private final ErrorFlyweight error = new ErrorFlyweight(buffer);
  private final ResponseSetupFlyweight responseSetup = new ResponseSetupFlyweight(buffer);

  private final int drainLimit;

  private @Nullable DriverConductorProxy proxy;

  /**
   * @param drainLimit datagrams in a duty cycle; 1 is what Aeron does by itself
   */
  DrainingSendEndpoint(
      UdpChannel udpChannel,
      AtomicCounter statusIndicator,
      MediaDriver.Context context,
      int drainLimit) {
    super(udpChannel, statusIndicator, context);
    this.drainLimit = drainLimit;
  }

  @Override
  public InetSocketAddress receive(ByteBuffer pollersDatagram) {
    DriverConductorProxy known = proxy;
    for (int i = 1; known != null && i < drainLimit; i++) {
      InetSocketAddress source = super.receive(datagram);
      if (source == null) {
        return source;
      }
      try {
        dispatch(datagram.position(), source, known);
      } catch (RuntimeException e) {
        errorHandler.onError(e);
      }
    }
    return super.receive(pollersDatagram);
  }

  @Override
  public void onStatusMessage(
      StatusMessageFlyweight message,
      UnsafeBuffer frame,
      int lengthBytes,
      InetSocketAddress source,
      DriverConductorProxy conductorProxy) {
    proxy = conductorProxy;
    super.onStatusMessage(message, frame, lengthBytes, source, conductorProxy);
  }

  private void dispatch(int lengthBytes, InetSocketAddress source, DriverConductorProxy known) {
    if (isValidFrame(buffer, lengthBytes)) {
      receiveHook(buffer, lengthBytes, source);
      switch (FrameDescriptor.frameType(buffer, 0)) {
        case HDR_TYPE_SM -> onStatusMessage(status, buffer, lengthBytes, source, known);
        case HDR_TYPE_NAK -> onNakMessage(nak, buffer, lengthBytes, source);
        case HDR_TYPE_RTTM -> onRttMeasurement(rtt, buffer, lengthBytes, source);
        case HDR_TYPE_ERR -> onError(error, buffer, lengthBytes, source, known);
        case HDR_TYPE_RSP_SETUP ->
            onResponseSetup(responseSetup, buffer, lengthBytes, source, known);
        default -> {}
      }
    }
  }
}
