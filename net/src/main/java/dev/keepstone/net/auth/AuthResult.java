package dev.keepstone.net.auth;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.wire.sbe.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * How a login, a registration or a resumption ended.
 *
 * @param refusal null when it was accepted
 * @param playerId whom the session may enter as; 0 when refused
 * @param role what it may order there; PLAYER when refused
 * @param text for the player, in place of the refusal's own; null: that one says it all
 * @param retryAfterMs when a try may be made again, of RATE_LIMITED; else 0
 * @param fault what went wrong inside, for the log; the player hears only the refusal
 */
public record AuthResult(
    @Nullable RefusalCode refusal,
    long playerId,
    Role role,
    @Nullable String text,
    long retryAfterMs,
    @Nullable Throwable fault) {

  static AuthResult accepted(long playerId, Role role) {
    return new AuthResult(null, playerId, role, null, 0, null);
  }

  public static AuthResult refused(RefusalCode code) {
    return new AuthResult(code, 0, Role.PLAYER, null, 0, null);
  }

  /** Too many wrong guesses: nothing is judged for so long. */
  static AuthResult locked(long retryAfterMs) {
    return new AuthResult(RefusalCode.RATE_LIMITED, 0, Role.PLAYER, null, retryAfterMs, null);
  }

  static AuthResult banned(String ban) {
    return new AuthResult(
        RefusalCode.BANNED, 0, Role.PLAYER, "This account is banned " + ban, 0, null);
  }

  static AuthResult failed(RefusalCode code, Throwable fault) {
    return new AuthResult(code, 0, Role.PLAYER, null, 0, fault);
  }
}
