package dev.keepstone.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FenceTest {
  private static final Incarnation ME = new Incarnation(1, 2);
  private static final Fence HELD = new Fence(ME, 3, 4, 5, false);

  @Test
  void aClaimTakesTheNextEpochAndBuildsOnTheVersionThere() {
    assertThat(HELD.claimedBy(ME)).isEqualTo(new Fence(ME, 4, 5, 5, false));
    assertThat(Fence.NEW.claimedBy(ME)).isEqualTo(new Fence(ME, 1, 1, 1, false));
  }

  @Test
  void aWriteChangesTheVersionAndMayRelease() {
    assertThat(HELD.withVersion(6, false)).isEqualTo(new Fence(ME, 3, 4, 6, false));
    assertThat(HELD.withVersion(6, true)).isEqualTo(new Fence(ME, 3, 4, 6, true));
  }

  @Test
  void givenBackItKeepsWhatWasWritten() {
    assertThat(HELD.givenBack()).isEqualTo(new Fence(ME, 3, 4, 5, true));
  }

  @Test
  void numbersFitIntoTheirTwelveDigits() {
    long max = Fence.MAX_NUMBER;
    assertThat(new Fence(ME, max, max, max, false).version()).isEqualTo(0xFFFF_FFFF_FFFFL);
    assertThat(new Fence(ME, 0, 0, 0, false).epoch()).isZero();
    for (long bad : new long[] {-1, max + 1}) {
      assertThatThrownBy(() -> new Fence(ME, bad, 0, 0, false)).hasMessageContaining("epoch=");
      assertThatThrownBy(() -> new Fence(ME, 0, bad, 0, false)).hasMessageContaining("base=");
      assertThatThrownBy(() -> new Fence(ME, 0, 0, bad, false)).hasMessageContaining("version=");
    }
  }

  @Test
  void incarnationsAreReadAsTheyAreWritten() {
    Incarnation incarnation = new Incarnation(-1, 0x0123_4567_89ab_cdefL);
    assertThat(incarnation.hex()).isEqualTo("ffffffffffffffff0123456789abcdef");
    assertThat(Incarnation.ofHex(incarnation.hex())).isEqualTo(incarnation);
    assertThat(incarnation).hasToString(incarnation.hex());
    assertThat(Incarnation.random()).isNotEqualTo(Incarnation.random());
  }
}
