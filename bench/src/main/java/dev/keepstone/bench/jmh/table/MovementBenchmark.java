package dev.keepstone.bench.jmh.table;

import dev.dominion.ecs.api.Dominion;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Query;
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
 * Workload: one pass that adds a velocity to each position (two floats an entity, no walls), the
 * inner loop of every movement system. {@code arrays} is the physical limit: four {@code float[]}
 * and nothing else. {@code table} goes through the public API: query, chunks, columns. {@code
 * dominion} keeps two component objects an entity and iterates its results, which is how its own
 * examples do it.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar MovementBenchmark}. The warm-up of 12 s
 * is what the slowest peer's JIT needs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx4g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class MovementBenchmark {
  private static final int SEED = 7;

  @Param({"100000", "1000000"})
  public int rows;

  private final ArraysState arrays = new ArraysState();
  private final TableState table = new TableState();
  private final DominionState dominion = new DominionState();

  /** Only what the running benchmark needs: the heap of one must not age the other's. */
  @Setup
  public void fill(org.openjdk.jmh.infra.BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    if (benchmark.endsWith(".arrays")) {
      arrays.fill(rows);
    } else if (benchmark.endsWith(".table")) {
      table.fill(rows);
    } else {
      dominion.fill(rows);
    }
  }

  @Benchmark
  public float arrays() {
    float[] x = arrays.x;
    float[] y = arrays.y;
    float[] velocityX = arrays.velocityX;
    float[] velocityY = arrays.velocityY;
    for (int i = 0; i < x.length; i++) {
      x[i] += velocityX[i];
    }
    for (int i = 0; i < y.length; i++) {
      y[i] += velocityY[i];
    }
    return x[0];
  }

  @Benchmark
  public float table() {
    Query query = table.query;
    float result = 0;
    for (int t = 0; t < query.tableCount(); t++) {
      Table moving = query.table(t);
      for (int c = 0; c < moving.chunkCount(); c++) {
        Chunk chunk = moving.chunk(c);
        int size = chunk.size();
        add(chunk.column(Columns.X), chunk.column(Columns.VELOCITY_X), size);
        add(chunk.column(Columns.Y), chunk.column(Columns.VELOCITY_Y), size);
        result = chunk.column(Columns.X)[0];
      }
    }
    return result;
  }

  private static void add(float[] to, float[] what, int size) {
    for (int i = 0; i < size; i++) {
      to[i] += what[i];
    }
  }

  @Benchmark
  public float dominion() {
    float result = 0;
    for (var found : dominion.world.findEntitiesWith(Position.class, Velocity.class)) {
      Position position = found.comp1();
      Velocity velocity = found.comp2();
      position.x += velocity.x;
      position.y += velocity.y;
      result = position.x + position.y;
    }
    return result;
  }

  private static float velocity(SplittableRandom random) {
    return (random.nextInt(201) - 100) / 1_000f;
  }

  private static final class ArraysState {
    private float[] x = {};
    private float[] y = {};
    private float[] velocityX = {};
    private float[] velocityY = {};

    void fill(int rows) {
      SplittableRandom random = new SplittableRandom(SEED);
      x = new float[rows];
      y = new float[rows];
      velocityX = new float[rows];
      velocityY = new float[rows];
      for (int i = 0; i < rows; i++) {
        velocityX[i] = velocity(random);
        velocityY[i] = velocity(random);
      }
    }
  }

  private static final class TableState {
    private final long mask = Component.maskOf(Columns.POSITION, Columns.VELOCITY);
    private Query query = new Tables(Columns.SCHEMA, 1).query(mask, 0, 0);

    void fill(int rows) {
      SplittableRandom random = new SplittableRandom(SEED);
      Tables tables = new Tables(Columns.SCHEMA, rows);
      Table moving = tables.table(mask);
      for (int i = 0; i < rows; i++) {
        tables.create(moving);
        Chunk chunk = moving.chunk(Table.chunkIndexOf(i));
        chunk.column(Columns.VELOCITY_X)[Table.offsetOf(i)] = velocity(random);
        chunk.column(Columns.VELOCITY_Y)[Table.offsetOf(i)] = velocity(random);
      }
      query = tables.query(mask, 0, 0);
    }
  }

  private static final class DominionState {
    private final Dominion world = Dominion.create("movement");

    void fill(int rows) {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < rows; i++) {
        Velocity velocity = new Velocity();
        velocity.x = velocity(random);
        velocity.y = velocity(random);
        world.createEntity(new Position(), velocity);
      }
    }
  }

  private static final class Position {
    private float x;
    private float y;
  }

  private static final class Velocity {
    private float x;
    private float y;
  }
}
