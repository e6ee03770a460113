package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.ServerHelloEncoder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
  private static final int HEADER_BYTES = 8;
  private static final int CLIENT_KEY_AT = HEADER_BYTES + 2;
  private static final int SERVER_KEY_AT =
      HEADER_BYTES + ServerHelloEncoder.ephemeralKeyEncodingOffset();
  private static final int IDENTITY_KEY_AT =
      HEADER_BYTES + ServerHelloEncoder.identityKeyEncodingOffset();

  private final SecureRandom random = new SecureRandom();
  private final ServerIdentity identity = ServerIdentity.generate(random);
  private final ServerHandshake server =
      new ServerHandshake(identity, WireLimits.PROTOCOL_VERSION, random);
  private final ClientHandshake client = new ClientHandshake(WireLimits.PROTOCOL_VERSION, random);
  private final byte[] answer = new byte[ServerHandshake.HELLO_BYTES];

  @Test
  void givesBothSidesTheSameKeys() {
    SealedChannel serverChannel = Objects.requireNonNull(answer(client.hello()));
    SealedChannel clientChannel = Objects.requireNonNull(accept(answer));

    assertThat(client.identityKey()).isEqualTo(identity.publicKey());
    assertThat(carries(clientChannel, serverChannel)).isTrue();
    assertThat(carries(serverChannel, clientChannel)).isTrue();
  }

  @Test
  void givesEachDirectionItsOwnKey() {
    SealedChannel serverChannel = Objects.requireNonNull(answer(client.hello()));
    SealedChannel clientChannel = Objects.requireNonNull(accept(answer));

    assertThat(carries(serverChannel, serverChannel)).isFalse();
    assertThat(carries(clientChannel, clientChannel)).isFalse();
  }

  @Test
  void refusesAnAnswerWithAnyByteChanged() {
    answer(client.hello());

    // The header's 8 bytes are judged by the frame validator and signed as well.
    for (int i = HEADER_BYTES; i < answer.length; i++) {
      byte[] changed = answer.clone();
      changed[i] ^= 1;
      assertThat(accept(changed)).as("byte %d", i).isNull();
    }
  }

  @Test
  void refusesAnAnswerToAnotherHello() {
    answer(new ClientHandshake(WireLimits.PROTOCOL_VERSION, random).hello());

    assertThat(accept(answer)).isNull();
  }

  @Test
  void noticesAHelloThatWasChangedOnTheWay() {
    byte[] hello = client.hello();
    hello[hello.length - 1] ^= 1;
    answer(hello);

    assertThat(accept(answer)).isNull();
  }

  @Test
  void doesNotAnswerAKeyOfLowOrder() {
    byte[] hello = client.hello();
    for (int i = 0; i < EphemeralKey.KEY_BYTES; i++) {
      hello[CLIENT_KEY_AT + i] = 0;
    }

    assertThat(answer(hello)).isNull();
  }

  /** As signed by the server itself: what it would agree on, anybody would know. */
  @Test
  void doesNotTakeAnAnswerWithAKeyOfLowOrder() {
    byte[] hello = client.hello();
    answer(hello);
    sign(hello);
    assertThat(accept(answer)).isNotNull();

    Arrays.fill(answer, SERVER_KEY_AT, SERVER_KEY_AT + EphemeralKey.KEY_BYTES, (byte) 0);
    sign(hello);

    assertThat(accept(answer)).isNull();
  }

  @Test
  void refusesAnIdentityThatIsNoKey() {
    answer(client.hello());

    Arrays.fill(
        answer, IDENTITY_KEY_AT, IDENTITY_KEY_AT + ServerIdentity.PUBLIC_KEY_BYTES, (byte) 0xFF);

    assertThat(accept(answer)).isNull();
  }

  private void sign(byte[] hello) {
    identity.sign(
        new Transcript(hello, answer).signedBytes(),
        answer,
        answer.length - ServerIdentity.SIGNATURE_BYTES);
  }

  private @Nullable SealedChannel answer(byte[] hello) {
    return server.answer(new UnsafeBuffer(hello), 0, hello.length, answer);
  }

  private @Nullable SealedChannel accept(byte[] bytes) {
    return client.accept(new UnsafeBuffer(bytes), 0, bytes.length);
  }

  private static boolean carries(SealedChannel from, SealedChannel to) {
    UnsafeBuffer message = new UnsafeBuffer(new byte[] {1, 2, 3});
    UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
    UnsafeBuffer opened = new UnsafeBuffer(new byte[64]);
    int sealedBytes = from.seal(message, 0, 3, frame, 0);
    return to.open(frame, 0, sealedBytes, opened, 0) == 3 && opened.getByte(2) == 3;
  }
}
