package dev.keepstone.net.server;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.replay.InboxRecorder;
import dev.keepstone.ecs.world.World;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the world its clock: one tick each fixed step.
 *
 * <p>Overrun policy: a late world catches up by at most {@value #MAX_CATCH_UP_TICKS} extra ticks in
 * a row; if it is still late then, the time behind is dropped (the world runs late, it never runs
 * fast for long) and that is counted.
 */
final class WorldAgent implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(WorldAgent.class);

  static final int MAX_CATCH_UP_TICKS = 2;

  private final World world;
  private final @Nullable InboxRecorder recorder;
  private final NanoClock clock;
  private final long stepNs;
  private final SingleWriterRecorder tickDurationsNs = new SingleWriterRecorder(10_000_000_000L, 3);
  private final AtomicLong rebases = new AtomicLong();
  private long nextTickNs;
  private long faultsCounted;
  private int faultsReported;

  /**
   * @param recorder told of every tick; null when nothing is recorded
   */
  WorldAgent(World world, @Nullable InboxRecorder recorder, NanoClock clock, long stepNs) {
    this.world = world;
    this.recorder = recorder;
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
      tick();
      long doneNs = clock.nanoTime();
      tickDurationsNs.recordValue(Math.max(0, doneNs - nowNs));
      nowNs = doneNs;
    }
    if (nowNs - nextTickNs >= 0) {
      nextTickNs = nowNs + stepNs;
      rebases.incrementAndGet();
    }
    if (world.counters().get(WorldCounter.FAULTS) != faultsCounted) {
      reportFaults();
    }
    return ticks;
  }

  private void tick() {
    boolean brokenOff = true;
    try {
      world.tick();
      brokenOff = false;
    } finally {
      if (recorder != null) {
        recorder.onTickEnd(world, brokenOff);
      }
    }
  }

  /** Durations of ticks since the last call, in nanoseconds; see {@link #describeTicks}. */
  Histogram durationsNs(@Nullable Histogram recycle) {
    return tickDurationsNs.getIntervalHistogram(recycle);
  }

  /** How often the clock gave up catching up. Any thread. */
  long rebases() {
    return rebases.get();
  }

  /** How the ticks went since the last call (or the last reading of metrics), in a line. */
  String describeTicks() {
    Histogram durationsNs = tickDurationsNs.getIntervalHistogram();
    return String.format(
        Locale.ROOT,
        "%d, p50 %.2f ms, p99 %.2f ms, longest %.2f ms, clock re-based %d times; p99 by phase: %s",
        durationsNs.getTotalCount(),
        durationsNs.getValueAtPercentile(50) / 1e6,
        durationsNs.getValueAtPercentile(99) / 1e6,
        durationsNs.getMaxValue() / 1e6,
        rebases.get(),
        world.tickTimes().describeP99());
  }

  /** The world has no log of its own: what cost a player the session is told here, once each. */
  private void reportFaults() {
    List<Throwable> distinct = world.faults().distinct();
    for (; faultsReported < distinct.size(); faultsReported++) {
      LOG.error("a fault in the world cost a player the session", distinct.get(faultsReported));
    }
    faultsCounted = world.counters().get(WorldCounter.FAULTS);
  }

  @Override
  public String roleName() {
    return "world";
  }
}
