package dev.keepstone.bench.jmh.update;

import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.net.update.UpdateFormat;
import dev.keepstone.net.update.UpdateReader;
import dev.keepstone.net.update.UpdateScratch;
import dev.keepstone.net.update.UpdateWriter;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: {@code near} entities around one player, all of which walk a step of 0.2 tiles each
 * tick (64 ticks, forwards and back, prepared as the world's messages). {@code write} is what the
 * gateway does: decode the snapshot, find what has changed since the state of three updates ago,
 * encode that. {@code writeAndRead} adds the client's part. Each trial prints the mean length of a
 * body and of the world's message. Sealing is not in the figure: 0.3 to 0.45 us.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar UpdateBenchmark -prof gc}. Steady state:
 * {@code gc.alloc.rate.norm} is below 1 B/op, JMH's own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class UpdateBenchmark {
  private static final int TICKS = 64;
  private static final int ANSWER_UPDATES = 3;
  private static final int SEED = 5;
  private static final int MESSAGE_BYTES = 8 * 1024;

  @Param({"10", "60", "200"})
  public int near;

  private final UnsafeBuffer[] messages = new UnsafeBuffer[TICKS];
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SnapshotDecoder snapshot = new SnapshotDecoder();
  private final UpdateWriter writer = new UpdateWriter(new UpdateScratch());
  private final UpdateReader reader = new UpdateReader(entity -> true);
  private long writes;
  private long bodyBytes;
  private int messageBytes;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] x = new float[near];
    float[] y = new float[near];
    for (int i = 0; i < near; i++) {
      x[i] = 88 + 24 * (float) random.nextDouble();
      y[i] = 88 + 24 * (float) random.nextDouble();
    }
    for (int tick = 0; tick < TICKS; tick++) {
      float step = tick < TICKS / 2 ? 0.2f : -0.2f;
      messages[tick] = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
      SnapshotEncoder encoder = new SnapshotEncoder();
      SnapshotEncoder.NearEncoder group =
          encoder
              .wrapAndApplyHeader(messages[tick], 0, new MessageHeaderEncoder())
              .session(1)
              .tick(tick)
              .ackedSequence(tick)
              .x(100)
              .y(100)
              .hp(100)
              .zone(1)
              .nearCount(near);
      for (int i = 0; i < near; i++) {
        x[i] += step;
        group.next().entity((1L << 32) | (i + 1)).x(x[i]).y(y[i]).hp(100).kind(EntityKind.PLAYER);
      }
      messageBytes = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
  }

  @Setup(Level.Iteration)
  public void reset() {
    writes = 0;
    bodyBytes = 0;
  }

  @Benchmark
  public int write() {
    int tick = (int) (writes++ % TICKS);
    snapshot.wrapAndApplyHeader(messages[tick], 0, header);
    int lengthBytes = writer.write(snapshot, UpdateFormat.MAX_PART_BYTES, true);
    writer.commit();
    writer.acknowledge(writer.number() - ANSWER_UPDATES);
    bodyBytes += lengthBytes;
    return lengthBytes;
  }

  @Benchmark
  public int writeAndRead() {
    int lengthBytes = write();
    int parts = (lengthBytes + UpdateFormat.MAX_PART_BYTES - 1) / UpdateFormat.MAX_PART_BYTES;
    for (int part = 0; part < parts; part++) {
      int from = part * UpdateFormat.MAX_PART_BYTES;
      int partBytes = Math.min(UpdateFormat.MAX_PART_BYTES, lengthBytes - from);
      reader.read(writer.number(), writer.baseline(), part, parts, writer.body(), from, partBytes);
    }
    return reader.view().nearCount();
  }

  @TearDown(Level.Iteration)
  public void printBytes() {
    System.out.printf(
        "bytes: near=%d body=%.0f worldMessage=%d%n",
        near, bodyBytes / (double) Math.max(1, writes), messageBytes);
  }
}
