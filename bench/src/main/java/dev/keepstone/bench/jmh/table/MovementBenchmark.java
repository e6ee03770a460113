package dev.keepstone.bench.jmh.table;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: one pass that adds a velocity to each position (two floats an entity, no walls), the
 * inner loop of every movement system. {@code arrays} is the physical limit, {@code table} our
 * public API, the others are peers on their best terms; each contender's class says how. A JVM
 * holds one contender only: the heap of one must not age the other's.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar MovementBenchmark -prof gc}. The warm-up
 * of 12 s is what the slowest peer's JIT needs. Steady state: {@code gc.alloc.rate.norm} of {@code
 * table} is 0 but for what JMH itself allocates per iteration, far below 1 B/op.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx4g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class MovementBenchmark {
  /** How many entities. */
  @State(Scope.Thread)
  public static class Rows {
    @Param({"100000", "1000000"})
    public int rows;
  }

  /** See {@link ArraysMovement}. */
  @State(Scope.Thread)
  public static class Arrays {
    private ArraysMovement movement = new ArraysMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement = new ArraysMovement(rows.rows);
    }
  }

  /** See {@link TableMovement}. */
  @State(Scope.Thread)
  public static class OurTable {
    private TableMovement movement = new TableMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement = new TableMovement(rows.rows);
    }
  }

  /** See {@link ArtemisMovement}. */
  @State(Scope.Thread)
  public static class Artemis {
    private ArtemisMovement movement = new ArtemisMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement = new ArtemisMovement(rows.rows);
    }
  }

  /** See {@link AshleyMovement}. */
  @State(Scope.Thread)
  public static class Ashley {
    private AshleyMovement movement = new AshleyMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement = new AshleyMovement(rows.rows);
    }
  }

  /** See {@link DominionMovement}. */
  @State(Scope.Thread)
  public static class FreshDominion {
    private DominionMovement movement = new DominionMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement.close();
      movement = new DominionMovement(rows.rows);
    }

    @TearDown
    public void close() {
      movement.close();
    }
  }

  /** See {@link DominionMovement#age()}. */
  @State(Scope.Thread)
  public static class AgedDominion {
    private DominionMovement movement = new DominionMovement(0);

    @Setup
    public void fill(Rows rows) {
      movement.close();
      movement = new DominionMovement(rows.rows);
      movement.age();
    }

    @TearDown
    public void close() {
      movement.close();
    }
  }

  @Benchmark
  public float arrays(Arrays state) {
    return state.movement.pass();
  }

  @Benchmark
  public float table(OurTable state) {
    return state.movement.pass();
  }

  @Benchmark
  public void artemis(Artemis state) {
    state.movement.pass();
  }

  @Benchmark
  public void ashley(Ashley state) {
    state.movement.pass();
  }

  @Benchmark
  public float dominion(FreshDominion state) {
    return state.movement.pass();
  }

  @Benchmark
  public float dominionAged(AgedDominion state) {
    return state.movement.pass();
  }
}
