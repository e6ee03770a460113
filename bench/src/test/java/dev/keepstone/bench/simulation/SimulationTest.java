package dev.keepstone.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of the simulation that every build runs; load.jar simulate runs more. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

  @SuppressWarnings("NullAway.Init")
  private QuietLog quiet;

  @BeforeEach
  void quiet() {
    quiet = new QuietLog();
  }

  @AfterEach
  void loud() {
    quiet.close();
  }

  @Test
  void breaksNoRule() throws InterruptedException {
    SimulationRun run =
        new SimulationRun(
            Long.getLong("simulation.from", 1),
            SEEDS,
            Runtime.getRuntime().availableProcessors(),
            (done, of) -> {});
    run.run(false);
    SimulationResult failing = run.firstFailing();
    assertThat(failing == null ? "" : failing.seed() + " " + failing.explanation()).isEmpty();
    // Otherwise all of this would have been about nothing.
    assertThat(run.acknowledged()).isGreaterThan(20L * SEEDS);
    assertThat(run.virtualMs()).isGreaterThan(30_000L * SEEDS);
  }

  @Test
  void sameSeedGivesSameTrace() throws InterruptedException {
    SimulationRun alone = new SimulationRun(2_001, 8, 1, (done, of) -> {});
    alone.run(true);
    SimulationRun together = new SimulationRun(2_001, 8, 2, (done, of) -> {});
    together.run(true);
    assertThat(together.hash()).isEqualTo(alone.hash());
    assertThat(together.events()).isEqualTo(alone.events()).isPositive();
    SimulationRun other = new SimulationRun(2_002, 8, 1, (done, of) -> {});
    other.run(true);
    assertThat(other.hash()).isNotEqualTo(alone.hash());
  }

  @Test
  void runsAsAloneWhateverRanBefore() {
    try (Simulation used = new Simulation()) {
      used.run(31);
      // One that ended in the middle of a tick.
      SimulationResult broken = used.run(32, breakingAfter(300));
      assertThat(broken.violation()).isEqualTo(Invariant.NO_EXCEPTION.name());
      for (long seed = 2_011; seed < 2_014; seed++) {
        try (Simulation fresh = new Simulation()) {
          SimulationResult alone = fresh.run(seed);
          SimulationResult after = used.run(seed);
          assertThat(after.explanation()).isEmpty();
          assertThat(after.traceHash()).isEqualTo(alone.traceHash());
          assertThat(after.events()).isEqualTo(alone.events()).isPositive();
        }
      }
    }
  }

  private static PrintWriter breakingAfter(int lines) {
    return new PrintWriter(new StringWriter()) {
      private int left = lines;

      @Override
      public void println(String line) {
        if (--left < 0) {
          throw new IllegalStateException("nobody reads this any more");
        }
      }
    };
  }

  @Test
  void losesNothingAndNobodyWithoutFaults() {
    SimulationOptions quietOnes = new SimulationOptions(3, 12, false, 0, Set.of());
    try (Simulation simulation = new Simulation()) {
      SimulationResult result = simulation.run(1, quietOnes, null, null);
      assertThat(result.explanation()).isEmpty();
      assertThat(result.lost()).isZero();
      assertThat(result.acknowledged()).isGreaterThan(50);
    }
  }

  /**
   * The seed in which a trade that one side had confirmed was told to be forgotten, and then done.
   */
  @Test
  void keepsAParkedConfirmationWhileAnotherOperationIsSaved() {
    SimulationOptions quietOnes = new SimulationOptions(2, 6, false, 0, Set.of());
    try (Simulation simulation = new Simulation()) {
      assertThat(simulation.run(2, quietOnes, null, null).explanation()).isEmpty();
    }
  }

  @Test
  void tellsEveryEventOfATrace() {
    StringWriter told = new StringWriter();
    try (Simulation simulation = new Simulation()) {
      SimulationResult result = simulation.run(7, new PrintWriter(told));
      List<String> lines = told.toString().lines().toList();
      assertThat(lines).hasSize((int) result.events());
      assertThat(lines).anyMatch(line -> line.contains("claim: player="));
      assertThat(lines).anyMatch(line -> line.contains("told saved: player="));
    }
  }
}
