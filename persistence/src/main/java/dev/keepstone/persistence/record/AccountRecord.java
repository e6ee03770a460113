package dev.keepstone.persistence.record;

/**
 * The body of an account's record.
 *
 * @param name the key's name
 * @param passwordHash PHC string
 * @param playerId of its character, positive
 * @param createdAtMs wall clock, UTC
 */
public record AccountRecord(String name, String passwordHash, long playerId, long createdAtMs) {
  @Override
  public String toString() {
    return "AccountRecord[name=" + name + ", playerId=" + playerId + ", passwordHash=not shown]";
  }
}
