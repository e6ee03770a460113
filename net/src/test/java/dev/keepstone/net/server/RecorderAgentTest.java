package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.replay.InboxLogHeader;
import dev.keepstone.ecs.replay.InboxLogWriter;
import dev.keepstone.ecs.replay.RecordRing;
import dev.keepstone.ecs.world.WorldConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The disk fails, the world does not notice. */
class RecorderAgentTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MAX_BYTES = 1024 * 1024;

  private final RecordRing ring = new RecordRing(1024 * 1024);
  private final FillingDisk disk = new FillingDisk();
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
  private long nowNs;

  @Test
  void aFullDiskEndsTheRecordingOnly() throws IOException {
    RecorderAgent agent = agent();
    Inbox inbox = agent.recorder().inbox(this::oneMessage);
    agent.doWork();
    disk.full = true;

    int heard = 0;
    for (int i = 0; i < 5_000; i++) {
      heard += inbox.poll((buffer, offset, lengthBytes) -> {}, 1);
      nowNs += SECOND_NS / 20;
      agent.doWork();
    }
    agent.onClose();

    assertThat(heard).isEqualTo(5_000);
    assertThat(disk.closed).isTrue();
    assertThat(disk.refusedWrites).isEqualTo(1);
    assertThat(ring.isOverrun()).isFalse();
  }

  @Test
  void aSlowDiskNeverHoldsTheWorldUp() throws IOException {
    RecorderAgent agent = agent();
    Inbox inbox = agent.recorder().inbox(this::oneMessage);

    int heard = 0;
    for (int i = 0; i < 5_000; i++) {
      heard += inbox.poll((buffer, offset, lengthBytes) -> {}, 1); // and the agent never runs
    }
    assertThat(heard).isEqualTo(5_000);
    assertThat(ring.isOverrun()).isTrue();

    for (int i = 0; i < 10; i++) {
      agent.doWork();
    }
    assertThat(disk.closed).isTrue();
    assertThat(disk.bytes).as("what the ring had taken").isGreaterThan(1_000_000);
  }

  @Test
  void theFileDoesNotOutgrowItsLimit() throws IOException {
    RecorderAgent agent = agent();
    Inbox inbox = agent.recorder().inbox(this::oneMessage);

    for (int i = 0; i < 10_000; i++) {
      inbox.poll((buffer, offset, lengthBytes) -> {}, 1);
      agent.doWork();
    }

    assertThat(disk.closed).isTrue();
    assertThat(disk.bytes).isBetween(MAX_BYTES, 2 * MAX_BYTES);
  }

  private RecorderAgent agent() throws IOException {
    InboxLogWriter writer =
        new InboxLogWriter(ring, disk, InboxLogHeader.of(WorldConfig.defaults(), "content", 1));
    RecordingConfig config = new RecordingConfig(Path.of("file"), MAX_BYTES, 1);
    return new RecorderAgent(Path.of("file"), ring, writer, config, () -> nowNs);
  }

  private int oneMessage(MessageHandler handler, int limit) {
    handler.onMessage(message, 0, message.capacity());
    return 1;
  }

  private static final class FillingDisk extends OutputStream {
    private boolean full;
    private boolean closed;
    private long bytes;
    private int refusedWrites;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (full) {
        refusedWrites++;
        throw new IOException("No space left on device");
      }
      bytes += length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
