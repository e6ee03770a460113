package dev.keepstone.net.transport;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import java.net.InetSocketAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where a client hears the server, and nobody else: frames of other sources are dropped. Its
 * sending socket needs no such filter, because it is connected.
 *
 * <p>Runs on the driver's thread.
 */
final class ClientReceiveEndpoint extends DrainingReceiveEndpoint {
  private final int termBytes;

  ClientReceiveEndpoint(
      UdpChannel udpChannel,
      DataPacketDispatcher dispatcher,
      AtomicCounter statusIndicator,
      MediaDriver.Context context) {
    super(udpChannel, dispatcher, statusIndicator, context, DRAIN_LIMIT);
    termBytes = context.publicationTermBufferLength();
  }

  @Override
  public void onSetupMessage(
      SetupFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (length >= SetupFlyweight.HEADER_LENGTH
        && header.termLength() == termBytes
        && isServer(srcAddress)) {
      super.onSetupMessage(header, buffer, length, srcAddress, transportIndex);
    }
  }

  @Override
  public int onDataPacket(
      DataHeaderFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    return isServer(srcAddress)
        ? super.onDataPacket(header, buffer, length, srcAddress, transportIndex)
        : 0;
  }

  @Override
  public void onRttMeasurement(
      RttMeasurementFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (isServer(srcAddress)) {
      super.onRttMeasurement(header, buffer, length, srcAddress, transportIndex);
    }
  }

  private boolean isServer(InetSocketAddress source) {
    return source.equals(explicitControlAddress());
  }
}
