package dev.keepstone.net.update;

/** What became of an Update message. */
public enum UpdateOutcome {
  /** The view is that of this update. */
  APPLIED,
  /** A part of an update whose other parts are on their way, or a part that came twice. */
  INCOMPLETE,
  /** A newer update was applied before. */
  STALE,
  /** It builds on a state that this client does not have (any more): the next full state helps. */
  NO_BASELINE,
  /** No writer makes this. Nothing was changed by it. */
  MALFORMED
}
