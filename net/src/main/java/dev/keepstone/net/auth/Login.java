package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a login: shape, account, password. A name that does not exist, or that cannot, goes
 * the same way as a wrong password, up to the same answer. A store that does not answer is
 * STORE_UNAVAILABLE: nobody's password was judged.
 */
public final class Login {
  private final AccountDirectory directory;
  private final PasswordPool pool;

  public Login(AccountDirectory directory, PasswordPool pool) {
    this.directory = directory;
    this.pool = pool;
  }

  /**
   * Starts the steps; never waits and never fails exceptionally.
   *
   * @param password as it was sent; owned by this call, wiped when it is over
   */
  public CompletableFuture<AuthResult> start(String name, byte[] password) {
    if (name.isEmpty() || password.length == 0) {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.MISSING_CREDENTIALS));
    }
    return lookup(name)
        .thenCompose(lookup -> judge(lookup, password))
        .exceptionally(fault -> AuthResult.failed(RefusalCode.STORE_UNAVAILABLE, fault))
        .whenComplete((result, fault) -> Arrays.fill(password, (byte) 0));
  }

  /** The directory never sees a name that cannot exist. */
  private CompletableFuture<Lookup> lookup(String name) {
    return CredentialRules.isName(name)
        ? Steps.guarded(() -> directory.find(name))
        : CompletableFuture.completedFuture(Lookup.without(LookupOutcome.NOT_FOUND));
  }

  private CompletableFuture<AuthResult> judge(Lookup lookup, byte[] password) {
    return switch (lookup.outcome()) {
      case FOUND, NOT_FOUND ->
          pool.verify(password, lookup.passwordPhc())
              .thenApply(result -> answer(lookup, result))
              .exceptionally(fault -> AuthResult.failed(RefusalCode.BUSY, fault));
      case CORRUPT ->
          CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.DATA_CORRUPTED));
      case NEWER -> CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.NEWER_RECORD));
      case UNAVAILABLE ->
          CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.STORE_UNAVAILABLE));
    };
  }

  private static AuthResult answer(Lookup lookup, PasswordPool.Result result) {
    return switch (result.outcome()) {
      case MATCH ->
          lookup.playerId() == 0
              ? AuthResult.refused(RefusalCode.DATA_CORRUPTED)
              : AuthResult.accepted(lookup.playerId(), lookup.role());
      case MISMATCH -> AuthResult.refused(RefusalCode.BAD_CREDENTIALS);
      case CORRUPT -> AuthResult.refused(RefusalCode.DATA_CORRUPTED);
      case BUSY -> AuthResult.refused(RefusalCode.BUSY);
      case EXPIRED -> AuthResult.refused(RefusalCode.EXPIRED);
      case HASHED -> throw new IllegalStateException("a verification cannot end in a hash");
    };
  }
}
