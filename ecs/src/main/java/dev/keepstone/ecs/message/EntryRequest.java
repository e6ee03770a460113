package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.Role;

/**
 * A session that its gateway has authenticated asks for its character.
 *
 * @param takeOver an older session of this character shall end for this one; counts only where the
 *     password was checked
 * @param newToken SHA-256 of the token that a later resume must show; all 0: none
 * @param shownToken SHA-256 of the token that was shown in place of a password; all 0: the password
 *     was checked
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record EntryRequest(
    long session, long playerId, Role role, boolean takeOver, byte[] newToken, byte[] shownToken) {
  /** Whether a token stands in for the password: then it has to be the right one. */
  public boolean showsToken() {
    for (byte b : shownToken) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }
}
