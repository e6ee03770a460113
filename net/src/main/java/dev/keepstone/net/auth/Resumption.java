package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The first half of a resumption: which character a name stands for. The token is the world's to
 * judge, because it lies with the character; so nothing is hashed slowly here. A name that does not
 * exist, or that cannot, gets the same answer as a wrong token.
 */
public final class Resumption {
  private final AccountDirectory directory;

  public Resumption(AccountDirectory directory) {
    this.directory = directory;
  }

  /**
   * Starts the look-up; never waits and never fails exceptionally.
   *
   * @param character whose token was shown; empty: the selected one
   */
  public CompletableFuture<AuthResult> start(String name, String character) {
    if (!CredentialRules.isName(name)) {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BAD_TOKEN));
    }
    return Steps.guarded(() -> directory.find(name))
        .thenApply(lookup -> answer(lookup, character))
        .exceptionally(fault -> AuthResult.failed(RefusalCode.STORE_UNAVAILABLE, fault));
  }

  private static AuthResult answer(Lookup lookup, String character) {
    return switch (lookup.outcome()) {
      case FOUND -> answer(lookup.account(), character);
      case NOT_FOUND -> AuthResult.refused(RefusalCode.BAD_TOKEN);
      case CORRUPT -> AuthResult.refused(RefusalCode.DATA_CORRUPTED);
      case NEWER -> AuthResult.refused(RefusalCode.NEWER_RECORD);
      case UNAVAILABLE -> AuthResult.refused(RefusalCode.STORE_UNAVAILABLE);
    };
  }

  /** A stranger with a name and no token may hear of a ban; he hears nothing else by it. */
  private static AuthResult answer(@Nullable Account account, String character) {
    if (account == null) {
      return AuthResult.refused(RefusalCode.DATA_CORRUPTED);
    }
    String ban = account.ban();
    if (ban != null) {
      return AuthResult.refused(RefusalCode.BANNED);
    }
    Account.OwnCharacter meant = account.character(character);
    if (meant == null) {
      return AuthResult.refused(RefusalCode.BAD_TOKEN);
    }
    return meant.playerId() <= 0
        ? AuthResult.refused(RefusalCode.DATA_CORRUPTED)
        : AuthResult.accepted(meant.playerId(), account.role());
  }
}
