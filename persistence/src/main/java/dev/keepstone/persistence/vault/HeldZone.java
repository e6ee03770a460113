package dev.keepstone.persistence.vault;

/** What the vault knows of one zone's ground and shops: only how to write to them. */
final class HeldZone {
  /** What it awaits. */
  enum State {
    /** The claim's answer. */
    CLAIMING,
    /** Commits that touch it. */
    HELD
  }

  final int zone;
  State state = State.CLAIMING;

  /** Of our claim; 0 before the first answer. */
  long epoch;

  /** The highest that the store has confirmed. */
  long changes;

  /** The world wants it no more: to be released as soon as it is ours. */
  boolean isUnwanted;

  HeldZone(int zone) {
    this.zone = zone;
  }
}
