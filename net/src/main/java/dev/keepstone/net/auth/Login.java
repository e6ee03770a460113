package dev.keepstone.net.auth;

import dev.keepstone.net.auth.AccountDirectory.ChangeOutcome;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a login: shape, account, password, ban, character. A name that does not exist, or
 * that cannot, goes the same way as a wrong password, up to the same answer; whether an account is
 * banned hears only who knows its password. A store that does not answer is STORE_UNAVAILABLE:
 * nobody's password was judged.
 *
 * <p>A right password whose stored hash is an old one is hashed anew on the way, and the new hash
 * put in the old one's place if nobody else has; a login never fails for that.
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
   * @param character which of the account's; empty: the selected one
   */
  public CompletableFuture<AuthResult> start(String name, byte[] password, String character) {
    if (name.isEmpty() || password.length == 0) {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.MISSING_CREDENTIALS));
    }
    return lookup(name)
        .thenCompose(lookup -> judge(lookup, password, character))
        .exceptionally(fault -> AuthResult.failed(RefusalCode.STORE_UNAVAILABLE, fault))
        .whenComplete((result, fault) -> Arrays.fill(password, (byte) 0));
  }

  /** The directory never sees a name that cannot exist. */
  private CompletableFuture<Lookup> lookup(String name) {
    return CredentialRules.isName(name)
        ? Steps.guarded(() -> directory.find(name))
        : CompletableFuture.completedFuture(Lookup.without(LookupOutcome.NOT_FOUND));
  }

  private CompletableFuture<AuthResult> judge(Lookup lookup, byte[] password, String character) {
    Account account = lookup.account();
    return switch (lookup.outcome()) {
      case FOUND, NOT_FOUND ->
          pool.verify(password, account == null ? null : account.passwordPhc())
              .exceptionally(fault -> PasswordPool.Result.failed(fault))
              .thenCompose(result -> answer(account, result, character));
      case CORRUPT -> refused(RefusalCode.DATA_CORRUPTED);
      case NEWER -> refused(RefusalCode.NEWER_RECORD);
      case UNAVAILABLE -> refused(RefusalCode.STORE_UNAVAILABLE);
    };
  }

  private CompletableFuture<AuthResult> answer(
      @Nullable Account account, PasswordPool.Result result, String character) {
    Throwable fault = result.fault();
    if (fault != null) {
      return CompletableFuture.completedFuture(AuthResult.failed(RefusalCode.BUSY, fault));
    }
    return switch (result.outcome()) {
      case MATCH ->
          account == null
              ? refused(RefusalCode.DATA_CORRUPTED)
              : rehash(account, result.phc()).thenCompose(done -> enter(account, character));
      case MISMATCH -> refused(RefusalCode.BAD_CREDENTIALS);
      case CORRUPT -> refused(RefusalCode.DATA_CORRUPTED);
      case BUSY -> refused(RefusalCode.BUSY);
      case EXPIRED -> refused(RefusalCode.EXPIRED);
      case HASHED -> throw new IllegalStateException("a verification cannot end in a hash");
    };
  }

  /** Whatever becomes of it, the old hash still verifies: the next login tries again. */
  private CompletableFuture<Boolean> rehash(Account account, @Nullable String newPhc) {
    if (newPhc == null) {
      return CompletableFuture.completedFuture(false);
    }
    return Steps.guarded(() -> directory.replaceHash(account.name(), account.passwordPhc(), newPhc))
        .thenApply(outcome -> outcome == ChangeOutcome.DONE)
        .exceptionally(fault -> false);
  }

  private CompletableFuture<AuthResult> enter(Account account, String character) {
    String ban = account.ban();
    if (ban != null) {
      return CompletableFuture.completedFuture(AuthResult.banned(ban));
    }
    Account.OwnCharacter meant = account.character(character);
    if (meant == null) {
      return refused(
          character.isEmpty() ? RefusalCode.DATA_CORRUPTED : RefusalCode.NO_SUCH_CHARACTER);
    }
    if (meant.playerId() <= 0) {
      return refused(RefusalCode.DATA_CORRUPTED);
    }
    AuthResult accepted = AuthResult.accepted(meant.playerId(), account.role());
    if (meant.playerId() == account.selectedId()) {
      return CompletableFuture.completedFuture(accepted);
    }
    return Steps.guarded(() -> directory.selectCharacter(account.name(), meant.playerId()))
        .thenApply(
            outcome ->
                switch (outcome) {
                  case DONE -> accepted;
                  case REFUSED -> AuthResult.refused(RefusalCode.BUSY);
                  case UNAVAILABLE -> AuthResult.refused(RefusalCode.STORE_UNAVAILABLE);
                });
  }

  private static CompletableFuture<AuthResult> refused(RefusalCode code) {
    return CompletableFuture.completedFuture(AuthResult.refused(code));
  }
}
