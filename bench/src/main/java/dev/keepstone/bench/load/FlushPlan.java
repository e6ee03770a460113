package dev.keepstone.bench.load;

/**
 * What to measure.
 *
 * @param dirtyRows rows flushed in each round
 * @param batchRows rows in one save
 * @param batchesInFlight saves without an answer
 */
record FlushPlan(
    int players,
    int dirtyRows,
    int recordBytes,
    int rounds,
    int warmUpRounds,
    int batchRows,
    int batchesInFlight) {
  /** Commands that redis-benchmark has in flight beside the vault's saves. */
  static final int BENCHMARK_IN_FLIGHT = 64;

  private static final int MAX_PLAYERS = 1_000_000;
  private static final int MAX_BATCH_ROWS = 64;

  FlushPlan {
    check(players >= 1 && players <= MAX_PLAYERS, "--players", players, "1 to " + MAX_PLAYERS);
    check(dirtyRows >= 1 && dirtyRows <= players, "--dirty", dirtyRows, "1 row to all of them");
    check(rounds >= 1, "--rounds", rounds, "1 or more");
    check(
        batchRows >= 1 && batchRows <= MAX_BATCH_ROWS,
        "--batch-rows",
        batchRows,
        "1 to " + MAX_BATCH_ROWS);
    check(batchesInFlight >= 1, "--in-flight", batchesInFlight, "1 or more");
  }

  /** Refuses a flag out of its range. */
  static void check(boolean good, String flag, long value, String wanted) {
    if (!good) {
      throw new LoadException("out of range: " + flag + " is " + value + "; use " + wanted);
    }
  }

  /**
   * Reads {@code 10%} or a number of rows.
   *
   * @throws LoadException when it is neither
   */
  static int rows(String dirty, int players) {
    try {
      if (dirty.endsWith("%")) {
        double percent = Double.parseDouble(dirty.substring(0, dirty.length() - 1));
        return (int) Math.max(1, Math.round(players * percent / 100));
      }
      return Integer.parseInt(dirty);
    } catch (NumberFormatException e) {
      throw new LoadException("this is no share of the rows: --dirty " + dirty + "; use 10%", e);
    }
  }
}
