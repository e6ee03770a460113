package dev.keepstone.persistence.script;

/** What a script says about one row. The names are the words of the scripts. */
public enum RowVerdict {
  /** Written. */
  OK,
  /** This version, or a later one of the same claim, stands there already: confirmed. */
  DONE,
  /** Another claim has the record, or it was given back. */
  LOST,
  /** At or below the version that the claim found: a bug of the sender. */
  STALE,
  /** More than one above what is stored: the store lost writes that it had confirmed. */
  GAP,
  /** No such record. */
  MISSING,
  /** What stands there has a damaged header; it is left as it is. */
  CORRUPT;

  /** True when the store has the row. */
  public boolean isConfirmed() {
    return this == OK || this == DONE;
  }
}
