package dev.keepstone.persistence.validation;

/** What becomes of a record at a login, mildest first. The gravest reason decides. */
public enum LoadOutcome {
  /** It is played as it is. */
  OK,
  /** It is played with values put right, and saved so. */
  CLAMP,
  /** It is not played; a copy is put aside for an operator, the record stays as it is. */
  QUARANTINE,
  /** It is not played and stays as it is: it is damaged, or nothing in it can be believed. */
  REJECT
}
