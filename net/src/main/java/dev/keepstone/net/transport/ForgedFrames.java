package dev.keepstone.net.transport;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import io.aeron.protocol.NakFlyweight;
import io.aeron.protocol.RttMeasurementFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron frames of somebody who knows the protocol, and perhaps a player's session id: what a server
 * must drop, for its tests and for load tests. One thread.
 */
public final class ForgedFrames {
  private static final int KINDS = 7;
  private static final int MTU = 1_408;

  private final Random random;
  private final int knownSessionId;
  private int count;

  /**
   * @param knownSessionId that a player is answered with
   */
  public ForgedFrames(Random random, int knownSessionId) {
    this.random = random;
    this.knownSessionId = knownSessionId;
  }

  /** One after the other of each kind. */
  public byte[] next() {
    return switch (count++ % KINDS) {
      case 0 -> setup(random.nextInt());
      case 1 -> {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[96]);
        data(frame, random.nextInt(), 90);
        yield frame.byteArray();
      }
      case 2 -> setupRequest();
      case 3 -> statusMessage();
      case 4 -> nak();
      case 5 -> rtt();
      default -> junk();
    };
  }

  /** Asks for a log of the size that a player of ours asks for. */
  private static byte[] setup(int sessionId) {
    UnsafeBuffer frame = new UnsafeBuffer(new byte[SetupFlyweight.HEADER_LENGTH]);
    SetupFlyweight setup = new SetupFlyweight(frame);
    setup
        .sessionId(sessionId)
        .streamId(PlayerChannels.REQUEST_STREAM_ID)
        .initialTermId(1)
        .activeTermId(1)
        .termOffset(0)
        .termLength(DriverSettings.UDP_TERM_BYTES)
        .mtuLength(MTU);
    return finish(
        frame,
        setup.flags(SetupFlyweight.SEND_RESPONSE_SETUP_FLAG),
        HeaderFlyweight.HDR_TYPE_SETUP);
  }

  /** Writes a data frame of 96 bytes that claims another length. */
  public void data(UnsafeBuffer frame, int sessionId, int length) {
    frame.setMemory(0, frame.capacity(), (byte) 0);
    frame.putInt(0, length, LITTLE_ENDIAN);
    frame.putByte(5, (byte) DataHeaderFlyweight.BEGIN_AND_END_FLAGS);
    frame.putShort(6, (short) HeaderFlyweight.HDR_TYPE_DATA, LITTLE_ENDIAN);
    frame.putInt(DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, sessionId, LITTLE_ENDIAN);
    frame.putInt(
        DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET,
        PlayerChannels.REQUEST_STREAM_ID,
        LITTLE_ENDIAN);
  }

  /** Asks the server to set the player's answers up towards the sender. */
  public byte[] setupRequest() {
    return status(StatusMessageFlyweight.SEND_SETUP_FLAG);
  }

  /** Acknowledges for the player. */
  public byte[] statusMessage() {
    return status((short) 0);
  }

  private byte[] status(short flags) {
    UnsafeBuffer frame = new UnsafeBuffer(new byte[StatusMessageFlyweight.HEADER_LENGTH]);
    StatusMessageFlyweight status = new StatusMessageFlyweight(frame);
    status
        .sessionId(knownSessionId)
        .streamId(PlayerChannels.RESPONSE_STREAM_ID)
        .consumptionTermId(1)
        .receiverWindowLength(32 * 1024)
        .receiverId(random.nextLong());
    return finish(frame, status.flags(flags), HeaderFlyweight.HDR_TYPE_SM);
  }

  private byte[] nak() {
    UnsafeBuffer frame = new UnsafeBuffer(new byte[NakFlyweight.HEADER_LENGTH]);
    NakFlyweight nak = new NakFlyweight(frame);
    nak.sessionId(knownSessionId)
        .streamId(PlayerChannels.RESPONSE_STREAM_ID)
        .termId(1)
        .termOffset(0)
        .length(DriverSettings.UDP_TERM_BYTES);
    return finish(frame, nak, HeaderFlyweight.HDR_TYPE_NAK);
  }

  private byte[] rtt() {
    UnsafeBuffer frame = new UnsafeBuffer(new byte[RttMeasurementFlyweight.HEADER_LENGTH]);
    RttMeasurementFlyweight rtt = new RttMeasurementFlyweight(frame);
    rtt.sessionId(knownSessionId).streamId(1 + random.nextInt(2)).receiverId(0);
    return finish(frame, rtt, HeaderFlyweight.HDR_TYPE_RTTM);
  }

  private byte[] junk() {
    byte[] junk = new byte[random.nextInt(1_500)];
    random.nextBytes(junk);
    return junk;
  }

  private static byte[] finish(UnsafeBuffer frame, HeaderFlyweight header, int type) {
    header.version((short) 0).headerType(type).frameLength(frame.capacity());
    return frame.byteArray();
  }
}
