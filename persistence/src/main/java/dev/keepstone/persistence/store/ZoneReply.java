package dev.keepstone.persistence.store;

import java.util.List;

/**
 * Answer to the claim of a zone.
 *
 * @param epoch of our claim
 * @param changes how often the hash was written
 * @param events number of the newest zone event
 * @param entries all that lies there, by id
 * @param stocks all counts, by shop and kind
 */
public record ZoneReply(
    Outcome outcome,
    long epoch,
    long changes,
    long events,
    List<GroundEntry> entries,
    List<Stock> stocks) {
  /** Refused: without contents. */
  public static ZoneReply refused(Outcome outcome) {
    return new ZoneReply(outcome, 0, 0, 0, List.of(), List.of());
  }

  /**
   * What the claim brought. The names are the words of the script; only OK has written anything.
   */
  public enum Outcome {
    OK,
    /** Our own lease is gone: resume first. */
    NO_LEASE,
    /** A live server has it. */
    OWNED,
    /** The record or the hash can't be read: it is left as it is, for an operator to look at. */
    CORRUPT
  }
}
