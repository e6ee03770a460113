package dev.keepstone.persistence.store;

import dev.keepstone.persistence.script.RowVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a commit.
 *
 * @param rows a verdict for each row; OK alone doesn't say that it was written, the outcome does
 * @param zone null when the commit touched none. Memory follows what it says that fields hold now,
 *     whatever the outcome
 * @param why empty, unless it FAILED
 */
public record CommitReply(
    Outcome outcome, List<RowVerdict> rows, @Nullable ZoneAnswer zone, String why) {
  /** An answer with verdicts. */
  public CommitReply(Outcome outcome, List<RowVerdict> rows, @Nullable ZoneAnswer zone) {
    this(outcome, rows, zone, "");
  }

  /** No verdict: the store can't judge this one, now or later. */
  public static CommitReply failed(String why) {
    return new CommitReply(Outcome.FAILED, List.of(), null, why);
  }

  /** What became of the whole commit. The names are the words of the script. */
  public enum Outcome {
    /** Written. */
    OK,
    /** It had been written before; this time nothing was. */
    DONE,
    /** Nothing was written. */
    REFUSED,
    /** An error that asking again will not heal; what others did in the same call stands. */
    FAILED
  }
}
