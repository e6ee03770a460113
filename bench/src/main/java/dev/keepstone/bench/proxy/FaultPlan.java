package dev.keepstone.bench.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What shall go wrong from now on, at most one fault at a time. Any thread may set it; connections
 * ask it for every command.
 */
public final class FaultPlan {
  private @Nullable Fault fault;
  private int seen;
  private long hits;
  private long allHits;

  /** Replaces what was planned; counting starts anew. */
  public synchronized void set(Fault newFault) {
    fault = newFault;
    seen = 0;
    hits = 0;
  }

  /** Nothing goes wrong any more; what is under way comes to its end. */
  public synchronized void clear() {
    fault = null;
  }

  /** How many commands were hit since the start. */
  public synchronized long hits() {
    return allHits;
  }

  /** For a person. */
  public synchronized String describe() {
    return fault == null ? "no fault" : fault + " hits=" + hits;
  }

  /** The fault that hits this command, or null. Counts it. */
  synchronized @Nullable Fault judge(String command) {
    Fault planned = fault;
    if (planned == null || (!planned.command().isEmpty() && !planned.command().equals(command))) {
      return null;
    }
    if (++seen % planned.every() != 0) {
      return null;
    }
    hits++;
    allHits++;
    if (hits >= planned.times()) {
      fault = null;
    }
    return planned;
  }
}
