package dev.keepstone.net.auth;

import dev.keepstone.net.wire.sbe.CharacterAction;
import java.util.concurrent.CompletableFuture;

/**
 * What a gateway asks about accounts. Passwords and resume tokens are judged where the world is,
 * which may be another process than the gateway's.
 *
 * <p>Called on the gateway's thread; nothing waits. Futures never fail exceptionally and complete
 * on any thread; one whose answer is lost never completes, and its session gives up at its
 * deadline.
 */
public interface AccountDesk {
  /**
   * Judges a password.
   *
   * @param sessionId who asks, and who may then enter as that character
   * @param address the host that it comes from: wrong passwords count for it too
   * @param password as it was sent; owned by this call, wiped when it is over
   * @param character which of the account's; empty: the selected one
   */
  CompletableFuture<AuthResult> login(
      long sessionId, String address, String name, byte[] password, String character);

  /**
   * Makes an account.
   *
   * @param password as it was sent; owned by this call, wiped when it is over
   */
  CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password);

  /**
   * Looks up whose token was shown; the world judges it.
   *
   * @param address the host that it comes from: a name that does not exist counts for it
   * @param character whose token it is; empty: the selected one
   */
  CompletableFuture<AuthResult> resume(
      long sessionId, String address, String name, String character);

  /** The world has refused a token that came from this host: that counts for it. */
  void onWrongToken(String address);

  /**
   * Lists, makes or selects characters of an account that the session plays on.
   *
   * @param character empty with LIST
   */
  CompletableFuture<CharacterDesk.Answer> characters(
      long sessionId, CharacterAction action, String account, String character);
}
