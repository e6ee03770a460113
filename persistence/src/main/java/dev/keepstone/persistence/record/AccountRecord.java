package dev.keepstone.persistence.record;

import dev.keepstone.ecs.message.sbe.Role;

/**
 * The body of an account's record.
 *
 * @param name the key's name
 * @param passwordHash PHC string
 * @param playerId of its character, positive
 * @param createdAtMs wall clock, UTC
 * @param role what its character may order
 */
public record AccountRecord(
    String name, String passwordHash, long playerId, long createdAtMs, Role role) {

  /** The account of a player without rights, as all are at first. */
  public AccountRecord(String name, String passwordHash, long playerId, long createdAtMs) {
    this(name, passwordHash, playerId, createdAtMs, Role.PLAYER);
  }

  /** The same account with another role. */
  public AccountRecord withRole(Role newRole) {
    return new AccountRecord(name, passwordHash, playerId, createdAtMs, newRole);
  }

  @Override
  public String toString() {
    return "AccountRecord[name="
        + name
        + ", playerId="
        + playerId
        + ", role="
        + role
        + ", passwordHash=not shown]";
  }
}
