package dev.keepstone.net.auth;

import dev.keepstone.ecs.message.sbe.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account, as login, resumption and the choice of a character see it. Holds a password's hash:
 * not for logs.
 *
 * @param passwordPhc the stored hash
 * @param role what its characters may order
 * @param characters in the order in which they were made
 * @param selectedId the character that the next login plays
 * @param ban why and how long it is banned, for its player; null: it is not
 */
public record Account(
    String name,
    String passwordPhc,
    Role role,
    List<OwnCharacter> characters,
    long selectedId,
    @Nullable String ban) {

  /**
   * A character.
   *
   * @param playerId positive
   */
  public record OwnCharacter(long playerId, String name) {}

  public Account {
    characters = List.copyOf(characters);
  }

  /** An account with one character of its own name, and no ban. */
  public static Account of(String name, long playerId, String passwordPhc, Role role) {
    return new Account(
        name, passwordPhc, role, List.of(new OwnCharacter(playerId, name)), playerId, null);
  }

  /**
   * The character that is meant.
   *
   * @param characterName empty: the selected one
   * @return null when there is none such
   */
  @Nullable OwnCharacter character(String characterName) {
    for (OwnCharacter character : characters) {
      boolean isMeant =
          characterName.isEmpty()
              ? character.playerId() == selectedId
              : character.name().equals(characterName);
      if (isMeant) {
        return character;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Account[name=" + name + ", characters=" + characters + ", passwordPhc=not shown]";
  }
}
