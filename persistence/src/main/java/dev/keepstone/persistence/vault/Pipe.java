package dev.keepstone.persistence.vault;

/** Counts the commands of one sort that are on their way, so that none fills the link alone. */
final class Pipe {
  private final int limit;
  private int inFlight;

  Pipe(int limit) {
    this.limit = limit;
  }

  boolean hasRoom() {
    return inFlight < limit;
  }

  void enter() {
    inFlight++;
  }

  void leave() {
    inFlight--;
  }

  int inFlight() {
    return inFlight;
  }
}
