package dev.keepstone.bench.jmh.table;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: 100 000 rows of players; the figure is nanoseconds a mark. {@code markInOrder} is a
 * system that walks through its chunks, {@code markAnywhere} a system that follows ids to random
 * rows (the row is known, the cost of finding it by id is in {@code markById}).
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar DirtyBenchmark -prof gc}. Steady state:
 * {@code gc.alloc.rate.norm} is about 0. What a dirty row costs to hand over is in {@code
 * FlushBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class DirtyBenchmark {
  private static final int ROWS = 100_000;
  private static final int SEED = 3;

  private final Tables tables = new Tables(Columns.SCHEMA, ROWS);
  private final Table table = tables.table(Archetypes.PLAYER);
  private final int[] anywhere = new int[ROWS];
  private final long[] ids = new long[ROWS];

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ROWS; i++) {
      ids[i] = tables.create(table);
      int other = random.nextInt(i + 1); // a shuffle from the inside out
      anywhere[i] = anywhere[other];
      anywhere[other] = i;
    }
    for (int i = 0; i < ROWS; i++) {
      int other = random.nextInt(i + 1);
      long id = ids[i];
      ids[i] = ids[other];
      ids[other] = id;
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void markInOrder() {
    for (int c = 0; c < table.chunkCount(); c++) {
      Chunk chunk = table.chunk(c);
      int size = chunk.size();
      for (int row = 0; row < size; row++) {
        chunk.dirty().mark(row);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void markAnywhere() {
    for (int row : anywhere) {
      table.chunk(Table.chunkIndexOf(row)).dirty().mark(Table.offsetOf(row));
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void markById() {
    for (long id : ids) {
      tables.mark(id);
    }
  }
}
