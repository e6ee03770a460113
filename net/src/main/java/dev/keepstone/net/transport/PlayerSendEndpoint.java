package dev.keepstone.net.transport;

import io.aeron.driver.DriverConductorProxy;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.SendChannelEndpointSupplier;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.ErrorFlyweight;
import io.aeron.protocol.NakFlyweight;
import io.aeron.protocol.ResponseSetupFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.net.InetSocketAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Where the server's answers leave and players acknowledge them. A response channel sends to
 * whoever asked last for its set-up: without this filter one forged status message of a stranger
 * turned a player's whole stream to him. So only the player's own source may steer it.
 *
 * <p>Runs on the driver's thread.
 */
final class PlayerSendEndpoint extends DrainingSendEndpoint {
  private final int localPort;
  private final int termBytes;
  private final AllowList allowed;
  private final TransportCounters counters;

  private PlayerSendEndpoint(
      UdpChannel udpChannel,
      AtomicCounter statusIndicator,
      MediaDriver.Context context,
      PlayerPasses passes,
      int drainLimit) {
    super(udpChannel, statusIndicator, context, drainLimit);
    localPort = udpChannel.localControl().getPort();
    termBytes = context.publicationTermBufferLength();
    allowed = passes.responses();
    counters = passes.counters();
  }

  /** Makes the endpoints of a server. */
  static SendChannelEndpointSupplier supplier(PlayerPasses passes, int drainLimit) {
    return (udpChannel, statusIndicator, context) ->
        new PlayerSendEndpoint(udpChannel, statusIndicator, context, passes, drainLimit);
  }

  @Override
  public void onStatusMessage(
      StatusMessageFlyweight message,
      UnsafeBuffer frame,
      int lengthBytes,
      InetSocketAddress source,
      DriverConductorProxy conductorProxy) {
    if (lengthBytes >= StatusMessageFlyweight.HEADER_LENGTH
        && isFromPlayer(message.streamId(), message.sessionId(), source)) {
      super.onStatusMessage(message, frame, lengthBytes, source, conductorProxy);
    } else if (message.sessionId() != 0 || message.streamId() != 0) {
      // A client that does not know its session yet sends 0 once a second, to open its router.
      counters.increment(TransportCounter.STATUS_DROPPED);
    }
  }

  @Override
  public void onNakMessage(
      NakFlyweight message, UnsafeBuffer frame, int lengthBytes, InetSocketAddress source) {
    if (lengthBytes >= NakFlyweight.HEADER_LENGTH
        && isWithinTerm(message)
        && isFromPlayer(message.streamId(), message.sessionId(), source)) {
      super.onNakMessage(message, frame, lengthBytes, source);
    } else {
      counters.increment(TransportCounter.NAKS_DROPPED);
    }
  }

  @Override
  public void onRttMeasurement(
      RttMeasurementFlyweight message,
      UnsafeBuffer frame,
      int lengthBytes,
      InetSocketAddress source) {
    if (lengthBytes >= RttMeasurementFlyweight.HEADER_LENGTH
        && isFromPlayer(message.streamId(), message.sessionId(), source)) {
      super.onRttMeasurement(message, frame, lengthBytes, source);
    } else {
      counters.increment(TransportCounter.OTHERS_DROPPED);
    }
  }

  @Override
  public void onError(
      ErrorFlyweight message,
      UnsafeBuffer frame,
      int lengthBytes,
      InetSocketAddress source,
      DriverConductorProxy conductorProxy) {
    if (lengthBytes >= ErrorFlyweight.HEADER_LENGTH
        && isFromPlayer(message.streamId(), message.sessionId(), source)) {
      super.onError(message, frame, lengthBytes, source, conductorProxy);
    } else {
      counters.increment(TransportCounter.OTHERS_DROPPED);
    }
  }

  /** Only a client's publication asks for a response channel; a server's never does. */
  @Override
  public void onResponseSetup(
      ResponseSetupFlyweight message,
      UnsafeBuffer frame,
      int lengthBytes,
      InetSocketAddress source,
      DriverConductorProxy conductorProxy) {
    counters.increment(TransportCounter.OTHERS_DROPPED);
  }

  private boolean isFromPlayer(int streamId, int sessionId, InetSocketAddress source) {
    return streamId == PlayerChannels.RESPONSE_STREAM_ID
        && allowed.admits(sessionId, source, localPort);
  }

  private boolean isWithinTerm(NakFlyweight nak) {
    int offset = nak.termOffset();
    int length = nak.length();
    return offset >= 0 && length > 0 && length <= termBytes - offset;
  }
}
