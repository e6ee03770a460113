package dev.keepstone.bench.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of every operation, by player and operation number: done in the store, told to be
 * saved, told not to be done. The order in which players hear of it doesn't matter.
 */
final class OperationBook {
  private final Map<Long, Set<Long>> done = new HashMap<>();
  private final Map<Long, Set<Long>> everDone = new HashMap<>();
  private final Map<Long, Set<Long>> acknowledged = new HashMap<>();
  private final Map<Long, Set<Long>> failed = new HashMap<>();
  private long acknowledgedCount;
  private long lostCount;

  /** A commit wrote this row: what is remembered now and was not before, is done now. */
  void onRow(long playerId, long[] before, long[] after) {
    Set<Long> old = new HashSet<>();
    for (long operation : before) {
      old.add(operation);
    }
    for (long operation : after) {
      if (operation != 0 && !old.contains(operation)) {
        onDone(playerId, operation);
      }
    }
  }

  private void onDone(long playerId, long operation) {
    if (!of(done, playerId).add(operation)) {
      throw new Violation(Invariant.ONCE, "done twice: " + words(playerId, operation));
    }
    of(everDone, playerId).add(operation);
    if (of(failed, playerId).contains(operation)) {
      throw new Violation(
          Invariant.FAILED_IS_NOT_DONE, "done after all: " + words(playerId, operation));
    }
  }

  /** The initiator's operation must be among those that its row remembers. */
  void onCommit(long initiator, long operation) {
    if (!of(done, initiator).contains(operation)) {
      throw new Violation(
          Invariant.ONCE, "done without being remembered: " + words(initiator, operation));
    }
  }

  /** A player was told that it is saved. */
  void onSaved(long playerId, long operation) {
    if (!of(everDone, playerId).contains(operation)) {
      throw new Violation(
          Invariant.ACKNOWLEDGED_IS_DURABLE,
          "told saved, but never done: " + words(playerId, operation));
    }
    if (!of(done, playerId).contains(operation)) {
      lostCount++; // the store went back while the word was on its way
    } else if (of(acknowledged, playerId).add(operation)) {
      acknowledgedCount++;
    }
  }

  /** A player was told that it was not done. */
  void onNotDone(long playerId, long operation) {
    if (of(done, playerId).contains(operation)) {
      throw new Violation(
          Invariant.FAILED_IS_NOT_DONE, "told not done, but done: " + words(playerId, operation));
    }
    of(failed, playerId).add(operation);
  }

  /** What was known at one moment. */
  record Known(Map<Long, Set<Long>> done, Map<Long, Set<Long>> failed) {}

  /**
   * The store went back to where this copy was made: what was acknowledged since then is lost. So
   * is what was told not to be done: a server may have found that out by a claim that is lost
   * itself, and the one from which it took the record does it after all.
   */
  void goBackTo(Known known) {
    done.clear();
    done.putAll(copy(known.done()));
    failed.clear();
    failed.putAll(copy(known.failed()));
    acknowledged.forEach(
        (playerId, operations) -> {
          int before = operations.size();
          operations.retainAll(of(done, playerId));
          lostCount += before - operations.size();
        });
  }

  Known copyKnown() {
    return new Known(copy(done), copy(failed));
  }

  private static Map<Long, Set<Long>> copy(Map<Long, Set<Long>> all) {
    Map<Long, Set<Long>> copy = new HashMap<>();
    all.forEach((playerId, operations) -> copy.put(playerId, new TreeSet<>(operations)));
    return copy;
  }

  /** Everything acknowledged must still be done. */
  void check() {
    acknowledged.forEach(
        (playerId, operations) -> {
          for (long operation : operations) {
            if (!of(done, playerId).contains(operation)) {
              throw new Violation(
                  Invariant.ACKNOWLEDGED_IS_DURABLE, "lost: " + words(playerId, operation));
            }
          }
        });
  }

  /** How often a player was told that something is saved. */
  long acknowledgedCount() {
    return acknowledgedCount;
  }

  /** Acknowledged operations that the store has lost, in a mode in which it may. */
  long lostCount() {
    return lostCount;
  }

  private static Set<Long> of(Map<Long, Set<Long>> all, long playerId) {
    return all.computeIfAbsent(playerId, id -> new TreeSet<>());
  }

  private static String words(long playerId, long operation) {
    return "player=" + playerId + " operation=" + operation;
  }
}
