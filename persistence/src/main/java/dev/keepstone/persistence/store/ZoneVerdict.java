package dev.keepstone.persistence.store;

/** What a commit's answer says about its zone. The names are the words of the script. */
public enum ZoneVerdict {
  /** Ours, and nothing of the commit is wrong about it. */
  OK,
  /** Another claim has it, it was given back, or its record is gone or damaged. */
  LOST,
  /** The hash is older than what was confirmed to us: the store lost data. */
  BEHIND,
  /** An entry to be taken isn't there. */
  MISSING,
  /** An entry to be given is there already. */
  THERE,
  /** A count would fall below 0, or rise above what Lua can count exactly (2^53 - 1). */
  FLOOR,
  /** The event's number is more than one above the newest. */
  GAP,
  /** This event was written before. */
  DONE;

  /** True when the zone must be claimed again before anything else is done in it. */
  public boolean isBroken() {
    return this != OK && this != DONE;
  }
}
