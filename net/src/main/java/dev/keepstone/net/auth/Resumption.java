package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.concurrent.CompletableFuture;

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

  /** Starts the look-up; never waits and never fails exceptionally. */
  public CompletableFuture<AuthResult> start(String name) {
    if (!CredentialRules.isName(name)) {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BAD_TOKEN));
    }
    return Steps.guarded(() -> directory.find(name))
        .thenApply(Resumption::answer)
        .exceptionally(fault -> AuthResult.failed(RefusalCode.STORE_UNAVAILABLE, fault));
  }

  private static AuthResult answer(Lookup lookup) {
    return switch (lookup.outcome()) {
      case FOUND ->
          lookup.playerId() == 0
              ? AuthResult.refused(RefusalCode.DATA_CORRUPTED)
              : AuthResult.accepted(lookup.playerId(), lookup.role());
      case NOT_FOUND -> AuthResult.refused(RefusalCode.BAD_TOKEN);
      case CORRUPT -> AuthResult.refused(RefusalCode.DATA_CORRUPTED);
      case NEWER -> AuthResult.refused(RefusalCode.NEWER_RECORD);
      case UNAVAILABLE -> AuthResult.refused(RefusalCode.STORE_UNAVAILABLE);
    };
  }
}
