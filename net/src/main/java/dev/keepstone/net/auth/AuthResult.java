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
 * @param fault what went wrong inside, for the log; the player hears only the refusal
 */
public record AuthResult(
    @Nullable RefusalCode refusal, long playerId, Role role, @Nullable Throwable fault) {

  static AuthResult accepted(long playerId, Role role) {
    return new AuthResult(null, playerId, role, null);
  }

  static AuthResult refused(RefusalCode code) {
    return new AuthResult(code, 0, Role.PLAYER, null);
  }

  static AuthResult failed(RefusalCode code, Throwable fault) {
    return new AuthResult(code, 0, Role.PLAYER, fault);
  }
}
