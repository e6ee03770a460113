package dev.keepstone.net.auth;

import dev.keepstone.net.wire.sbe.CharacterAction;
import java.util.concurrent.CompletableFuture;

/** The desk in the world's own process: it asks the directory, and hashes on the pool. */
public final class DirectoryDesk implements AccountDesk {
  private final Login login;
  private final Registration registration;
  private final Resumption resumption;
  private final CharacterDesk characters;

  public DirectoryDesk(AccountDirectory directory, PasswordPool pool) {
    login = new Login(directory, pool);
    registration = new Registration(directory, pool);
    resumption = new Resumption(directory);
    characters = new CharacterDesk(directory);
  }

  @Override
  public CompletableFuture<AuthResult> login(
      long sessionId, String name, byte[] password, String character) {
    return login.start(name, password, character);
  }

  @Override
  public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
    return registration.start(name, password);
  }

  @Override
  public CompletableFuture<AuthResult> resume(long sessionId, String name, String character) {
    return resumption.start(name, character);
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
