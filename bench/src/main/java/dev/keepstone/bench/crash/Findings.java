package dev.keepstone.bench.crash;

import java.util.ArrayList;
import java.util.List;

/** What comparing has found; sums over cycles. One thread. */
final class Findings {
  /** More than these add nothing for a person. */
  private static final int MAX_EVIDENCE = 50;

  private final List<String> evidence = new ArrayList<>();
  private long lost;
  private long doubled;
  private long compared;
  private long forgotten;
  private long holdings;
  private long holders;
  private long moving;

  /** Something that was acknowledged is not there. */
  void lost(String what) {
    lost++;
    note("LOST " + what);
  }

  /** Something is there that should not be, or not as the ledger says. */
  void doubled(String what) {
    doubled++;
    note("DOUBLED " + what);
  }

  private void note(String what) {
    if (evidence.size() < MAX_EVIDENCE) {
      evidence.add(what);
    }
  }

  void lookedFor() {
    compared++;
  }

  /** An acknowledged operation that wrote no ledger line and is older than what a record keeps. */
  void forgotten() {
    forgotten++;
  }

  void holdingCompared() {
    holdings++;
  }

  void audited(long newHolders, long newMoving) {
    holders += newHolders;
    moving += newMoving;
  }

  void add(Findings other) {
    lost += other.lost;
    doubled += other.doubled;
    compared += other.compared;
    forgotten += other.forgotten;
    holdings += other.holdings;
    holders += other.holders;
    moving += other.moving;
    other.evidence.forEach(this::note);
  }

  long lost() {
    return lost;
  }

  long doubled() {
    return doubled;
  }

  /** Acknowledged operations that were looked for. */
  long compared() {
    return compared;
  }

  long forgottenCount() {
    return forgotten;
  }

  /** Bots whose coins and things were compared with what they were told. */
  long holdings() {
    return holdings;
  }

  /** Players, zones and shops compared with the ledger. */
  long holders() {
    return holders;
  }

  /** Of those, how many could not be judged because they moved. */
  long moving() {
    return moving;
  }

  List<String> evidence() {
    return evidence;
  }

  boolean isSound() {
    return lost == 0 && doubled == 0;
  }
}
