package dev.keepstone.persistence.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import org.junit.jupiter.api.Test;

/** The order of judgement: each case also breaks every later rule. */
class RowCheckTest {
  private static final Incarnation US = new Incarnation(1, 1);
  private static final Incarnation OTHER = new Incarnation(2, 2);

  @Test
  void judgesOwnerAndEpochFirst() {
    assertThat(judge(new Fence(OTHER, 3, 5, 9, true), new Fence(US, 3, 5, 4, false)))
        .isEqualTo(RowVerdict.LOST);
    assertThat(judge(new Fence(US, 4, 5, 9, true), new Fence(US, 3, 5, 4, false)))
        .isEqualTo(RowVerdict.LOST);
  }

  @Test
  void thenStaleThenDoneThenGapThenReleased() {
    Fence stored = new Fence(US, 3, 5, 9, true);
    assertThat(judge(stored, stored.withVersion(5, false))).isEqualTo(RowVerdict.STALE);
    assertThat(judge(stored, stored.withVersion(6, false))).isEqualTo(RowVerdict.DONE);
    assertThat(judge(stored, stored.withVersion(9, true))).isEqualTo(RowVerdict.DONE);
    assertThat(judge(stored, stored.withVersion(11, false))).isEqualTo(RowVerdict.GAP);
    assertThat(judge(stored, stored.withVersion(10, false))).isEqualTo(RowVerdict.LOST);
  }

  @Test
  void writesTheNextVersionOfAHeldRecord() {
    Fence stored = new Fence(US, 3, 5, 9, false);
    assertThat(judge(stored, stored.withVersion(10, false))).isEqualTo(RowVerdict.OK);
  }

  private static RowVerdict judge(Fence stored, Fence written) {
    return RowCheck.judge(stored, written);
  }
}
