package dev.keepstone.net.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.net.harness.OwnMessages;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.seal.ServerHandshake;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.HelloRefusedEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PongEncoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.RefusedEncoder;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that says anything whatever, before and after the handshake: the client hears it, or
 * closes with a reason. It throws nothing at its caller.
 *
 * <pre>input: u8: 0 instead of a hello, else after it | each  u16 length | frame or message
 *        (big-endian)</pre>
 */
class GameClientFuzzTest {
  private static final int MAX_MESSAGES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ServerIdentity IDENTITY = ServerIdentity.generate(RANDOM);

  static Stream<byte[]> seeds() {
    OwnMessages own = new OwnMessages(1);
    byte[] entered = entered();
    return Stream.of(
        input(0, new byte[ServerHandshake.HELLO_BYTES]),
        input(0, helloRefused()),
        input(1, pong(), refused()),
        input(1, entered, own.slot(5, Container.INVENTORY, 1, 3, 4), own.standing(2, 1, 90)),
        input(1, entered, own.kind(3, "arrow", 10), own.shop(7, 3, 20, 2)),
        input(1, entered, own.trade(TradeStage.OPEN, 9, "bob", 4)),
        input(1, entered, own.saving(1, OperationKind.DROP), own.saved(1, OperationKind.DROP)),
        input(1, entered, own.refused(1, RefusalReason.BUSY)),
        input(1, entered, own.farewell(FarewellReason.LOGOUT)));
  }

  private static byte[] entered() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    var entered =
        new EnteredEncoder()
            .wrapAndApplyHeader(
                buffer, 0, new dev.keepstone.ecs.message.sbe.MessageHeaderEncoder());
    entered.session(1).playerId(2).entity(3).tick(4).zone(1).x(1).y(2).tickRateHz(20);
    entered.lastOperation(0).name("ada").zoneName("Meadow");
    return Arrays.copyOf(buffer.byteArray(), entered.limit());
  }

  private static byte[] helloRefused() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    var refused =
        new HelloRefusedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    return Arrays.copyOf(buffer.byteArray(), refused.code(RefusalCode.BUSY).limit());
  }

  private static byte[] pong() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    var pong = new PongEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    return Arrays.copyOf(buffer.byteArray(), pong.nonce(1).limit());
  }

  private static byte[] refused() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    var refused = new RefusedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    refused.code(RefusalCode.BUSY).retryAfterMs(5).text("later");
    return Arrays.copyOf(buffer.byteArray(), refused.limit());
  }

  private static byte[] input(int kind, byte[]... messages) {
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
  void hearsOrCloses(byte[] input) {
    Link link = new Link();
    Reader reader = new Reader();
    try (GameClient client =
        new GameClient(
            link,
            new ServerAddress("memory", 1),
            new TrustForThisRun(),
            reader,
            ClientConfig.DEFAULT,
            RANDOM)) {
      client.poll(1);
      SealedChannel channel = input.length == 0 || input[0] == 0 ? null : keyed(client, link);
      int at = 1;
      for (int i = 0; i < MAX_MESSAGES && at + 2 <= input.length; i++) {
        int word = ((input[at] & 0xFF) << 8) | (input[at + 1] & 0xFF);
        int length = Math.min(word, input.length - at - 2);
        if (length <= WireLimits.MAX_SERVER_FRAME_BYTES - WireLimits.SEAL_OVERHEAD_BYTES) {
          byte[] message = Arrays.copyOfRange(input, at + 2, at + 2 + length);
          link.toClient.add(channel == null ? message : sealed(channel, message));
        }
        at += 2 + length;
        client.poll(2 + i);
      }
      client.items().drop(0, 1);
      client.poll(3_000_000_000L);
      if (client.state() == ClientState.CLOSED && reader.closedBecause == null) {
        throw new AssertionError("closed without a reason");
      }
    }
  }

  private static SealedChannel keyed(GameClient client, Link link) {
    byte[] hello = Objects.requireNonNull(link.fromClient.poll());
    byte[] answer = new byte[ServerHandshake.HELLO_BYTES];
    SealedChannel channel =
        new ServerHandshake(IDENTITY, WireLimits.PROTOCOL_VERSION, RANDOM)
            .answer(new UnsafeBuffer(hello), 0, hello.length, answer);
    link.toClient.add(answer);
    client.poll(1);
    client.login("ada", "correct horse".toCharArray());
    return Objects.requireNonNull(channel);
  }

  private static byte[] sealed(SealedChannel channel, byte[] message) {
    UnsafeBuffer frame =
        new UnsafeBuffer(new byte[message.length + WireLimits.SEAL_OVERHEAD_BYTES]);
    channel.seal(new UnsafeBuffer(message), 0, message.length, frame, 0);
    return frame.byteArray();
  }

  /** Reads everything in what it is shown, as a terminal would. */
  private static final class Reader implements ClientHandler {
    private @Nullable CloseReason closedBecause;

    private void read(Object message) {
      Objects.requireNonNull(message.toString());
    }

    @Override
    public void onRefused(RefusalCode code, String text, long retryAfterMs) {
      read(text);
    }

    @Override
    public void onEntered(EnteredDecoder entered) {
      read(entered);
    }

    @Override
    public void onSnapshot(View view) {
      for (int i = 0; i < view.nearCount(); i++) {
        read(view.entity(i) + " " + view.x(i) + " " + view.y(i));
      }
    }

    @Override
    public void onAppeared(AppearedDecoder appeared) {
      read(appeared);
    }

    @Override
    public void onVanished(VanishedDecoder vanished) {
      read(vanished);
    }

    @Override
    public void onSpoken(SpokenDecoder spoken) {
      read(spoken);
    }

    @Override
    public void onSeen(SeenDecoder seen) {
      read(seen);
    }

    @Override
    public void onOnline(OnlineDecoder online) {
      read(online);
    }

    @Override
    public void onIntentRefused(IntentRefusedDecoder refused) {
      read(refused);
    }

    @Override
    public void onTradeWindow(TradeView trade) {
      read(trade);
    }

    @Override
    public void onFarewell(FarewellDecoder farewell) {
      read(farewell);
    }

    @Override
    public void onClosed(CloseReason reason, String text) {
      read(text);
      closedBecause = reason;
    }
  }

  private static final class Link implements ClientLink {
    final Deque<byte[]> toClient = new ArrayDeque<>();
    final Deque<byte[]> fromClient = new ArrayDeque<>();

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public @Nullable String failure() {
      return null;
    }

    @Override
    public boolean isHungUp() {
      return false;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
      int count = 0;
      while (count < limit && !toClient.isEmpty()) {
        byte[] frame = toClient.remove();
        handler.onMessage(new UnsafeBuffer(frame), 0, frame.length);
        count++;
      }
      return count;
    }

    @Override
    public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
      byte[] frame = new byte[lengthBytes];
      buffer.getBytes(offset, frame);
      return fromClient.add(frame);
    }

    @Override
    public void close() {
      toClient.clear();
    }
  }
}
