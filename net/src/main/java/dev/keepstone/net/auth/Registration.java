package dev.keepstone.net.auth;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDirectory.Creation;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a registration: shape, hash, and the one atomic creation. Nothing has to be undone:
 * before the last step nothing exists, and after it everything does.
 */
public final class Registration {
  private final AccountDirectory directory;
  private final PasswordPool pool;

  public Registration(AccountDirectory directory, PasswordPool pool) {
    this.directory = directory;
    this.pool = pool;
  }

  /**
   * Starts the steps; never waits and never fails exceptionally.
   *
   * @param password as it was sent; owned by this call, wiped when it is over
   */
  public CompletableFuture<AuthResult> start(String name, byte[] password) {
    RefusalCode refusal = CredentialRules.judge(name, password);
    if (refusal != null) {
      Arrays.fill(password, (byte) 0);
      return CompletableFuture.completedFuture(AuthResult.refused(refusal));
    }
    return pool.hash(password)
        .whenComplete((result, fault) -> Arrays.fill(password, (byte) 0))
        .thenCompose(result -> create(name, result))
        .exceptionally(fault -> AuthResult.failed(RefusalCode.BUSY, fault));
  }

  private CompletableFuture<AuthResult> create(String name, PasswordPool.Result hashed) {
    return switch (hashed.outcome()) {
      case HASHED -> {
        String phc = Objects.requireNonNull(hashed.phc());
        yield Steps.guarded(() -> directory.create(name, phc))
            .thenApply(Registration::answer)
            .exceptionally(fault -> AuthResult.failed(RefusalCode.STORE_UNAVAILABLE, fault));
      }
      case BUSY -> CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BUSY));
      case EXPIRED -> CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.EXPIRED));
      case MATCH, MISMATCH, CORRUPT ->
          throw new IllegalStateException("hashing cannot end in " + hashed.outcome());
    };
  }

  private static AuthResult answer(Creation creation) {
    return switch (creation.outcome()) {
      case CREATED -> AuthResult.accepted(creation.playerId(), Role.PLAYER);
      case NAME_TAKEN -> AuthResult.refused(RefusalCode.NAME_TAKEN);
      case REGISTRATION_CLOSED -> AuthResult.refused(RefusalCode.REGISTRATION_CLOSED);
      case UNAVAILABLE -> AuthResult.refused(RefusalCode.STORE_UNAVAILABLE);
    };
  }
}
