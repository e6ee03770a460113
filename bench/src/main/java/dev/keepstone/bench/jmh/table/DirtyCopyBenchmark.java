package dev.keepstone.bench.jmh.table;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Durability;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: the durable columns of one chunk of 1 024 players are copied aside, either the dirty
 * rows only or whole columns: from which share of dirty rows on is the latter quicker? The figure
 * is microseconds for the chunk. {@code docs/architecture.md} says what follows from it.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar DirtyCopyBenchmark -prof gc}. Steady
 * state: {@code gc.alloc.rate.norm} is about 0.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class DirtyCopyBenchmark {
  private static final int ROWS = Chunk.FIRST_ROWS;
  private static final int SEED = 11;

  @Param({"2", "25", "50", "100"})
  public int dirtyPercent;

  private long[] dirty = {};
  private Object[] columns = {};
  private Object[] copies = {};
  private int[] widths = {};

  @Setup
  public void fill() {
    Tables tables = new Tables(Columns.SCHEMA, ROWS);
    Table table = tables.table(Archetypes.PLAYER);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ROWS; i++) {
      tables.create(table);
      if (random.nextInt(100) < dirtyPercent) {
        table.chunk(0).dirty().mark(i);
      }
    }
    Chunk chunk = table.chunk(0);
    dirty = chunk.dirty().persistenceWords();
    List<Column<?>> durable = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      if (column.durability() == Durability.DURABLE) {
        durable.add(column);
      }
    }
    columns = durable.stream().map(chunk::column).toArray();
    copies =
        durable.stream()
            .map(
                column ->
                    Array.newInstance(
                        chunk.column(column).getClass().componentType(),
                        ROWS * column.cellsPerRow()))
            .toArray();
    widths = durable.stream().mapToInt(Column::cellsPerRow).toArray();
  }

  @Benchmark
  public int dirtyRows() {
    int copied = 0;
    long[] words = dirty;
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        int row = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
        for (int i = 0; i < columns.length; i++) {
          int width = widths[i];
          System.arraycopy(columns[i], row * width, copies[i], copied * width, width);
        }
        copied++;
      }
    }
    return copied;
  }

  @Benchmark
  public int wholeColumns() {
    for (int i = 0; i < columns.length; i++) {
      System.arraycopy(columns[i], 0, copies[i], 0, ROWS * widths[i]);
    }
    return columns.length;
  }
}
