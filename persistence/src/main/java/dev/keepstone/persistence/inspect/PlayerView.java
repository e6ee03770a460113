package dev.keepstone.persistence.inspect;

import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.PlayerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the store has about one name. What could not be read is null, and the outcome beside it says
 * why.
 *
 * @param name of the character
 * @param playerId of the character; 0 when the account is missing or unreadable
 * @param accountOutcome null when there is no such account
 * @param playerOutcome null when the account is missing or unreadable, or its player is missing
 */
public record PlayerView(
    String name,
    long playerId,
    @Nullable HeaderView accountHeader,
    @Nullable DecodeOutcome accountOutcome,
    @Nullable AccountRecord account,
    @Nullable HeaderView playerHeader,
    @Nullable DecodeOutcome playerOutcome,
    @Nullable PlayerRecord player) {
  static PlayerView notFound(String name) {
    return new PlayerView(name, 0, null, null, null, null, null, null);
  }

  /** Is there an account of this name? */
  public boolean isFound() {
    return accountOutcome != null;
  }
}
