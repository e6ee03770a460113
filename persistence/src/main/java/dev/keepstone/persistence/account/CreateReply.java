package dev.keepstone.persistence.account;

/**
 * Answer to a registration.
 *
 * @param playerId of the new character when CREATED, else 0
 */
public record CreateReply(Outcome outcome, long playerId) {
  /** What a registration brought. */
  public enum Outcome {
    CREATED,
    NAME_TAKEN,
    /**
     * The store is away. When it went away during the registration, the account may exist after
     * all: registering again says NAME_TAKEN then, and the password works.
     */
    UNAVAILABLE
  }
}
