package dev.keepstone.ecs.replay;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.world.ManyWorlds;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any recording is replayed to its end or to where it differs, or is refused by an {@link
 * InboxLogException}: as it is, and with its checksums put right, so that what is behind them is
 * reached. The replayed world is told what no vault would say, and still never leaves its tick by
 * anything but a fault.
 */
class RecordingFuzzTest {
  private static final int MAX_TICKS = 200;

  static Stream<byte[]> seeds() {
    byte[] whole = RecordedMessages.fileOfABusyWorld();
    return Stream.of(
        whole,
        Arrays.copyOf(whole, whole.length / 2),
        "KEEPINBX".getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReplayedOrRefused(byte[] file) {
    ManyWorlds.makeRoom();
    replay(file);
    replay(withRightChecksums(file));
  }

  private static void replay(byte[] file) {
    InboxLogReader reader;
    try {
      reader = new InboxLogReader(new ByteArrayInputStream(file));
      try (Replay replay =
          new Replay(
              reader, RecordedMessages.CONFIG, RecordedMessages.CONTENT, Recording.FINGERPRINT)) {
        int ticks = 0;
        while (ticks < MAX_TICKS && replay.step() == Replay.Step.AGREED) {
          ticks++;
        }
      }
    } catch (InboxLogException refused) {
      // what is declared
    }
  }

  private static byte[] withRightChecksums(byte[] file) {
    byte[] mended = file.clone();
    UnsafeBuffer buffer = new UnsafeBuffer(mended);
    CRC32C crc = new CRC32C();
    int at = InboxLogDescriptor.FILE_HEADER_BYTES;
    for (long block = 0; at + InboxLogDescriptor.BLOCK_HEADER_BYTES <= mended.length; block++) {
      int payload = at + InboxLogDescriptor.BLOCK_HEADER_BYTES;
      int lengthBytes = buffer.getInt(at);
      if (lengthBytes < 1 || lengthBytes > mended.length - payload) {
        break;
      }
      byte[] bytes = Arrays.copyOfRange(mended, payload, payload + lengthBytes);
      buffer.putInt(
          at + Integer.BYTES, InboxLogDescriptor.checksum(crc, block, bytes, lengthBytes));
      at = payload + lengthBytes;
    }
    return mended;
  }
}
