package dev.keepstone.bench.link;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.concurrent.CompletableFuture;

/** Lets in whoever logs in, as the player whose id is the name: no password is hashed here. */
final class OpenDesk implements AccountDesk {
  @Override
  public CompletableFuture<AuthResult> login(
      long sessionId, String address, String name, byte[] password, String character) {
    return CompletableFuture.completedFuture(
        new AuthResult(null, Long.parseLong(name), Role.PLAYER, null, 0, null));
  }

  @Override
  public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
    return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BUSY));
  }

  @Override
  public CompletableFuture<AuthResult> resume(
      long sessionId, String address, String name, String character) {
    return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BUSY));
  }

  @Override
  public void onWrongToken(String address) {
    // nobody resumes here
  }

  @Override
  public CompletableFuture<CharacterDesk.Answer> characters(
      long sessionId, CharacterAction action, String account, String character) {
    return CompletableFuture.completedFuture(CharacterDesk.Answer.refused(RefusalCode.BUSY));
  }
}
