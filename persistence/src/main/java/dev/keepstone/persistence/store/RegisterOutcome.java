package dev.keepstone.persistence.store;

/**
 * What a registration, or a further character, brought. Only CREATED has written anything. The
 * names are the script's.
 */
public enum RegisterOutcome {
  CREATED,
  NAME_TAKEN,
  /** A player with this id exists: the id counter went back. Take another id. */
  ID_TAKEN,
  /** The account is not as it was read: only a further character can meet that. Read it again. */
  CONTENDED
}
