package dev.keepstone.net.transport;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import java.net.InetSocketAddress;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where players' frames come in. Only those with a {@link Pass} get as far as Aeron, and only what
 * a client of ours sends. Aeron makes an image's log as large as the sender's set-up frame asks
 * for, and one for every session id: one datagram of 40 bytes, from anywhere, made a log of 3 GiB
 * and stalled the driver until the server was dead; ten thousand small ones killed it too.
 *
 * <p>Runs on the driver's thread.
 */
final class PlayerReceiveEndpoint extends DrainingReceiveEndpoint {
  private final int mtuBytes;
  private final int termBytes;
  private final int localPort;
  private final AllowList allowed;
  private final TransportCounters counters;

  private PlayerReceiveEndpoint(
      UdpChannel udpChannel,
      DataPacketDispatcher dispatcher,
      AtomicCounter statusIndicator,
      MediaDriver.Context context,
      PlayerPasses passes,
      int drainLimit) {
    super(udpChannel, dispatcher, statusIndicator, context, drainLimit);
    mtuBytes = context.mtuLength();
    termBytes = context.publicationTermBufferLength();
    localPort = udpChannel.remoteData().getPort();
    allowed = passes.requests();
    counters = passes.counters();
  }

  /** Makes the endpoints of a server. */
  static ReceiveChannelEndpointSupplier supplier(PlayerPasses passes, int drainLimit) {
    return (udpChannel, dispatcher, statusIndicator, context) ->
        new PlayerReceiveEndpoint(
            udpChannel, dispatcher, statusIndicator, context, passes, drainLimit);
  }

  @Override
  public void onSetupMessage(
      SetupFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (length >= SetupFlyweight.HEADER_LENGTH
        && isOurs(header)
        && allowed.admits(header.sessionId(), srcAddress, localPort)) {
      super.onSetupMessage(header, buffer, length, srcAddress, transportIndex);
    } else {
      counters.increment(TransportCounter.SETUPS_DROPPED);
    }
  }

  @Override
  public int onDataPacket(
      DataHeaderFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (length <= mtuBytes
        && DataFrames.areSound(buffer, length, termBytes)
        && allowed.admits(header.sessionId(), srcAddress, localPort)) {
      return super.onDataPacket(header, buffer, length, srcAddress, transportIndex);
    }
    counters.increment(TransportCounter.DATA_DROPPED);
    return 0;
  }

  @Override
  public void onRttMeasurement(
      RttMeasurementFlyweight header,
      UnsafeBuffer buffer,
      int length,
      InetSocketAddress srcAddress,
      int transportIndex) {
    if (length >= RttMeasurementFlyweight.HEADER_LENGTH
        && allowed.admits(header.sessionId(), srcAddress, localPort)) {
      super.onRttMeasurement(header, buffer, length, srcAddress, transportIndex);
    } else {
      counters.increment(TransportCounter.OTHERS_DROPPED);
    }
  }

  private boolean isOurs(SetupFlyweight header) {
    return header.streamId() == PlayerChannels.REQUEST_STREAM_ID
        && header.termLength() == termBytes
        && header.mtuLength() == mtuBytes
        && (header.flags() & SetupFlyweight.SEND_RESPONSE_SETUP_FLAG) != 0
        && header.activeTermId() - header.initialTermId() >= 0
        && header.termOffset() >= 0
        && header.termOffset() <= termBytes
        && BitUtil.isAligned(header.termOffset(), FRAME_ALIGNMENT);
  }
}
