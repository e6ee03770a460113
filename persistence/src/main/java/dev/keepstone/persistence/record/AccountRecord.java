package dev.keepstone.persistence.record;

import dev.keepstone.ecs.message.sbe.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an account's record.
 *
 * @param name the key's name
 * @param passwordHash PHC string, or the older {@code salt$hash}
 * @param playerId the selected character, which the next login plays: one of {@code characters}
 * @param createdAtMs wall clock, UTC
 * @param role what its characters may order
 * @param characters in the order in which they were made: at least one, at most {@link
 *     #MAX_CHARACTERS}
 * @param bannedUntilMs wall clock, UTC; 0: not banned, {@link #FOR_GOOD}
 * @param banReason for its player; may be empty
 */
public record AccountRecord(
    String name,
    String passwordHash,
    long playerId,
    long createdAtMs,
    Role role,
    List<AccountCharacter> characters,
    long bannedUntilMs,
    String banReason) {
  /** No setting allows more; it bounds what a reader believes. */
  public static final int MAX_CHARACTERS = 32;

  /** The end of a ban that has none. */
  public static final long FOR_GOOD = Long.MAX_VALUE;

  /** Longest reason of a ban, in bytes of UTF-8: it goes to the player in one frame. */
  public static final int MAX_BAN_REASON_BYTES = 200;

  public AccountRecord {
    characters = List.copyOf(characters);
  }

  /**
   * An account as all are at first: a player's without rights, with one character of the same name.
   */
  public AccountRecord(String name, String passwordHash, long playerId, long createdAtMs) {
    this(
        name,
        passwordHash,
        playerId,
        createdAtMs,
        Role.PLAYER,
        List.of(new AccountCharacter(playerId, name)),
        0,
        "");
  }

  /** The character of this name, null when the account has none such. */
  public @Nullable AccountCharacter character(String characterName) {
    for (AccountCharacter character : characters) {
      if (character.name().equals(characterName)) {
        return character;
      }
    }
    return null;
  }

  /** The character that the next login plays. */
  public AccountCharacter selected() {
    for (AccountCharacter character : characters) {
      if (character.playerId() == playerId) {
        return character;
      }
    }
    throw new IllegalStateException("the selected character is none of the account's: " + this);
  }

  /** The same account with another role. */
  public AccountRecord withRole(Role newRole) {
    return new AccountRecord(
        name, passwordHash, playerId, createdAtMs, newRole, characters, bannedUntilMs, banReason);
  }

  /** The same account with another hash of the same password. */
  public AccountRecord withPasswordHash(String newHash) {
    return new AccountRecord(
        name, newHash, playerId, createdAtMs, role, characters, bannedUntilMs, banReason);
  }

  /** The same account with one more character, which is the selected one. */
  public AccountRecord withCharacter(AccountCharacter newCharacter) {
    List<AccountCharacter> more = new ArrayList<>(characters);
    more.add(newCharacter);
    return new AccountRecord(
        name,
        passwordHash,
        newCharacter.playerId(),
        createdAtMs,
        role,
        more,
        bannedUntilMs,
        banReason);
  }

  /** The same account with another selected character. */
  public AccountRecord withSelected(AccountCharacter character) {
    return new AccountRecord(
        name,
        passwordHash,
        character.playerId(),
        createdAtMs,
        role,
        characters,
        bannedUntilMs,
        banReason);
  }

  /** The same account, banned until then; 0: no longer. */
  public AccountRecord withBan(long untilMs, String reason) {
    return new AccountRecord(
        name, passwordHash, playerId, createdAtMs, role, characters, untilMs, reason);
  }

  @Override
  public String toString() {
    return "AccountRecord[name="
        + name
        + ", playerId="
        + playerId
        + ", role="
        + role
        + ", characters="
        + characters
        + ", bannedUntilMs="
        + bannedUntilMs
        + ", passwordHash=not shown]";
  }
}
