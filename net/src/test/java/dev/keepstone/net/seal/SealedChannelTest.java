package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class SealedChannelTest {
  private static final byte[] KEY_A = key(1);
  private static final byte[] KEY_B = key(2);

  private final SealedChannel sender = new SealedChannel(KEY_A, KEY_B);
  private final SealedChannel receiver = new SealedChannel(KEY_B, KEY_A);
  private final UnsafeBuffer opened = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);

  @Test
  void carriesEveryLength() {
    for (int lengthBytes :
        new int[] {0, 1, 15, 16, 17, 1_000, WireLimits.MAX_SERVER_MESSAGE_BYTES}) {
      byte[] message = new byte[lengthBytes];
      new Random(lengthBytes).nextBytes(message);

      byte[] frame = seal(message);
      int openedBytes = open(frame);

      assertThat(frame).hasSize(lengthBytes + WireLimits.SEAL_OVERHEAD_BYTES);
      assertThat(openedBytes).isEqualTo(lengthBytes);
      byte[] copy = new byte[openedBytes];
      opened.getBytes(0, copy);
      assertThat(copy).isEqualTo(message);
    }
  }

  @Test
  void hidesTheMessageAndNeverRepeatsItself() {
    byte[] message = "the quick brown fox".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    byte[] first = seal(message);
    byte[] second = seal(message);

    assertThat(new String(first, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("quick");
    assertThat(java.util.Arrays.copyOfRange(first, 16, first.length))
        .isNotEqualTo(java.util.Arrays.copyOfRange(second, 16, second.length));
  }

  @Test
  void refusesEveryFlippedBit() {
    byte[] frame = seal(new byte[] {1, 2, 3, 4});

    for (int bit = 0; bit < frame.length * 8; bit++) {
      byte[] flipped = frame.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(open(flipped)).as("bit %d", bit).isNegative();
    }
    assertThat(open(frame)).isEqualTo(4);
  }

  @Test
  void refusesEveryTruncationAndExtension() {
    byte[] frame = seal(new byte[100]);

    for (int lengthBytes = 0; lengthBytes < frame.length; lengthBytes++) {
      assertThat(open(java.util.Arrays.copyOf(frame, lengthBytes))).isNegative();
    }
    assertThat(open(java.util.Arrays.copyOf(frame, frame.length + 1))).isNegative();
    assertThat(open(frame)).isEqualTo(100);
  }

  @Test
  void refusesWhatIsLongerThanAnyFrame() {
    byte[] longest = seal(new byte[WireLimits.MAX_SERVER_MESSAGE_BYTES]);
    byte[] longer = java.util.Arrays.copyOf(longest, longest.length + 1);

    assertThat(open(longer)).isEqualTo(SealedChannel.MALFORMED);
    assertThat(open(longest)).isEqualTo(WireLimits.MAX_SERVER_MESSAGE_BYTES);
  }

  @Test
  void refusesAReplay() {
    byte[] frame = seal(new byte[10]);

    assertThat(open(frame)).isEqualTo(10);
    assertThat(open(frame)).isEqualTo(SealedChannel.REPLAYED);
  }

  @Test
  void takesFramesInAnyOrderWithinTheWindow() {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < ReplayWindow.FRAMES + 1; i++) {
      frames.add(seal(new byte[] {(byte) i}));
    }

    // The newest first: the oldest of the 65 is then just out of the window.
    for (int i = frames.size() - 1; i > 0; i--) {
      assertThat(open(frames.get(i))).isEqualTo(1);
    }
    assertThat(open(frames.get(0))).isEqualTo(SealedChannel.REPLAYED);
  }

  @Test
  void aForgedNumberDoesNotMoveTheWindow() {
    byte[] forged = seal(new byte[10]);
    forged[8 + 7] = 0x10;
    byte[] good = seal(new byte[10]);

    assertThat(open(forged)).isEqualTo(SealedChannel.FORGED);
    assertThat(open(good)).isEqualTo(10);
  }

  @Test
  void endsBeforeANumberIsUsedTwice() {
    SealedChannel short2 = new SealedChannel(KEY_A, KEY_B, SealedChannel.FRAMES_PER_KEY, 1);
    UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);

    assertThat(short2.seal(new UnsafeBuffer(new byte[10]), 0, 10, frame, 0)).isPositive();
    assertThat(short2.seal(new UnsafeBuffer(new byte[10]), 0, 10, frame, 0)).isPositive();
    assertThat(short2.seal(new UnsafeBuffer(new byte[10]), 0, 10, frame, 0))
        .isEqualTo(SealedChannel.EXHAUSTED);
  }

  private byte[] seal(byte[] message) {
    UnsafeBuffer frame =
        new UnsafeBuffer(new byte[message.length + WireLimits.SEAL_OVERHEAD_BYTES]);
    int sealedBytes = sender.seal(new UnsafeBuffer(message), 0, message.length, frame, 0);
    assertThat(sealedBytes).isEqualTo(frame.capacity());
    return frame.byteArray();
  }

  private int open(byte[] frame) {
    return receiver.open(new UnsafeBuffer(frame), 0, frame.length, opened, 0);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[SealedChannel.KEY_BYTES];
    java.util.Arrays.fill(key, (byte) fill);
    return key;
  }
}
