package dev.keepstone.bench.jmh.world;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.world.World;
import dev.keepstone.ecs.world.WorldConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
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
 * Workload: a whole tick of a real {@code World} with players and as many creatures on land for
 * {@code zones} zones of 224 x 224 tiles, with the intents, vault and gateway of {@link Crowd} in
 * memory. Each player is sent a snapshot each tick. Offering the intents before the tick and
 * reading the updates after it belong to others' threads and are not in the figure. {@code
 * everywhere} spreads players evenly (4 or 5 in sight of each); {@code hubs} puts all players of a
 * zone in one square of 32 tiles (250 of them, some 75 in sight of each).
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar TickBenchmark -prof gc}: look at {@code
 * tick:p0.99}. On a machine that others use too, look at the lines {@code cpu per tick}: the same
 * ticks, measured with the clock of the thread, which stops while another has the core. Ticks
 * follow each other without the pause of 50 ms that a server makes. Steady state: {@code
 * gc.alloc.rate.norm} shows what JMH's sampling allocates; a leak of one object a player would be
 * 80 000 B/op and more.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 4)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx2g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class TickBenchmark {
  private static final int ZONE_TILES = 224;
  private static final int SEED = 42;
  private static final int MAX_TICKS_TO_ENTER = 100;

  @Param("5000")
  public int players;

  @Param("20")
  public int zones;

  @Param({"everywhere", "hubs"})
  public String crowding = "";

  /** Whom a player sees at most: a server's default, and what it was before updates were deltas. */
  @Param({"200", "60"})
  public int maxNear;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Histogram cpuNs = new Histogram(60_000_000_000L, 3);
  private @Nullable World world;
  private Crowd crowd = new Crowd(0, 1, 8, false, SEED);

  @Setup
  public void enter() {
    crowd = new Crowd(players, zones, ZONE_TILES, crowding.equals("hubs"), SEED);
    WorldConfig config = new WorldConfig(20, 600, SEED, players, 12, maxNear, 16_384, 1024 * 1024);
    World entered =
        new World(
            config,
            OpenField.of(zones, ZONE_TILES, players / zones),
            crowd.inbox(),
            List.of(crowd.gateway()),
            crowd::onVault);
    world = entered;
    crowd.enter();
    for (int i = 0; entered.playing() < players; i++) {
      if (i == MAX_TICKS_TO_ENTER) {
        throw new IllegalStateException("not all entered: playing=" + entered.playing());
      }
      entered.tick();
      crowd.readUpdates();
    }
  }

  @Setup(Level.Invocation)
  public void act() {
    crowd.readUpdates();
    crowd.act();
  }

  @Benchmark
  public long tick() {
    World running = world;
    if (running == null) {
      throw new IllegalStateException("no world");
    }
    long startNs = threads.getCurrentThreadCpuTime(); // half a microsecond
    running.tick();
    cpuNs.recordValue(threads.getCurrentThreadCpuTime() - startNs);
    return running.tickNumber();
  }

  @TearDown(Level.Iteration)
  public void printCpuTime() {
    System.out.printf(
        "cpu per tick: ticks=%d p50Us=%d p99Us=%d p999Us=%d maxUs=%d%n",
        cpuNs.getTotalCount(),
        cpuNs.getValueAtPercentile(50) / 1000,
        cpuNs.getValueAtPercentile(99) / 1000,
        cpuNs.getValueAtPercentile(99.9) / 1000,
        cpuNs.getMaxValue() / 1000);
    cpuNs.reset();
  }

  /** A world that dropped updates or lost players would look fast. */
  @TearDown
  public void check() {
    World running = world;
    if (running == null) {
      return;
    }
    long skipped = running.counters().get(WorldCounter.SNAPSHOTS_SKIPPED);
    if (running.playing() != players || skipped != 0 || !running.faults().distinct().isEmpty()) {
      throw new IllegalStateException(
          "not a full tick: playing=" + running.playing() + " snapshotsSkipped=" + skipped);
    }
    running.close();
  }
}
