package dev.keepstone.bench.crash;

/** An operation, for ever. */
record OperationId(long playerId, long operation) {
  @Override
  public String toString() {
    return "player=" + playerId + " operation=" + operation;
  }
}
