package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.net.wire.WireLimits;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Keys that follow each other, with 100 frames a key in place of millions. */
final class RekeyTest {
  private static final int PER_KEY = 100;
  private static final byte[] KEY_A = key(1);
  private static final byte[] KEY_B = key(2);

  private final SealedChannel client = channel(KEY_A, KEY_B);
  private final SealedChannel server = channel(KEY_B, KEY_A);
  private final UnsafeBuffer opened = new UnsafeBuffer(new byte[WireLimits.MAX_SERVER_FRAME_BYTES]);

  @Test
  void carriesOnInBothDirectionsThroughManyKeys() {
    for (int i = 0; i < 20 * PER_KEY; i++) {
      assertThat(open(server, seal(client, i))).isEqualTo(Integer.BYTES);
      assertThat(opened.getInt(0)).isEqualTo(i);
      if (i % 3 == 0) {
        assertThat(open(client, seal(server, -i))).isEqualTo(Integer.BYTES);
        assertThat(opened.getInt(0)).isEqualTo(-i);
      }
    }
  }

  @Test
  void sealsDifferentlyUnderTheNextKey() {
    SealedChannel longLived =
        new SealedChannel(KEY_A, KEY_B, SealedChannel.FRAMES_PER_KEY, SealedChannel.MAX_SEQUENCE);
    for (int i = 0; i < 2 * PER_KEY; i++) {
      boolean same = Arrays.equals(seal(client, i), seal(longLived, i));
      assertThat(same).as("frame %d", i).isEqualTo(i < PER_KEY);
    }
  }

  /** Whoever comes first in the new key, and whoever of the old one comes after it. */
  @Test
  void survivesLossAndDisorderAroundTheSwitch() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      SealedChannel sender = channel(KEY_A, KEY_B);
      SealedChannel receiver = channel(KEY_B, KEY_A);
      List<byte[]> burst = new ArrayList<>();
      int expected = 0;
      int taken = 0;
      for (int i = 0; i < 10 * PER_KEY; i++) {
        byte[] frame = seal(sender, i);
        if (random.nextInt(5) > 0) {
          burst.add(frame);
        }
        if (burst.size() == 30) {
          Collections.shuffle(burst, random);
          expected += burst.size();
          for (byte[] some : burst) {
            taken += open(receiver, some) == Integer.BYTES ? 1 : 0;
            assertThat(open(receiver, some)).isEqualTo(SealedChannel.REPLAYED);
          }
          burst.clear();
        }
      }
      assertThat(taken).as("seed=%d", seed).isEqualTo(expected);
    }
  }

  @Test
  void survivesTheLossOfAllFramesBeforeTheSwitch() {
    open(server, seal(client, 0));
    for (int i = 1; i <= PER_KEY; i++) {
      seal(client, i);
    }

    assertThat(open(server, seal(client, 101))).isEqualTo(Integer.BYTES);
  }

  @Test
  void aForgedNumberOfTheNextKeyMovesNothing() {
    byte[] genuine = seal(client, 0);
    for (long sequence : new long[] {PER_KEY, 2 * PER_KEY, 50L * PER_KEY, Long.MAX_VALUE}) {
      byte[] forged = genuine.clone();
      new UnsafeBuffer(forged).putLong(8, sequence, ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 3; i++) {
        assertThat(open(server, forged)).isEqualTo(SealedChannel.FORGED);
      }
    }
    byte[] negative = genuine.clone();
    new UnsafeBuffer(negative).putLong(8, -1, ByteOrder.LITTLE_ENDIAN);
    assertThat(open(server, negative)).isNegative();

    assertThat(open(server, genuine)).isEqualTo(Integer.BYTES);
    for (int i = 1; i < 3 * PER_KEY; i++) {
      assertThat(open(server, seal(client, i))).isEqualTo(Integer.BYTES);
    }
  }

  @Test
  void theKeyBeforeTheLastIsGone() {
    byte[] old = seal(client, 0);
    for (int i = 1; i < 2 * PER_KEY + 1; i++) {
      open(server, seal(client, i));
    }

    assertThat(open(server, old)).isNegative();
  }

  @Test
  void aKeyIsNeverShorterLivedThanTheWindow() {
    assertThatThrownBy(() -> new KeyChain(KEY_A, ReplayWindow.FRAMES))
        .hasMessageContaining("framesPerKey=64");
  }

  private byte[] seal(SealedChannel channel, int message) {
    UnsafeBuffer plain = new UnsafeBuffer(new byte[Integer.BYTES]);
    plain.putInt(0, message);
    byte[] frame = new byte[Integer.BYTES + WireLimits.SEAL_OVERHEAD_BYTES];
    assertThat(channel.seal(plain, 0, Integer.BYTES, new UnsafeBuffer(frame), 0))
        .isEqualTo(frame.length);
    return frame;
  }

  private int open(SealedChannel channel, byte[] frame) {
    return channel.open(new UnsafeBuffer(frame), 0, frame.length, opened, 0);
  }

  private static SealedChannel channel(byte[] sealKey, byte[] openKey) {
    return new SealedChannel(sealKey, openKey, PER_KEY, SealedChannel.MAX_SEQUENCE);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[SealedChannel.KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
