package dev.keepstone.persistence.validation;

import static dev.keepstone.persistence.validation.LoadOutcome.CLAMP;
import static dev.keepstone.persistence.validation.LoadOutcome.QUARANTINE;
import static dev.keepstone.persistence.validation.LoadOutcome.REJECT;

/**
 * Everything that can be wrong with a player's record. {@code docs/persistence.md} has the table.
 */
public enum LoadReason {
  TOO_LARGE(REJECT, "above 64 KiB; nothing of it was looked at"),
  DAMAGED(REJECT, "magic, checks, lengths or groups don't fit"),
  NEWER(REJECT, "written by a newer server: update this one"),
  WRONG_ID(REJECT, "the id in the record is not that of its key"),
  IMPOSSIBLE_COUNT(REJECT, "a count of items or coins below what can be, or above 999 999 items"),
  NEGATIVE_XP(REJECT, "experience below 0"),
  LIFETIME_XP_TOO_LOW(REJECT, "lifetime experience below that of all skills together"),
  NO_POSITION(REJECT, "a position that is no number"),

  UNKNOWN_ZONE(QUARANTINE, "a zone that this world hasn't"),
  UNKNOWN_ITEM(QUARANTINE, "an item kind that this world hasn't"),
  NOT_WORN_THERE(QUARANTINE, "an item in an equipment slot in which it can't be worn"),
  STACK_TOO_HIGH(QUARANTINE, "more in one slot than this kind allows"),
  SAME_ITEM_TWICE(QUARANTINE, "one unique item in two places"),

  HP_OUT_OF_RANGE(CLAMP, "hit points below 0 or above the most"),
  STAMINA_OUT_OF_RANGE(CLAMP, "stamina below 0 or above the most"),
  OUTSIDE_OF_THE_MAP(CLAMP, "a position outside of the map or in a wall: to the spawn point"),
  NEGATIVE_PLAYTIME(CLAMP, "playtime below 0: counted from 0"),
  NEGATIVE_DEATHS(CLAMP, "deaths below 0: counted from 0"),
  NO_CREATED_AT(CLAMP, "created-at missing: the time of the last save");

  private final LoadOutcome outcome;
  private final String meaning;

  LoadReason(LoadOutcome outcome, String meaning) {
    this.outcome = outcome;
    this.meaning = meaning;
  }

  /** What it leads to, unless a graver one is found too. */
  public LoadOutcome outcome() {
    return outcome;
  }

  /** For an operator. */
  public String meaning() {
    return meaning;
  }
}
