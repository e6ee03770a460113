package dev.keepstone.ecs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordRingTest {
  private final RecordRing ring = new RecordRing(1024 * 1024);
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[128 * 1024]);

  @Test
  void aFullRingEndsTheRecordingButKeepsWhatItTook() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InboxLogWriter writer = writer(out);
    offerTick(1);
    while (ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 1000)) {
      assertThat(ring.isOverrun()).isFalse();
    }

    assertThat(ring.isOverrun()).isTrue();
    while (!ring.isEmpty()) {
      writer.poll();
    }
    assertThat(ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 1)).as("for good").isFalse();
    writer.flush();
    InboxLogReader reader = Recording.reader(out.toByteArray());
    RecordedTick tick = new RecordedTick();
    assertThat(reader.next(tick)).isTrue();
    assertThat(reader.next(tick)).as("a tick without its end").isFalse();
    assertThat(reader.hasEndMark()).isFalse();
  }

  @Test
  void aMessageThatIsTooLongEndsTheRecording() {
    assertThat(ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 64 * 1024)).isTrue();
    assertThat(ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 64 * 1024 + 1)).isFalse();
    assertThat(ring.isOverrun()).isTrue();
  }

  @Test
  void aStoppedRingTakesNothingAndIsNoOverrun() {
    ring.stop();

    assertThat(ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 1)).isFalse();
    assertThat(ring.isOverrun()).isFalse();
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void recordingAndWritingAllocateNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    InboxLogWriter writer = writer(OutputStream.nullOutputStream());
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int tick = 1; tick <= 2_000; tick++) {
        for (int i = 0; i < 10; i++) {
          ring.offer(InboxLogDescriptor.MESSAGE, message, 0, 32);
        }
        offerTick(tick);
        writer.poll();
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(writer.ticks()).isEqualTo(20_000);
    assertThat(allocated).isZero();
  }

  private InboxLogWriter writer(OutputStream out) throws IOException {
    return new InboxLogWriter(
        ring, out, InboxLogHeader.of(Recording.CONFIG, Recording.FINGERPRINT, 1));
  }

  private void offerTick(long tick) {
    message.putLong(0, tick, ByteOrder.LITTLE_ENDIAN);
    ring.offer(InboxLogDescriptor.TICK, message, 0, InboxLogDescriptor.TICK_BYTES);
  }
}
