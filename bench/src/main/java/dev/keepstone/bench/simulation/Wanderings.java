package dev.keepstone.bench.simulation;

import java.util.ArrayDeque;

/**
 * Where a player was shown to be, and when: after a crash it may be put back, but not further than
 * a flush window and one batch on its way.
 */
final class Wanderings {
  /** A flush window, a second for the batch, and the steps in between. */
  private static final long BOUND_MS =
      (long) SimulatedServer.FLUSH_WINDOW_TICKS * SimulatedServer.TICK_MS + 2_000;

  private final ArrayDeque<Spot> spots = new ArrayDeque<>();
  private long crashedMs = -1;

  /** There from then on, until the next one. */
  private record Spot(long fromMs, float x, float y) {}

  void onPosition(long nowMs, float x, float y) {
    Spot newest = spots.peekLast();
    if (newest == null || newest.x() != x || newest.y() != y) {
      spots.addLast(new Spot(nowMs, x, y));
      forgetBefore(nowMs - BOUND_MS);
    }
  }

  /** Keeps the one that was current then. */
  private void forgetBefore(long ms) {
    Spot oldest = spots.pollFirst();
    while (oldest != null && !spots.isEmpty() && spots.peekFirst().fromMs() <= ms) {
      oldest = spots.pollFirst();
    }
    if (oldest != null) {
      spots.addFirst(oldest);
    }
  }

  /** Nothing is promised: it was saved elsewhere, or something came between server and store. */
  void forget() {
    spots.clear();
    crashedMs = -1;
  }

  /** Just there. */
  void onSaved(long nowMs, float x, float y) {
    spots.clear();
    spots.addLast(new Spot(nowMs, x, y));
    crashedMs = -1;
  }

  /** The server is gone, unsaved. */
  void onCrash(SimulatedServer server, Faults faults, long nowMs) {
    Spot first = spots.peekFirst();
    if (first == null
        || faults.losesConfirmed()
        || first.fromMs() > nowMs - BOUND_MS
        || !faults.wasUndisturbed(server.index(), nowMs - BOUND_MS)) {
      forget();
      return;
    }
    crashedMs = nowMs;
    forgetBefore(nowMs - BOUND_MS);
  }

  /** It is back. */
  void onEntered(Faults faults, long playerId, float x, float y, long nowMs) {
    if (crashedMs >= 0
        && !faults.losesConfirmed()
        && spots.stream().noneMatch(spot -> spot.x() == x && spot.y() == y)) {
      throw new Violation(
          Invariant.TIER_TWO_LOSS,
          "player="
              + playerId
              + " is back at "
              + x
              + ", "
              + y
              + " where it was not within "
              + BOUND_MS
              + " ms before the crash: "
              + spots);
    }
    spots.clear();
    crashedMs = -1;
    spots.addLast(new Spot(nowMs, x, y));
  }
}
