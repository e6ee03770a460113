package dev.keepstone.ecs.session;

/** What a session waits for. {@link Lifecycle} is the only place that changes it. */
public enum SessionState {
  /** Not in use. */
  FREE,
  /** That the older session of the same player is out of the world. */
  WAITING,
  /** Loaded or ClaimRefused from the vault. */
  LOADING,
  /** The same, but nobody is there any more to be told: a loaded record is given back. */
  ABANDONED,
  /** Room in the vault's ring for GiveBack. */
  GIVING_BACK,
  /** Intents, Leave, Gone, Lost, Close. */
  PLAYING,
  /**
   * Its link is lost: the body stays where it is, and waits for a newer session of the player with
   * the token or the password. Late: saved, released, out.
   */
  SILENT,
  /** Frozen: that no write is unsettled, then room in the vault's ring for the last one. */
  SETTLING,
  /** Frozen: Durable with released = 1. */
  RELEASING,
  /** Out of the world: room for the Farewell. */
  PARTING
}
