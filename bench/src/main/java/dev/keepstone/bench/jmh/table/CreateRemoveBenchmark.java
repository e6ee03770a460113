package dev.keepstone.bench.jmh.table;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.Component;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: a table of 10 000 rows where one leaves and one comes, over and over. The figure is the
 * time of both together. {@code randomRow} removes any row, so that the last one takes its place:
 * the honest case. {@code newestRow} removes the row it has just made: nothing moves, everything is
 * in the cache. {@code commands} is what the tick does: {@value #BATCH} removals and creations
 * through the command buffer, one apply.
 *
 * <p>Archetypes: {@code moving} has 6 columns, {@code creature} 13, {@code player} 18 (at the time
 * of writing): every cell of a new row is set to 0, every cell of the last row is copied.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar CreateRemoveBenchmark -prof gc}. Steady
 * state: {@code gc.alloc.rate.norm} is about 0.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class CreateRemoveBenchmark {
  private static final int ROWS = Integer.getInteger("rows", 10_000);
  private static final int BATCH = 64;
  private static final int VICTIMS = 1 << 16;
  private static final int SEED = 5;

  @Param({"moving", "creature", "player"})
  public String archetype = "";

  private final int[] victims = new int[VICTIMS];
  private final long[] ids = new long[ROWS];
  private Tables tables = new Tables(Columns.SCHEMA, 1);
  private Table table = tables.table(0);
  private CommandBuffer commands = new CommandBuffer(tables);
  private int next;

  @Setup
  public void fill() {
    tables = new Tables(Columns.SCHEMA, ROWS + BATCH);
    table = tables.table(mask());
    commands = new CommandBuffer(tables);
    for (int i = 0; i < ROWS; i++) {
      ids[i] = tables.create(table);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < VICTIMS; i++) {
      victims[i] = random.nextInt(ROWS);
    }
  }

  private long mask() {
    return switch (archetype) {
      case "moving" -> Component.maskOf(Columns.POSITION, Columns.VELOCITY);
      case "creature" -> Archetypes.CREATURE;
      case "player" -> Archetypes.PLAYER;
      default -> throw new IllegalArgumentException("unknown archetype=" + archetype);
    };
  }

  @Benchmark
  public void randomRow() {
    int victim = nextVictim();
    tables.remove(ids[victim]);
    ids[victim] = tables.create(table);
  }

  @Benchmark
  public boolean newestRow() {
    return tables.remove(tables.create(table));
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void commands() {
    for (int i = 0; i < BATCH; i++) {
      int victim = nextVictim();
      if (commands.remove(ids[victim])) { // false: chosen twice in one batch
        ids[victim] = commands.create(table);
      }
    }
    commands.apply();
  }

  private int nextVictim() {
    next = (next + 1) & (VICTIMS - 1);
    return victims[next];
  }
}
