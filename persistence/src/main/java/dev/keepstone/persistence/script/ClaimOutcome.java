package dev.keepstone.persistence.script;

/** What a claim brought. The names are the words of the script; only OK has written anything. */
public enum ClaimOutcome {
  /** Ours, and the record came along. */
  OK,
  /** Our own lease is gone: resume first. */
  NO_LEASE,
  MISSING,
  /** A live server has it. */
  OWNED,
  CORRUPT,
  NEWER,
  TOO_LARGE
}
