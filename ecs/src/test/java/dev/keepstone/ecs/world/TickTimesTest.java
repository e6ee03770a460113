package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickTimesTest {
  private long nowNs = -5_000_000;
  private final TickTimes times = new TickTimes(() -> nowNs);

  @Test
  void measuresEachPhaseFromTheEndOfTheOneBefore() {
    times.begin();
    nowNs += 2_000_000;
    times.end(TickPhase.INBOX);
    nowNs += 500_000;
    times.end(TickPhase.GRID);

    assertThat(times.describeP99()).contains("inbox 2.0").contains("grid 0.5", "flush 0.00 ms");
    assertThat(times.describeP99()).contains("inbox 0.00 ms");
  }

  @Test
  void survivesAClockThatJumps() {
    times.begin();
    nowNs -= 1;
    times.end(TickPhase.INBOX);
    nowNs += Long.MAX_VALUE / 2;
    times.end(TickPhase.GRID);

    assertThat(times.describeP99()).contains("inbox 0.00 ms").contains("grid 10");
  }
}
