package dev.keepstone.bench.simulation;

import java.util.EnumSet;

/** Runs seeds inside of the loader that has loaded it; talks in words that every loader knows. */
public final class MutantProbe {
  private MutantProbe() {}

  /**
   * Runs seeds from 1 on.
   *
   * @param armed names of what is armed in every seed, comma separated; empty: as seeds choose
   * @return first failing seed or 0, how many failed, how many ran, invariant, explanation
   */
  public static String[] run(int seeds, boolean goesOn, String armed) throws InterruptedException {
    QuietLog quiet = new QuietLog();
    try {
      SimulationRun run =
          new SimulationRun(
              1,
              seeds,
              Runtime.getRuntime().availableProcessors(),
              (done, of) -> {},
              seed -> options(seed, armed));
      run.run(goesOn);
      SimulationResult first = run.firstFailing();
      return new String[] {
        Long.toString(first == null ? 0 : first.seed()),
        Integer.toString(run.failing()),
        Integer.toString(run.done()),
        first == null ? "" : String.valueOf(first.violation()),
        first == null ? "" : first.explanation()
      };
    } finally {
      quiet.close();
    }
  }

  private static SimulationOptions options(long seed, String armed) {
    SimulationOptions chosen = SimulationOptions.of(seed);
    if (armed.isEmpty()) {
      return chosen;
    }
    EnumSet<SimulationOptions.Armed> all = EnumSet.noneOf(SimulationOptions.Armed.class);
    for (String name : armed.split(",", -1)) {
      all.add(SimulationOptions.Armed.valueOf(name));
    }
    return new SimulationOptions(
        chosen.servers(),
        chosen.bots(),
        all.contains(SimulationOptions.Armed.STORE_GOES_BACK),
        Math.max(chosen.faultMs(), 40_000),
        all);
  }
}
