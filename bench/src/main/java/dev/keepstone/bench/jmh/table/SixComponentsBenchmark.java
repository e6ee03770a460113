package dev.keepstone.bench.jmh.table;

import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Durability;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Replication;
import dev.keepstone.ecs.table.Schema;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
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
 * Workload: six components an entity (position, velocity, acceleration, health, cooldown,
 * experience; eleven columns of four types), all updated in one pass: speed up, walk, heal up to
 * the maximum, cool down to 0, earn. {@code arrays} does it with flat arrays and a loop for each
 * column, split so that the JIT vectorises every one; {@code table} runs the same loops chunk by
 * chunk through query and columns.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar SixComponentsBenchmark -prof gc}. Steady
 * state: {@code gc.alloc.rate.norm} is what JMH itself allocates, below 1 B/op at 100 000 rows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx4g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class SixComponentsBenchmark {
  private static final Schema SCHEMA = new Schema();
  private static final Component POSITION = SCHEMA.component("position");
  private static final Column<float[]> X = floats(POSITION, "x");
  private static final Column<float[]> Y = floats(POSITION, "y");
  private static final Component VELOCITY = SCHEMA.component("velocity");
  private static final Column<float[]> VELOCITY_X = floats(VELOCITY, "velocityX");
  private static final Column<float[]> VELOCITY_Y = floats(VELOCITY, "velocityY");
  private static final Component ACCELERATION = SCHEMA.component("acceleration");
  private static final Column<float[]> ACCELERATION_X = floats(ACCELERATION, "accelerationX");
  private static final Column<float[]> ACCELERATION_Y = floats(ACCELERATION, "accelerationY");
  private static final Component HEALTH = SCHEMA.component("health");
  private static final Column<int[]> HP = ints(HEALTH, "hp");
  private static final Column<int[]> HEALING = ints(HEALTH, "healing");
  private static final Component COOLDOWN = SCHEMA.component("cooldown");
  private static final Column<short[]> COOLDOWN_TICKS =
      SCHEMA.shorts(COOLDOWN, "cooldownTicks", "ticks", Durability.EPHEMERAL, Replication.HIDDEN);
  private static final Component EXPERIENCE = SCHEMA.component("experience");
  private static final Column<long[]> EARNED = longs(EXPERIENCE, "earned");
  private static final Column<long[]> EARNING = longs(EXPERIENCE, "earning");

  private static final long ALL_SIX =
      Component.maskOf(POSITION, VELOCITY, ACCELERATION, HEALTH, COOLDOWN, EXPERIENCE);
  private static final int MAX_HP = 1_000_000;

  @Param({"100000", "1000000"})
  public int rows;

  private float[] x = {};
  private float[] y = {};
  private float[] velocityX = {};
  private float[] velocityY = {};
  private float[] accelerationX = {};
  private float[] accelerationY = {};
  private int[] hp = {};
  private int[] healing = {};
  private short[] cooldownTicks = {};
  private long[] earned = {};
  private long[] earning = {};
  private Query query = new Tables(SCHEMA, 1).query(ALL_SIX, 0, 0);

  @Setup
  public void fill() {
    fillArrays();
    fillTable();
  }

  private void fillArrays() {
    Velocities source = new Velocities();
    x = new float[rows];
    y = new float[rows];
    velocityX = new float[rows];
    velocityY = new float[rows];
    accelerationX = new float[rows];
    accelerationY = new float[rows];
    hp = new int[rows];
    healing = new int[rows];
    cooldownTicks = new short[rows];
    earned = new long[rows];
    earning = new long[rows];
    for (int i = 0; i < rows; i++) {
      accelerationX[i] = source.next() / 1000;
      accelerationY[i] = source.next() / 1000;
      healing[i] = 1 + i % 3;
      cooldownTicks[i] = (short) (i % 20_000);
      earning[i] = i % 5;
    }
  }

  private void fillTable() {
    Tables tables = new Tables(SCHEMA, rows);
    Table table = tables.table(ALL_SIX);
    for (int i = 0; i < rows; i++) {
      tables.create(table);
      Chunk chunk = table.chunk(Table.chunkIndexOf(i));
      int row = Table.offsetOf(i);
      chunk.column(ACCELERATION_X)[row] = accelerationX[i];
      chunk.column(ACCELERATION_Y)[row] = accelerationY[i];
      chunk.column(HEALING)[row] = healing[i];
      chunk.column(COOLDOWN_TICKS)[row] = cooldownTicks[i];
      chunk.column(EARNING)[row] = earning[i];
    }
    query = tables.query(ALL_SIX, 0, 0);
  }

  @Benchmark
  public float arrays() {
    add(velocityX, accelerationX, rows);
    add(velocityY, accelerationY, rows);
    add(x, velocityX, rows);
    add(y, velocityY, rows);
    heal(hp, healing, rows);
    coolDown(cooldownTicks, rows);
    earn(earned, earning, rows);
    return x[0];
  }

  @Benchmark
  public float table() {
    float result = 0;
    for (int t = 0; t < query.tableCount(); t++) {
      Table table = query.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        int size = chunk.size();
        add(chunk.column(VELOCITY_X), chunk.column(ACCELERATION_X), size);
        add(chunk.column(VELOCITY_Y), chunk.column(ACCELERATION_Y), size);
        add(chunk.column(X), chunk.column(VELOCITY_X), size);
        add(chunk.column(Y), chunk.column(VELOCITY_Y), size);
        heal(chunk.column(HP), chunk.column(HEALING), size);
        coolDown(chunk.column(COOLDOWN_TICKS), size);
        earn(chunk.column(EARNED), chunk.column(EARNING), size);
        result = chunk.column(X)[0];
      }
    }
    return result;
  }

  private static void add(float[] to, float[] what, int size) {
    for (int i = 0; i < size; i++) {
      to[i] += what[i];
    }
  }

  private static void heal(int[] hp, int[] healing, int size) {
    for (int i = 0; i < size; i++) {
      hp[i] = Math.min(MAX_HP, hp[i] + healing[i]);
    }
  }

  /** Down to 0: takes away the sign bit's opposite, so that no branch stands in the loop. */
  private static void coolDown(short[] ticks, int size) {
    for (int i = 0; i < size; i++) {
      ticks[i] = (short) (ticks[i] + (-ticks[i] >> 31));
    }
  }

  private static void earn(long[] earned, long[] earning, int size) {
    for (int i = 0; i < size; i++) {
      earned[i] += earning[i];
    }
  }

  private static Column<float[]> floats(Component component, String name) {
    return SCHEMA.floats(component, name, "1", Durability.EPHEMERAL, Replication.HIDDEN);
  }

  private static Column<int[]> ints(Component component, String name) {
    return SCHEMA.ints(component, name, "1", Durability.EPHEMERAL, Replication.HIDDEN);
  }

  private static Column<long[]> longs(Component component, String name) {
    return SCHEMA.longs(component, name, "1", Durability.EPHEMERAL, Replication.HIDDEN);
  }
}
