package dev.keepstone.bench.jmh.composition;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.table.CommandBuffer;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Workload: 5 000 players, of whom one leaves and one comes, with row and Dominion entity, {@value
 * #BATCH} of each between two structural points. The figure is the time of one pair. {@code
 * compositions} is the Dominion half alone.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar CompositionBenchmark -prof gc}. This one
 * allocates: an entity and its components are objects; coming and going is no steady state.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class CompositionBenchmark {
  private static final int PLAYERS = 5_000;
  private static final int BATCH = 64;
  private static final int VICTIMS = 1 << 16;
  private static final int SEED = 5;

  private final PlayerName name = new PlayerName("somebody");
  private final Compositions compositions = new Compositions();
  private final Tables tables = new Tables(Columns.SCHEMA, PLAYERS + BATCH);
  private final Table players = tables.table(Archetypes.PLAYER);
  private final CommandBuffer commands = new CommandBuffer(tables);
  private final int[] victims = new int[VICTIMS];
  private final long[] ids = new long[PLAYERS];
  private long lastId = 1L << 40;
  private int next;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < VICTIMS; i++) {
      victims[i] = random.nextInt(PLAYERS);
    }
    for (int i = 0; i < PLAYERS; i++) {
      ids[i] = tables.create(players);
      compositions.enter(ids[i], name);
    }
    compositions.apply();
  }

  @TearDown
  public void close() {
    compositions.close();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int rowAndComposition() {
    for (int i = 0; i < BATCH; i++) {
      int victim = nextVictim();
      if (commands.remove(ids[victim])) { // false: chosen twice in one batch
        compositions.leave(ids[victim]);
        ids[victim] = commands.create(players);
        compositions.enter(ids[victim], name);
      }
    }
    commands.apply();
    compositions.apply();
    return compositions.size();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int compositions() {
    for (int i = 0; i < BATCH; i++) {
      int victim = nextVictim();
      compositions.leave(ids[victim]);
      ids[victim] = ++lastId;
      compositions.enter(ids[victim], name);
    }
    compositions.apply();
    return compositions.size();
  }

  private int nextVictim() {
    next = (next + 1) & (VICTIMS - 1);
    return victims[next];
  }
}
