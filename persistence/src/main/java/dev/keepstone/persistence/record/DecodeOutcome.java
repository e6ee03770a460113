package dev.keepstone.persistence.record;

/** What came of decoding a record. Nothing but OK leaves a value behind. */
public enum DecodeOutcome {
  OK,
  /** Damaged: magic, header check, CRC, length, layout or a value that can't be. */
  CORRUPT,
  /** Sound, but of another player or account than its key says. */
  WRONG_ID,
  /** Written by a newer server: it must not be decoded, and never written over. */
  NEWER,
  /** Above {@link RecordDescriptor#MAX_LENGTH}; nothing of it was looked at. */
  TOO_LARGE
}
