package dev.keepstone.ecs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.content.ContentSource;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.world.WorldConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What was recorded is what is replayed, or somebody is told where it isn't. */
class ReplayTest {
  private static final int TICKS = 900;

  @Test
  void everyHashAgreesThoughQueuesWereFull() throws IOException {
    Recording recording = Recording.of(1, TICKS, 1);

    assertThat(recording.counters.get(WorldCounter.VAULT_FULL)).isPositive();
    assertThat(recording.counters.get(WorldCounter.LOGINS_REFUSED)).isPositive();
    assertThat(recording.counters.get(WorldCounter.SESSIONS_OVERRUN)).isPositive();
    try (Replay replay = Recording.replay(recording.file)) {
      assertThat(Recording.play(replay)).as(replay.difference()).isEqualTo(Replay.Step.ENDED);
      assertThat(replay.ticks()).isEqualTo(TICKS);
      assertThat(replay.hashesAgreed()).isEqualTo(TICKS);
      assertThat(replay.hasEndMark()).isTrue();
      assertThat(replay.world().hash()).isEqualTo(recording.lastHash);
      assertThat(Recording.countersOf(replay.world().counters()::get))
          .isEqualTo(recording.counters);
    }
  }

  @Test
  void hashesAreComparedAsOftenAsTheyWereTaken() throws IOException {
    Recording recording = Recording.of(2, 100, 30);

    try (Replay replay = Recording.replay(recording.file)) {
      assertThat(Recording.play(replay)).isEqualTo(Replay.Step.ENDED);
      assertThat(replay.ticks()).isEqualTo(100);
      assertThat(replay.hashesAgreed()).isEqualTo(3);
    }
  }

  @Test
  void aRefusalLeftOutMakesAnotherWorld() throws IOException {
    byte[] forged = withoutRefusals(Recording.of(3, 200, 1).file);

    try (Replay replay = Recording.replay(forged)) {
      assertThat(Recording.play(replay)).isEqualTo(Replay.Step.DIFFERED);
      assertThat(replay.difference()).contains("hash recorded=");
    }
  }

  /** The same entries in new blocks, but for those that say what an outbox refused. */
  private static byte[] withoutRefusals(byte[] file) throws IOException {
    RecordRing ring = new RecordRing(1024 * 1024);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InboxLogReader reader = Recording.reader(file);
    InboxLogWriter writer = new InboxLogWriter(ring, out, reader.header());
    RecordedTick tick = new RecordedTick();
    UnsafeBuffer end = new UnsafeBuffer(new byte[20]);
    while (reader.next(tick)) {
      tick.forEach(
          (type, buffer, offset, lengthBytes) -> {
            if (type == InboxLogDescriptor.MESSAGE) {
              ring.offer(type, buffer, offset, lengthBytes);
            }
          });
      end.putLong(0, tick.number(), ByteOrder.LITTLE_ENDIAN);
      end.putLong(InboxLogDescriptor.TICK_HASH_OFFSET, tick.hash(), ByteOrder.LITTLE_ENDIAN);
      end.putInt(
          InboxLogDescriptor.TICK_FLAGS_OFFSET,
          InboxLogDescriptor.FLAG_HASHED,
          ByteOrder.LITTLE_ENDIAN);
      ring.offer(InboxLogDescriptor.TICK, end, 0, InboxLogDescriptor.TICK_BYTES);
      writer.poll();
    }
    writer.end();
    return out.toByteArray();
  }

  @Test
  void aKilledServersRecordingHasNoEndMark() throws IOException {
    Recording recording = Recording.of(4, 50, 1);
    int endBlock = lastBlock(recording.file);

    try (Replay replay = Recording.replay(Arrays.copyOf(recording.file, endBlock))) {
      assertThat(Recording.play(replay)).isEqualTo(Replay.Step.ENDED);
      assertThat(replay.hasEndMark()).isFalse();
    }
  }

  private static int lastBlock(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int block = InboxLogDescriptor.FILE_HEADER_BYTES;
    int next = block;
    while (next < file.length) {
      block = next;
      next += InboxLogDescriptor.BLOCK_HEADER_BYTES + bytes.getInt(block);
    }
    return block;
  }

  @Test
  void aCutFileIsPlayedUpToTheCut() throws IOException {
    byte[] file = Recording.of(5, 50, 1).file;
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      int length = random.nextInt(file.length);
      try (Replay replay = Recording.replay(Arrays.copyOf(file, length))) {
        assertThat(Recording.play(replay)).isEqualTo(Replay.Step.ENDED);
        assertThat(replay.hasEndMark()).as("length=%d seed=%d", length, seed).isFalse();
      } catch (InboxLogException e) {
        assertThat(e)
            .as("length=%d seed=%d", length, seed)
            .hasMessageMatching("(?s).*(cut off|no recording|header is missing).*");
      }
    }
  }

  @Test
  void anyFlippedBitIsFound() throws IOException {
    byte[] file = Recording.of(6, 20, 1).file;
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(file.length);
      byte[] damaged = file.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> readAll(damaged))
          .as("byte=%d seed=%d", at, seed)
          .isInstanceOf(InboxLogException.class);
    }
  }

  private static void readAll(byte[] file) {
    InboxLogReader reader = Recording.reader(file);
    RecordedTick tick = new RecordedTick();
    while (reader.next(tick)) {
      assertThat(tick.number()).isPositive();
    }
  }

  @Test
  void foreignFilesAndFormatsAreRefused() throws IOException {
    byte[] file = Recording.of(7, 1, 1).file;
    byte[] newer = file.clone();
    newer[8] = 2;

    assertThatThrownBy(() -> Recording.reader(new byte[0])).hasMessageContaining("no recording");
    assertThatThrownBy(() -> Recording.reader(new byte[4096])).hasMessageContaining("no recording");
    assertThatThrownBy(() -> Recording.reader(newer)).hasMessageContaining("formatVersion=2");
  }

  @Test
  void otherSettingsAreNamed() throws IOException {
    byte[] file = Recording.of(8, 1, 1).file;
    WorldConfig other = new WorldConfig(20, 40, 43, 40, 12, 60, 10_000, 256 * 1024, 0);

    assertThatThrownBy(
            () ->
                new Replay(Recording.reader(file), other, Recording.CONTENT, Recording.FINGERPRINT))
        .isInstanceOf(InboxLogException.class)
        .hasMessageContaining("world.seed recorded=42 here=43")
        .hasMessageNotContaining("tickRateHz");
  }

  @Test
  void otherContentIsNamed() throws IOException {
    byte[] file = Recording.of(9, 1, 1).file;
    String other = ContentFingerprint.of(new ContentSource("field", "64 61"));

    assertThatThrownBy(
            () -> new Replay(Recording.reader(file), Recording.CONFIG, Recording.CONTENT, other))
        .isInstanceOf(InboxLogException.class)
        .hasMessageContaining("content recorded=");
  }
}
