package dev.keepstone.bench.load;

/**
 * What to measure.
 *
 * @param traders players who trade
 * @param seconds measured, one round each
 * @param inFlight commits without an answer
 * @param flushedRows saved in each second beside them, by players who don't trade; 0: none
 */
record CommitPlan(int traders, int seconds, int recordBytes, int inFlight, int flushedRows) {
  private static final int MAX_PLAYERS = 1_000_000;
  private static final int MAX_SECONDS = 3_600;
  private static final int MAX_IN_FLIGHT = 2_048;

  CommitPlan {
    // Three: the pairs of each lap are then others than those of the last.
    FlushPlan.check(
        traders >= 3 && traders <= MAX_PLAYERS, "--players", traders, "3 to " + MAX_PLAYERS);
    FlushPlan.check(
        seconds >= 1 && seconds <= MAX_SECONDS, "--seconds", seconds, "1 to " + MAX_SECONDS);
    int mostInFlight = Math.min(MAX_IN_FLIGHT, traders / 2);
    FlushPlan.check(
        inFlight >= 1 && inFlight <= mostInFlight,
        "--in-flight",
        inFlight,
        "1 to half of --players, at most " + MAX_IN_FLIGHT);
    FlushPlan.check(
        flushedRows >= 0 && flushedRows <= MAX_PLAYERS,
        "--beside-flush",
        flushedRows,
        "0 to " + MAX_PLAYERS);
  }

  int players() {
    return traders + flushedRows;
  }
}
