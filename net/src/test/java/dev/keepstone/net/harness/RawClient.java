package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.net.gateway.GatewayCounter;
import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterRequestEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PingEncoder;
import dev.keepstone.net.wire.sbe.ReceivedEncoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.RefusedDecoder;
import dev.keepstone.net.wire.sbe.RegisterEncoder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/** A client by hand: under keys, it says what no {@code GameClient} would. */
public final class RawClient {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestGateway gateway;
  private final MemoryTransport.Wire wire;
  private final MemoryLink link;
  private final SealedChannel channel;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final List<RefusalCode> refusals = new ArrayList<>();

  private RawClient(
      TestGateway gateway, MemoryTransport.Wire wire, MemoryLink link, SealedChannel channel) {
    this.gateway = gateway;
    this.wire = wire;
    this.link = link;
    this.channel = channel;
  }

  /** A client under keys that has not said who it is. */
  public static RawClient ready(TestGateway gateway) {
    MemoryTransport.Wire wire = gateway.transport.connect();
    MemoryLink link = new MemoryLink(wire);
    ClientHandshake handshake = new ClientHandshake(WireLimits.PROTOCOL_VERSION, RANDOM);
    wire.inject(handshake.hello());
    gateway.step();
    List<SealedChannel> channels = new ArrayList<>();
    link.poll(
        (frame, offset, lengthBytes) ->
            channels.add(Objects.requireNonNull(handshake.accept(frame, offset, lengthBytes))),
        1);
    return new RawClient(gateway, wire, link, channels.get(0));
  }

  /** A client in the world, with a new account. */
  public static RawClient playing(TestGateway gateway, String name) {
    RawClient client = ready(gateway);
    long before = gateway.count(GatewayCounter.SESSIONS_ENTERED);
    client.register(name);
    gateway.until(() -> gateway.count(GatewayCounter.SESSIONS_ENTERED) > before);
    return client;
  }

  /** Its wire, seen from the gateway. */
  public MemoryTransport.Wire wire() {
    return wire;
  }

  /** Says any bytes, sealed; the gateway reads them with its next step. */
  public void say(byte[] message) {
    byte[] frame = new byte[message.length + WireLimits.SEAL_OVERHEAD_BYTES];
    channel.seal(new UnsafeBuffer(message), 0, message.length, new UnsafeBuffer(frame), 0);
    wire.inject(frame);
  }

  public void register(String name) {
    RegisterEncoder register = new RegisterEncoder();
    register.wrapAndApplyHeader(buffer, 0, header).name(name).password("correct horse");
    sayEncoded(register.encodedLength());
  }

  /** One step to the east. */
  public void move() {
    MoveEncoder move = new MoveEncoder();
    move.wrapAndApplyHeader(buffer, 0, new dev.keepstone.ecs.message.sbe.MessageHeaderEncoder())
        .session(0)
        .sequence(1)
        .directionX((byte) 1)
        .directionY((byte) 0)
        .ticks((short) 1);
    sayEncoded(move.encodedLength());
  }

  public void ping() {
    PingEncoder ping = new PingEncoder();
    ping.wrapAndApplyHeader(buffer, 0, header).nonce(7);
    sayEncoded(ping.encodedLength());
  }

  /** Says that it has this update. */
  public void received(int update) {
    ReceivedEncoder received = new ReceivedEncoder();
    received.wrapAndApplyHeader(buffer, 0, header).number(update);
    sayEncoded(received.encodedLength());
  }

  /** Asks about characters; the action may be any byte. */
  public void characterRequest(int action) {
    CharacterRequestEncoder request = new CharacterRequestEncoder();
    request.wrapAndApplyHeader(buffer, 0, header).name("");
    buffer.putByte(
        MessageHeaderEncoder.ENCODED_LENGTH + CharacterRequestEncoder.actionEncodingOffset(),
        (byte) action);
    sayEncoded(request.encodedLength());
  }

  /** Steps the gateway, and returns all refusals that have come so far. */
  public List<RefusalCode> refusals() {
    gateway.step();
    link.poll(
        (frame, offset, lengthBytes) -> {
          int length = channel.open(frame, offset, lengthBytes, buffer, 0);
          if (FrameValidator.ANSWERS.templateId(buffer, 0, length) == RefusedDecoder.TEMPLATE_ID) {
            refusals.add(
                new RefusedDecoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                    .code());
          }
        },
        Integer.MAX_VALUE);
    return refusals;
  }

  private void sayEncoded(int encodedLength) {
    say(Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encodedLength));
  }
}
