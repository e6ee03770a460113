package dev.keepstone.net.server;

import dev.keepstone.ecs.replay.InboxLogHeader;
import dev.keepstone.ecs.replay.InboxLogWriter;
import dev.keepstone.ecs.replay.InboxRecorder;
import dev.keepstone.ecs.replay.RecordRing;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a recording to its file, on a thread of its own: the world hands entries to a bounded ring
 * and never waits for the disk. When the disk is full, too slow, or the file as long as it may be,
 * the recording is given up with one line in the log; the server runs on, and what was written
 * until then can be replayed.
 */
final class RecorderAgent implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(RecorderAgent.class);

  /** What a killed server loses of its recording. */
  private static final long FLUSH_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final RecordRing ring;
  private final InboxRecorder recorder;
  private final InboxLogWriter writer;
  private final NanoClock clock;
  private final long maxBytes;
  private long flushedAtNs;
  private boolean done;

  RecorderAgent(
      Path file, RecordRing ring, InboxLogWriter writer, RecordingConfig config, NanoClock clock) {
    this.file = file;
    this.ring = ring;
    this.writer = writer;
    this.clock = clock;
    maxBytes = config.maxBytes();
    recorder = new InboxRecorder(ring, config.hashEveryTicks());
    flushedAtNs = clock.nanoTime();
  }

  /**
   * Starts the file. One that is there already is kept beside it as {@code FILE.previous}: it may
   * be the recording of the server that has just crashed.
   *
   * @param gateways how many outboxes for gateways the world has
   * @return null when nothing is to be recorded
   * @throws ServerStartException when the file cannot be written
   */
  static @Nullable RecorderAgent open(ServerConfig config, int gateways) {
    Path file = config.recording().file();
    if (file == null) {
      return null;
    }
    RecordRing ring = new RecordRing(RecordRing.DEFAULT_CAPACITY_BYTES);
    try {
      InboxLogHeader header =
          InboxLogHeader.of(config.world(), config.contentFingerprint(), gateways);
      InboxLogWriter writer = new InboxLogWriter(ring, create(file), header);
      return new RecorderAgent(file, ring, writer, config.recording(), SystemNanoClock.INSTANCE);
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot write the recording: file="
              + ServerPaths.shown(file)
              + " cause="
              + e
              + ": name another file (--record) or none",
          e);
    }
  }

  /** Readable by its owner only: it holds names and what players said. */
  private static FileOutputStream create(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.isRegularFile(file)) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".previous"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    FileAttribute<?>[] attributes =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    return new FileOutputStream(file.toFile());
  }

  /** For the world thread. */
  InboxRecorder recorder() {
    return recorder;
  }

  Path file() {
    return file;
  }

  @Override
  public int doWork() {
    if (done) {
      return 0;
    }
    try {
      boolean overrun = ring.isOverrun(); // asked first: what is in the ring then is all there is
      int taken = writer.poll();
      long nowNs = clock.nanoTime();
      if (overrun && ring.isEmpty()) {
        giveUp("the disk is too slow");
      } else if (writer.bytesWritten() >= maxBytes) {
        giveUp("keepstone.server.record-max-size=" + maxBytes + " is reached");
      } else if (nowNs - flushedAtNs >= FLUSH_EVERY_NS) {
        flushedAtNs = nowNs;
        writer.flush();
      }
      return taken;
    } catch (IOException e) {
      giveUpAfter(e);
      return 1;
    }
  }

  private void giveUp(String reason) throws IOException {
    writer.flush();
    end("recording given up, the server runs on: " + reason);
  }

  private void giveUpAfter(IOException e) {
    end("recording given up, the server runs on: cause=" + e.getMessage());
  }

  private void end(String what) {
    done = true;
    ring.stop();
    try {
      writer.close();
    } catch (IOException e) {
      LOG.debug("closing {}", file, e); // what matters is told below
    }
    LOG.warn(
        "{}: file={} sizeBytes={} lastTick={}",
        what,
        ServerPaths.shown(file),
        writer.bytesWritten(),
        writer.lastTick());
  }

  /** The world has ended before: everything that it has told is written. */
  @Override
  public void onClose() {
    if (done) {
      LOG.warn("the recording lacks the last ticks: ticksMissed={}", recorder.ticksMissed());
      return;
    }
    done = true;
    try (writer) {
      if (ring.isOverrun()) {
        giveUp("the disk is too slow");
        return;
      }
      writer.end();
      LOG.info(
          "recorded: file={} sizeBytes={} ticks={}",
          ServerPaths.shown(file),
          writer.bytesWritten(),
          writer.ticks());
    } catch (IOException e) {
      giveUpAfter(e);
    }
  }

  @Override
  public String roleName() {
    return "recorder";
  }
}
