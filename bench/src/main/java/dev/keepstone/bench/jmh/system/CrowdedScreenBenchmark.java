package dev.keepstone.bench.jmh.system;

import dev.keepstone.ecs.system.VisibilityGrid;
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
 * Workload: everybody on one screen (a square of 17 tiles: all are within 12 tiles of its middle
 * and nearly all of each other) asks for the nearest 60. The figure is microseconds for all of
 * them: four times the crowd in four times the time is linear, in sixteen times quadratic.
 *
 * <p>Command: {@code java -jar bench/target/benchmarks.jar CrowdedScreenBenchmark -prof gc}. Steady
 * state: {@code gc.alloc.rate.norm} is below 1 B/op, JMH's own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@State(Scope.Thread)
public class CrowdedScreenBenchmark {
  private static final int SCREEN_TILES = 17;
  private static final int SEED = 13;

  @Param({"75", "300", "1200"})
  public int crowd;

  private float[] x = {};
  private float[] y = {};
  private long[] ids = {};
  private VisibilityGrid grid =
      VisibilityBenchmark.strewn(0, SCREEN_TILES, new SplittableRandom(SEED));

  @Setup
  public void fill() {
    grid = VisibilityBenchmark.strewn(crowd, SCREEN_TILES, new SplittableRandom(SEED));
    grid.rebuild();
    x = new float[crowd];
    y = new float[crowd];
    ids = new long[crowd];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < crowd; i++) { // the same numbers in the same order: the same places
      x[i] = random.nextInt(SCREEN_TILES * 16) / 16f;
      y[i] = random.nextInt(SCREEN_TILES * 16) / 16f;
      ids[i] = (1L << 32) | i; // of the first generation
    }
  }

  @Benchmark
  public int everybodyLooks() {
    int found = 0;
    for (int i = 0; i < crowd; i++) {
      found +=
          grid.findNear(
              VisibilityBenchmark.FIRST_ZONE, x[i], y[i], VisibilityBenchmark.RADIUS_TILES, ids[i]);
    }
    return found;
  }
}
