package dev.keepstone.net.gateway;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.message.sbe.LookEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import dev.keepstone.net.harness.MemoryLink;
import dev.keepstone.net.harness.MemoryTransport;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.LoginEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PingEncoder;
import dev.keepstone.net.wire.sbe.RegisterEncoder;
import dev.keepstone.net.wire.sbe.ResumeEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stranger's frames and a keyed client's messages: the gateway answers, refuses or hangs up. It
 * meets no bug, and never tells the world anything in the name of a session that is not the
 * sender's.
 *
 * <pre>input: u8: 0 a stranger, 1 a keyed client, 2 a player | each  u16 length | frame or message
 *        (big-endian); a frame with the highest bit of its length set goes out as it is</pre>
 */
class SessionFuzzTest {
  private static final int MAX_MESSAGES = 20;
  private static final int RAW = 0x8000;
  private static final int PLAYER = 2;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] REGISTER = register("alice", "correct horse");

  static Stream<byte[]> seeds() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    MessageHeaderEncoder header = new MessageHeaderEncoder();
    var worldHeader = new dev.keepstone.ecs.message.sbe.MessageHeaderEncoder();
    List<byte[]> session = new ArrayList<>();
    session.add(REGISTER);
    var login = new LoginEncoder().wrapAndApplyHeader(buffer, 0, header);
    login
        .takeOver((short) 1)
        .name("alice")
        .putPassword("wrong".getBytes(StandardCharsets.UTF_8), 0, 5);
    session.add(bytes(buffer, login.encodedLength()));
    var ping = new PingEncoder().wrapAndApplyHeader(buffer, 0, header).nonce(7);
    session.add(bytes(buffer, ping.encodedLength()));
    var resume = new ResumeEncoder().wrapAndApplyHeader(buffer, 0, header);
    resume.putToken(new byte[WireLimits.TOKEN_BYTES], 0, WireLimits.TOKEN_BYTES).name("alice");
    session.add(bytes(buffer, resume.encodedLength()));
    List<byte[]> intents = new ArrayList<>();
    var move = new MoveEncoder().wrapAndApplyHeader(buffer, 0, worldHeader);
    move.session(5).sequence(1).directionX((byte) 1).directionY((byte) 0).ticks((short) 3);
    intents.add(bytes(buffer, move.encodedLength()));
    var say = new SayEncoder().wrapAndApplyHeader(buffer, 0, worldHeader);
    say.session(5).sequence(2).text("hello");
    intents.add(bytes(buffer, say.encodedLength()));
    var look = new LookEncoder().wrapAndApplyHeader(buffer, 0, worldHeader);
    intents.add(bytes(buffer, look.session(5).sequence(3).encodedLength()));
    var trade = new TradeEncoder().wrapAndApplyHeader(buffer, 0, worldHeader);
    trade.session(5).sequence(4).operation(1).entity(9).coins(3).action(TradeAction.OFFER);
    trade.offeredCount(1).next().amount(2).slot((short) 1);
    intents.add(bytes(buffer, trade.encodedLength()));
    byte[] hello = new ClientHandshake(WireLimits.PROTOCOL_VERSION, RANDOM).hello();
    return Stream.of(
        input(0, List.of(hello)),
        input(0, List.of(hello, hello)),
        input(1, session),
        input(PLAYER, intents),
        input(PLAYER, session));
  }

  private static byte[] register(String name, String password) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    var register = new RegisterEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    register
        .name(name)
        .putPassword(password.getBytes(StandardCharsets.UTF_8), 0, password.length());
    return bytes(buffer, register.encodedLength());
  }

  private static byte[] bytes(UnsafeBuffer buffer, int encodedLength) {
    return Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private static byte[] input(int kind, List<byte[]> messages) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(kind);
    for (byte[] message : messages) {
      input.write(message.length >> 8);
      input.write(message.length);
      input.writeBytes(message);
    }
    return input.toByteArray();
  }

  @MethodSource("seeds")
  @FuzzTest
  void answersRefusesOrHangsUp(byte[] input) {
    if (input.length == 0) {
      return;
    }
    try (TestGateway gateway = new TestGateway("")) {
      MemoryTransport.Wire wire = gateway.transport.connect();
      SealedChannel channel = input[0] == 0 ? null : keyed(gateway, wire);
      if (channel != null && input[0] == PLAYER) {
        wire.inject(sealed(channel, REGISTER));
        gateway.until(() -> gateway.count(GatewayCounter.SESSIONS_ENTERED) == 1);
      }
      send(gateway, wire, channel, input);
      gateway.advance(200);
      if (gateway.count(GatewayCounter.SESSIONS_FAULTED) > 0) {
        throw new AssertionError("a bug was met: see the log");
      }
      for (long session : gateway.world.intentSessions()) {
        if (session >>> 48 != 1 || session != gateway.world.intentSessions().get(0)) {
          throw new AssertionError("in another's name: session=" + session);
        }
      }
    }
  }

  private static SealedChannel keyed(TestGateway gateway, MemoryTransport.Wire wire) {
    ClientHandshake handshake = new ClientHandshake(WireLimits.PROTOCOL_VERSION, RANDOM);
    wire.inject(handshake.hello());
    gateway.step();
    List<SealedChannel> channel = new ArrayList<>();
    new MemoryLink(wire)
        .poll(
            (b, offset, length) ->
                channel.add(Objects.requireNonNull(handshake.accept(b, offset, length))),
            1);
    return channel.get(0);
  }

  private static byte[] sealed(SealedChannel channel, byte[] message) {
    UnsafeBuffer frame =
        new UnsafeBuffer(new byte[message.length + WireLimits.SEAL_OVERHEAD_BYTES]);
    channel.seal(new UnsafeBuffer(message), 0, message.length, frame, 0);
    return frame.byteArray();
  }

  private static void send(
      TestGateway gateway,
      MemoryTransport.Wire wire,
      @Nullable SealedChannel channel,
      byte[] input) {
    int at = 1;
    for (int i = 0; i < MAX_MESSAGES && at + 2 <= input.length; i++) {
      int word = ((input[at] & 0xFF) << 8) | (input[at + 1] & 0xFF);
      int length = Math.min(word & ~RAW, input.length - at - 2);
      byte[] message = Arrays.copyOfRange(input, at + 2, at + 2 + length);
      if (channel == null || (word & RAW) != 0) {
        wire.inject(message);
      } else if (length <= WireLimits.MAX_SERVER_FRAME_BYTES - WireLimits.SEAL_OVERHEAD_BYTES) {
        wire.inject(sealed(channel, message)); // a larger one can't be sealed
      }
      gateway.step();
      at += 2 + length;
    }
  }
}
