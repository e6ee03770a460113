package dev.keepstone.net.auth;

import dev.keepstone.net.wire.sbe.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * How a login or a registration ended.
 *
 * @param refusal null when it was accepted
 * @param playerId whom the session may enter as; 0 when refused
 * @param fault what went wrong inside, for the log; the player hears only the refusal
 */
public record AuthResult(@Nullable RefusalCode refusal, long playerId, @Nullable Throwable fault) {

  static AuthResult accepted(long playerId) {
    return new AuthResult(null, playerId, null);
  }

  static AuthResult refused(RefusalCode code) {
    return new AuthResult(code, 0, null);
  }

  static AuthResult failed(RefusalCode code, Throwable fault) {
    return new AuthResult(code, 0, fault);
  }
}
