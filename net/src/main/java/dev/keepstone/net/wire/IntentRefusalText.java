package dev.keepstone.net.wire;

import dev.keepstone.ecs.message.sbe.RefusalReason;

/** One sentence for a person for each reason why an intent was not done. */
public final class IntentRefusalText {
  private IntentRefusalText() {}

  /** Reasons that only an entrance is refused for are told by {@link RefusalText}. */
  public static String of(RefusalReason reason) {
    return switch (reason) {
      case BAD_INTENT -> "that cannot be done.";
      case NO_ROOM -> "there is no room for it.";
      case NOT_THERE -> "it is not there, or no longer.";
      case NOT_ALLOWED -> "you may not do that.";
      case TOO_FAR -> "you are too far away.";
      case LOCKED -> "it is part of something that is being saved: try again.";
      case TOO_MANY -> "too many orders at once: wait a moment.";
      case NOT_ENOUGH -> "there is not enough of it.";
      case OFFER_CHANGED -> "the offer has changed: look at it and confirm again.";
      case FORGOTTEN -> "it was never done: nothing has changed.";
      case BUSY -> "the server, or who you want to trade with, is busy: try again.";
      case STORE_UNAVAILABLE -> "the server cannot save just now: try again soon.";
      case ALREADY_PLAYING,
          OWNED_ELSEWHERE,
          CHARACTER_MISSING,
          QUARANTINED,
          DATA_CORRUPTED,
          NEWER_RECORD,
          SHUTTING_DOWN,
          BAD_TOKEN,
          NULL_VAL ->
          RefusalText.of(RefusalText.codeOf(reason));
    };
  }
}
