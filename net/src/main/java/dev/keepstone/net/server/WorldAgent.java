package dev.keepstone.net.server;

import dev.keepstone.ecs.world.World;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Gives the world its clock: one tick each fixed step.
 *
 * <p>Overrun policy: a late world catches up by at most {@value #MAX_CATCH_UP_TICKS} extra ticks in a
 * row; if it is still late then, the time behind is dropped (the world runs late, it never runs
 * fast for long) and {@link #rebases()} counts it.
 */
final class WorldAgent implements Agent {
  static final int MAX_CATCH_UP_TICKS = 2;

  private final World world;
  private final NanoClock clock;
  private final long stepNs;
  private final SingleWriterRecorder tickDurationsNs = new SingleWriterRecorder(10_000_000_000L, 3);
  private final AtomicLong rebases = new AtomicLong();
  private long nextTickNs;

  WorldAgent(World world, NanoClock clock, long stepNs) {
    this.world = world;
    this.clock = clock;
    this.stepNs = stepNs;
  }

  @Override
  public void onStart() {
    nextTickNs = clock.nanoTime() + stepNs;
  }

  @Override
  public int doWork() {
    long nowNs = clock.nanoTime();
    if (nowNs - nextTickNs < 0) {
      return 0;
    }
    int ticks = 0;
    while (nowNs - nextTickNs >= 0 && ticks <= MAX_CATCH_UP_TICKS) {
      nextTickNs += stepNs;
      ticks++;
      world.tick();
      long doneNs = clock.nanoTime();
      tickDurationsNs.recordValue(Math.max(0, doneNs - nowNs));
      nowNs = doneNs;
    }
    if (nowNs - nextTickNs >= 0) {
      nextTickNs = nowNs + stepNs;
      rebases.incrementAndGet();
    }
    return ticks;
  }

  /** How often the clock was re-based because the world stayed late. Any thread. */
  long rebases() {
    return rebases.get();
  }

  /** Durations of the ticks since the last call, in nanoseconds. One calling thread at a time. */
  org.HdrHistogram.Histogram drainTickDurationsNs() {
    return tickDurationsNs.getIntervalHistogram();
  }

  @Override
  public String roleName() {
    return "world";
  }
}
