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
 */
public record CommitReply(Outcome outcome, List<RowVerdict> rows, @Nullable ZoneAnswer zone) {
  /** What became of the whole commit. The names are the words of the script. */
  public enum Outcome {
    /** Written. */
    OK,
    /** It had been written before; this time nothing was. */
    DONE,
    /** Nothing was written. */
    REFUSED
  }
}
