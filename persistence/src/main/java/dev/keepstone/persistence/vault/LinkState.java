package dev.keepstone.persistence.vault;

/** Where the vault's link stands, and what it awaits. Only READY sends and acknowledges. */
public enum LinkState {
  /** No link: awaits the end of the back-off. */
  DISCONNECTED,
  /** Awaits the start number of this run (once). */
  NUMBERING,
  /** Awaits an open connection. */
  CONNECTING,
  /** Awaits the answer that this link is the newest and which records differ. */
  RESUMING,
  /** Works. Awaits replies, renewals, the end of our lease. */
  READY,
  /** At an orderly stop: awaits the end of our lease. */
  RETIRING,
  /** For good: everything was settled and the lease ended. */
  CLOSED,
  /** For good: a later start of this server has taken over. */
  SUPERSEDED
}
