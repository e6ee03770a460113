package dev.keepstone.net.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DataFramesTest {
  private static final int TERM = DriverSettings.UDP_TERM_BYTES;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);

  @Test
  void takesOneFrameSeveralFramesAHeartbeatAndAPad() {
    put(0, 100, 64);
    assertThat(DataFrames.areSound(buffer, 128)).isTrue();
    put(128, 40, 64 + 128);
    assertThat(DataFrames.areSound(buffer, 192)).isTrue();
    put(0, 0, 64);
    assertThat(DataFrames.areSound(buffer, 32)).as("heartbeat").isTrue();
    put(0, 4_096, TERM - 4_096);
    buffer.putShort(6, (short) HeaderFlyweight.HDR_TYPE_PAD);
    assertThat(DataFrames.areSound(buffer, 32)).as("pad up to the end of the term").isTrue();
  }

  @Test
  void refusesLengthsThatLie() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, 1, 31, 129, 1_000_000, TERM}) {
      put(0, length, 64);
      assertThat(DataFrames.areSound(buffer, 128)).as("length=%d", length).isFalse();
    }
    put(0, 100, 64);
    assertThat(DataFrames.areSound(buffer, 127)).as("datagram too short").isFalse();
    assertThat(DataFrames.areSound(buffer, 160)).as("datagram too long").isFalse();
    assertThat(DataFrames.areSound(buffer, 20)).as("no header").isFalse();
  }

  @Test
  void refusesPlacesOutsideOfATerm() {
    for (int offset : new int[] {-32, 16, TERM, TERM + 32, TERM - 64, Integer.MAX_VALUE}) {
      put(0, 100, offset);
      assertThat(DataFrames.areSound(buffer, 128)).as("offset=%d", offset).isFalse();
    }
  }

  @Test
  void refusesASecondFrameThatBelongsElsewhere() {
    put(0, 100, 64);
    put(128, 40, 64 + 128);
    buffer.putInt(128 + 12, 8);
    assertThat(DataFrames.areSound(buffer, 192)).as("another session").isFalse();
    put(128, 40, 64 + 160);
    assertThat(DataFrames.areSound(buffer, 192)).as("another place").isFalse();
    put(128, 40, 64 + 128);
    buffer.putInt(128 + 16, 2);
    assertThat(DataFrames.areSound(buffer, 192)).as("another stream").isFalse();
    put(128, 40, 64 + 128);
    buffer.putShort(128 + 6, (short) HeaderFlyweight.HDR_TYPE_SETUP);
    assertThat(DataFrames.areSound(buffer, 192)).as("another type").isFalse();
  }

  /** Whatever passes can be walked from its start to its end by what its headers say. */
  @Test
  void neverTakesWhatCannotBeWalked() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      put(0, 100, 64);
      put(128, 40, 64 + 128);
      int length = 192;
      for (int flips = random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(length);
        buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1 << random.nextInt(8)));
      }
      if (DataFrames.areSound(buffer, length)) {
        taken++;
        int at = 0;
        while (at < length) {
          int frame = buffer.getInt(at);
          boolean isPad = buffer.getShort(at + 6) == HeaderFlyweight.HDR_TYPE_PAD;
          assertThat(frame).as("seed=%d", seed).isBetween(32, TERM);
          assertThat(isPad || at + frame <= length).as("seed=%d", seed).isTrue();
          at = isPad ? length : at + (frame + 31 & -32);
        }
      }
    }
    assertThat(taken).isBetween(60_000, 199_000);
  }

  private void put(int at, int length, int termOffset) {
    buffer.putInt(at, length);
    buffer.putByte(at + 4, (byte) 0);
    buffer.putByte(at + 5, (byte) DataHeaderFlyweight.BEGIN_AND_END_FLAGS);
    buffer.putShort(at + 6, (short) HeaderFlyweight.HDR_TYPE_DATA);
    buffer.putInt(at + 8, termOffset);
    buffer.putInt(at + 12, 7);
    buffer.putInt(at + 16, PlayerChannels.REQUEST_STREAM_ID);
    buffer.putInt(at + 20, 3);
  }
}
