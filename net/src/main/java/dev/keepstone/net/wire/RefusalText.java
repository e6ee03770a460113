package dev.keepstone.net.wire;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.wire.sbe.RefusalCode;

/** One sentence for a person for each refusal: what failed, and what to do. */
public final class RefusalText {
  private RefusalText() {}

  /** Never says which of name and password was wrong. */
  public static String of(RefusalCode code) {
    return switch (code) {
      case VERSION_MISMATCH ->
          "This client speaks another protocol than the server: install the client that belongs to"
              + " the server.";
      case RATE_LIMITED -> "Too many tries: wait a while, then try again.";
      case MISSING_CREDENTIALS -> "Name or password is empty: give both.";
      case BAD_CREDENTIALS -> "Name or password is wrong.";
      case NAME_TAKEN -> "That name is taken: choose another.";
      case BAD_NAME -> "That name cannot be used: a name is 3 to 16 of a-z, 0-9 and _.";
      case WEAK_PASSWORD -> "That password cannot be used: it must have 8 to 128 characters.";
      case ALREADY_PLAYING -> "This character is already playing: leave there first.";
      case OWNED_ELSEWHERE -> "Another server still holds this character: try again in a minute.";
      case CHARACTER_MISSING ->
          "This character has no record: ask an operator to look at the store.";
      case QUARANTINED ->
          "This character is set aside because its record looked wrong: ask an operator.";
      case DATA_CORRUPTED ->
          "This character's record is damaged and was left untouched: ask an operator.";
      case NEWER_RECORD ->
          "This character was saved by a newer server: ask an operator to update this one.";
      case STORE_UNAVAILABLE ->
          "The server cannot reach its store just now (your password was not judged): try again"
              + " soon.";
      case BUSY -> "The server is busy: try again in a few seconds.";
      case EXPIRED -> "That took too long and was given up: try again.";
      case SHUTTING_DOWN -> "The server is shutting down: try again when it is back.";
      case BANNED -> "This account is banned: ask an operator.";
      case TOO_MANY_CHARACTERS ->
          "This account has as many characters as it may: play one of those that it has.";
      case NO_SUCH_CHARACTER ->
          "This account has no character of that name: see which it has, or make one.";
      case REGISTRATION_CLOSED ->
          "This world takes no new accounts at the moment: ask its operators.";
      case SERVER_FULL -> "The server is full: try again later.";
      case BAD_FRAME -> "The server did not understand this client and closed the session.";
      case BAD_TOKEN -> "That session cannot be resumed any more: log in with your password.";
      case NULL_VAL -> "The server refused and gave no reason that this client knows.";
    };
  }

  /** How the world's reason for not letting a session in is told to its player. */
  public static RefusalCode codeOf(RefusalReason reason) {
    return switch (reason) {
      case ALREADY_PLAYING -> RefusalCode.ALREADY_PLAYING;
      case OWNED_ELSEWHERE -> RefusalCode.OWNED_ELSEWHERE;
      case CHARACTER_MISSING -> RefusalCode.CHARACTER_MISSING;
      case QUARANTINED -> RefusalCode.QUARANTINED;
      case DATA_CORRUPTED -> RefusalCode.DATA_CORRUPTED;
      case NEWER_RECORD -> RefusalCode.NEWER_RECORD;
      case STORE_UNAVAILABLE -> RefusalCode.STORE_UNAVAILABLE;
      case BUSY -> RefusalCode.BUSY;
      case SHUTTING_DOWN -> RefusalCode.SHUTTING_DOWN;
      case BAD_TOKEN -> RefusalCode.BAD_TOKEN;
      // These answer intents; nobody is refused entrance by them.
      case BAD_INTENT,
          NO_ROOM,
          NOT_THERE,
          NOT_ALLOWED,
          TOO_FAR,
          LOCKED,
          TOO_MANY,
          OFFER_CHANGED,
          NOT_ENOUGH,
          FORGOTTEN,
          NULL_VAL ->
          RefusalCode.BAD_FRAME;
    };
  }
}
