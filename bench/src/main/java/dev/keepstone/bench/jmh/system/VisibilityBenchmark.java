package dev.keepstone.bench.jmh.system;

import dev.keepstone.bench.jmh.world.OpenField;
import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.system.VisibilityGrid;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.EntityIds;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
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
 * Workload: creatures strewn at random over 1 024 x 1 024 tiles, in no order in their table. {@code
 * rebuild} sorts all of them into the grid; {@code query} finds the nearest 60 within 12 tiles of a
 * random one. 10 000 movers have the density of the tick's goal (5 000 players and as many
 * creatures in 20 zones of 224 x 224 tiles): a query finds 4 on average; of 100 000 it finds 43.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar VisibilityBenchmark -prof gc}. Steady
 * state: {@code gc.alloc.rate.norm} is about 0 ({@code rebuild} of 100 000: below 1 B/op, JMH's
 * own).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class VisibilityBenchmark {
  static final float RADIUS_TILES = 12;
  static final int MAX_NEAR = 60;

  /** Index of the only zone. */
  static final int FIRST_ZONE = 0;

  private static final int FIELD_TILES = 1024;
  private static final int ASKERS = 1 << 13;
  private static final int SEED = 9;

  @Param({"10000", "100000"})
  public int movers;

  private final float[] askerX = new float[ASKERS];
  private final float[] askerY = new float[ASKERS];
  private final long[] askers = new long[ASKERS];
  private VisibilityGrid grid = strewn(0, FIELD_TILES, new SplittableRandom(SEED));
  private int next;

  @Setup
  public void fill() {
    grid = strewn(movers, FIELD_TILES, new SplittableRandom(SEED));
    grid.rebuild();
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < ASKERS; i++) {
      askerX[i] = random.nextInt(FIELD_TILES * 16) / 16f;
      askerY[i] = random.nextInt(FIELD_TILES * 16) / 16f;
      askers[i] = EntityIds.NONE;
    }
  }

  /** Creatures at random places in a grid of their own. */
  static VisibilityGrid strewn(int count, int fieldTiles, SplittableRandom random) {
    Tables tables = new Tables(Columns.SCHEMA, Math.max(1, count));
    Table table = tables.table(Archetypes.CREATURE);
    for (int i = 0; i < count; i++) {
      tables.create(table);
      Chunk chunk = table.chunk(Table.chunkIndexOf(i));
      chunk.column(Columns.ZONE)[Table.offsetOf(i)] = 1;
      chunk.column(Columns.X)[Table.offsetOf(i)] = random.nextInt(fieldTiles * 16) / 16f;
      chunk.column(Columns.Y)[Table.offsetOf(i)] = random.nextInt(fieldTiles * 16) / 16f;
    }
    return new VisibilityGrid(tables, OpenField.of(1, fieldTiles, 0).zones(), MAX_NEAR);
  }

  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int rebuild() {
    grid.rebuild();
    return grid.size();
  }

  @Benchmark
  public int query() {
    next = (next + 1) & (ASKERS - 1);
    return grid.findNear(FIRST_ZONE, askerX[next], askerY[next], RADIUS_TILES, askers[next]);
  }
}
