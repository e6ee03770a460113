package dev.keepstone.persistence.account;

import dev.keepstone.persistence.record.AccountRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a look-up.
 *
 * @param account present exactly when FOUND
 */
public record FindReply(Outcome outcome, @Nullable AccountRecord account) {
  /** What a look-up brought. */
  public enum Outcome {
    FOUND,
    NOT_FOUND,
    /** Its record is damaged; it is left as it is. */
    CORRUPT,
    /** Its record was written by a newer server. */
    NEWER,
    /** The store is away: nothing is known about this name. */
    UNAVAILABLE
  }

  static FindReply found(AccountRecord account) {
    return new FindReply(Outcome.FOUND, account);
  }

  static FindReply of(Outcome outcome) {
    return new FindReply(outcome, null);
  }
}
