package dev.keepstone.persistence.store;

import java.util.List;

/**
 * Answer to a resume.
 *
 * @param differing the holdings that aren't as we hold them; empty unless the outcome is RESUMED
 * @param differingZones indices of the zones that aren't as we hold them: claim them again
 */
public record ResumeReply(
    Outcome outcome, List<Difference> differing, List<Integer> differingZones) {
  /** Refused: compared nothing. */
  public static ResumeReply refused(Outcome outcome) {
    return new ResumeReply(outcome, List.of(), List.of());
  }

  /** What a resume brought. */
  public enum Outcome {
    RESUMED,
    /** The store knows a later start of this server: this run is over. */
    SUPERSEDED,
    /** This run has opened a newer link. */
    FENCED
  }

  /**
   * One holding whose owner, epoch or released flag differs, or whose version went back.
   *
   * @param index into the holdings asked about
   * @param storedHeader the header that stands there; empty when there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Difference(int index, byte[] storedHeader) {}
}
