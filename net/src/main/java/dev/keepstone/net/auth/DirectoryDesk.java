package dev.keepstone.net.auth;

import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The desk in the world's own process: it asks the directory, hashes on the pool, and counts wrong
 * guesses for all gateways together.
 */
public final class DirectoryDesk implements AccountDesk {
  private final Login login;
  private final Registration registration;
  private final Resumption resumption;
  private final CharacterDesk characters;
  private final LoginGuard guard;

  public DirectoryDesk(AccountDirectory directory, PasswordPool pool, LoginGuard guard) {
    login = new Login(directory, pool);
    registration = new Registration(directory, pool);
    resumption = new Resumption(directory);
    characters = new CharacterDesk(directory);
    this.guard = guard;
  }

  @Override
  public CompletableFuture<AuthResult> login(
      long sessionId, String address, String name, byte[] password, String character) {
    long lockedMs = guard.lockedForMs(address, name);
    if (lockedMs > 0) {
      Arrays.fill(password, (byte) 0);
      return CompletableFuture.completedFuture(AuthResult.locked(lockedMs));
    }
    return login
        .start(name, password, character)
        .thenApply(result -> guard.onJudged(result, address, name));
  }

  @Override
  public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
    return registration.start(name, password);
  }

  @Override
  public CompletableFuture<AuthResult> resume(
      long sessionId, String address, String name, String character) {
    long lockedMs = guard.lockedForMs(address);
    if (lockedMs > 0) {
      return CompletableFuture.completedFuture(AuthResult.locked(lockedMs));
    }
    return resumption
        .start(name, character)
        .thenApply(
            result -> {
              if (result.refusal() == RefusalCode.BAD_TOKEN) {
                guard.onWrongToken(address);
              }
              return result;
            });
  }

  @Override
  public void onWrongToken(String address) {
    guard.onWrongToken(address);
  }

  @Override
  public CompletableFuture<CharacterDesk.Answer> characters(
      long sessionId, CharacterAction action, String account, String character) {
    return switch (action) {
      case CREATE -> characters.create(account, character);
      case SELECT -> characters.select(account, character);
      case LIST, NULL_VAL -> characters.list(account);
    };
  }
}
