package dev.keepstone.persistence.store;

import dev.keepstone.persistence.script.ClaimOutcome;

/**
 * Answer to a claim.
 *
 * @param record as it stands after the claim, header included; empty unless the outcome is OK
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ClaimReply(ClaimOutcome outcome, byte[] record) {
  /** Refused: without a record. */
  public static ClaimReply refused(ClaimOutcome outcome) {
    return new ClaimReply(outcome, new byte[0]);
  }
}
