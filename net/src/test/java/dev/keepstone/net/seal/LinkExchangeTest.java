package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What gateways and server agree on with the key that they share, and the sealed stream. */
final class LinkExchangeTest {
  private static final int MAX_BYTES = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final byte[] linkKey = random.generateSeed(LinkKeyFile.KEY_BYTES);
  private final LinkExchange gateway = new LinkExchange(linkKey, random);
  private final LinkExchange world = new LinkExchange(linkKey, random);
  private final byte[] hello = random.generateSeed(100);
  private final byte[] challenge = random.generateSeed(100);
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[2 * MAX_BYTES]);
  private final UnsafeBuffer opened = new UnsafeBuffer(new byte[2 * MAX_BYTES]);

  private void agree() {
    assertThat(gateway.agree(world.publicKey(), hello, challenge)).isTrue();
    assertThat(world.agree(gateway.publicKey(), hello, challenge)).isTrue();
  }

  @Test
  void onlyTheSameKeyMakesTheSameTag() {
    byte[] datagram = new byte[100];
    gateway.putTag(datagram);

    assertThat(LinkExchange.hasTag(LinkExchange.helloKey(linkKey), datagram)).isTrue();
    byte[] other = linkKey.clone();
    other[31] ^= 1;
    assertThat(LinkExchange.hasTag(LinkExchange.helloKey(other), datagram)).isFalse();
    datagram[3] ^= 1;
    assertThat(LinkExchange.hasTag(LinkExchange.helloKey(linkKey), datagram)).isFalse();
  }

  @Test
  void proofsAreOfThisLinkAndOfTheirMaker() {
    agree();
    byte[] proof = new byte[100];
    gateway.putGatewayProof(proof);
    byte[] welcome = new byte[100];
    world.putWorldProof(welcome);

    assertThat(world.hasGatewayProof(proof)).isTrue();
    assertThat(gateway.hasWorldProof(welcome)).isTrue();
    assertThat(gateway.hasWorldProof(proof)).as("sent back").isFalse();
    LinkExchange later = new LinkExchange(linkKey, random);
    assertThat(later.agree(gateway.publicKey(), hello, challenge)).isTrue();
    assertThat(later.hasGatewayProof(proof)).as("played again").isFalse();
  }

  /** Changed on the way, or said by somebody who has another link key: the proof fails. */
  @Test
  void proofsDependOnAllThatWasSaidAndOnTheLinkKey() {
    assertThat(gateway.agree(world.publicKey(), hello, challenge)).isTrue();
    byte[] proof = new byte[100];
    gateway.putGatewayProof(proof);
    assertThat(world.agree(gateway.publicKey(), challenge, challenge)).isTrue();
    assertThat(world.hasGatewayProof(proof)).as("another hello").isFalse();
    assertThat(world.agree(gateway.publicKey(), hello, hello)).isTrue();
    assertThat(world.hasGatewayProof(proof)).as("another challenge").isFalse();
    assertThat(world.agree(gateway.publicKey(), hello, challenge)).isTrue();
    assertThat(world.hasGatewayProof(proof)).isTrue();

    LinkExchange stranger = new LinkExchange(new byte[LinkKeyFile.KEY_BYTES], random);
    assertThat(stranger.agree(world.publicKey(), hello, challenge)).isTrue();
    assertThat(world.agree(stranger.publicKey(), hello, challenge)).isTrue();
    stranger.putGatewayProof(proof);
    assertThat(world.hasGatewayProof(proof)).as("another link key").isFalse();
  }

  @Test
  void keysOfLowOrderEndTheHandshake() {
    assertThat(world.agree(new byte[LinkExchange.PUBLIC_KEY_BYTES], hello, challenge)).isFalse();
    assertThatThrownBy(() -> world.worldStream(MAX_BYTES))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void streamOpensWhatIsNextAndNothingElse() {
    agree();
    SealedStream from = gateway.gatewayStream(MAX_BYTES);
    SealedStream to = world.worldStream(MAX_BYTES);
    byte[] text = "three swords".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int first = from.seal(new UnsafeBuffer(text), 0, text.length, frame, 0);
    int second = from.seal(new UnsafeBuffer(text), 0, text.length, frame, first);

    assertThat(first).isEqualTo(text.length + SealedStream.OVERHEAD_BYTES);
    assertThat(to.open(frame, first, second, opened, 0)).isEqualTo(SealedStream.OUT_OF_ORDER);
    for (int bit = 0; bit < 8 * first; bit++) {
      int at = bit / 8;
      frame.putByte(at, (byte) (frame.getByte(at) ^ 1 << bit % 8));
      assertThat(to.open(frame, 0, first, opened, 0))
          .isEqualTo(at < 8 ? SealedStream.OUT_OF_ORDER : SealedStream.FORGED);
      frame.putByte(at, (byte) (frame.getByte(at) ^ 1 << bit % 8));
    }
    assertThat(to.open(frame, 0, first - 1, opened, 0)).isEqualTo(SealedStream.FORGED);
    assertThat(to.open(frame, 0, 10, opened, 0)).isEqualTo(SealedStream.MALFORMED);
    assertThat(to.open(frame, 0, first, opened, 0)).isEqualTo(text.length);
    assertThat(opened.getStringWithoutLengthAscii(0, text.length)).isEqualTo("three swords");
    assertThat(to.open(frame, 0, first, opened, 0)).isEqualTo(SealedStream.OUT_OF_ORDER);
    assertThat(to.open(frame, first, second, opened, 0)).isEqualTo(text.length);
    assertThat(from.open(frame, 0, first, opened, 0)).as("sent back").isEqualTo(-2);
  }

  @Test
  void streamCarriesTheLongestMessageAndOpensNothingLonger() {
    agree();
    SealedStream from = gateway.gatewayStream(MAX_BYTES);
    SealedStream to = world.worldStream(MAX_BYTES);

    int length = from.seal(opened, 0, MAX_BYTES, frame, 0);

    assertThat(to.open(frame, 0, length + 1, opened, 0)).isEqualTo(SealedStream.MALFORMED);
    assertThat(to.open(frame, 0, length, opened, 0)).isEqualTo(MAX_BYTES);
  }

  @Test
  void keysFollowEachOther() {
    byte[] one = random.generateSeed(32);
    byte[] two = random.generateSeed(32);
    SealedStream from = new SealedStream(one, two, MAX_BYTES, 100);
    SealedStream to = new SealedStream(two, one, MAX_BYTES, 100);

    for (int i = 0; i < 1_000; i++) {
      opened.putInt(0, i);
      int length = from.seal(opened, 0, Integer.BYTES, frame, 0);
      assertThat(to.open(frame, 0, length, opened, 0)).isEqualTo(Integer.BYTES);
      assertThat(opened.getInt(0)).isEqualTo(i);
    }
  }
}
