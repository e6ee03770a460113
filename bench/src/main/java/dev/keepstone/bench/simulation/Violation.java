package dev.keepstone.bench.simulation;

/**
 * A rule that must always hold did not: the simulated world has lost, doubled or locked something.
 */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  Violation(Invariant invariant, String explanation) {
    super(explanation, null, false, false);
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }
}
