package dev.keepstone.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class IntentRefusalTextTest {
  /** Nobody who plays can be refused an intent for these. */
  private static final EnumSet<RefusalReason> ENTRANCE_ONLY =
      EnumSet.of(
          RefusalReason.ALREADY_PLAYING,
          RefusalReason.OWNED_ELSEWHERE,
          RefusalReason.CHARACTER_MISSING,
          RefusalReason.QUARANTINED,
          RefusalReason.DATA_CORRUPTED,
          RefusalReason.NEWER_RECORD,
          RefusalReason.SHUTTING_DOWN,
          RefusalReason.BAD_TOKEN);

  @Test
  void hasASentenceOfItsOwnForEachReason() {
    EnumSet<RefusalReason> ofIntents = EnumSet.complementOf(ENTRANCE_ONLY);
    ofIntents.remove(RefusalReason.NULL_VAL);

    assertThat(ofIntents.stream().map(IntentRefusalText::of))
        .doesNotHaveDuplicates()
        // What was asked for is named before it: no capital.
        .allMatch(text -> text.endsWith(".") && Character.isLowerCase(text.charAt(0)));
  }

  @Test
  void tellsWhatIsAboutEntranceAsAnEntranceDoes() {
    for (RefusalReason reason : ENTRANCE_ONLY) {
      assertThat(IntentRefusalText.of(reason))
          .isEqualTo(RefusalText.of(RefusalCode.valueOf(reason.name())));
    }
    assertThat(IntentRefusalText.of(RefusalReason.NULL_VAL))
        .isEqualTo(RefusalText.of(RefusalCode.BAD_FRAME));
  }

  /** The world is busy for who enters and for who trades: two sentences. */
  @Test
  void tellsWhoPlaysOtherThingsThanWhoEnters() {
    for (RefusalReason both : EnumSet.of(RefusalReason.BUSY, RefusalReason.STORE_UNAVAILABLE)) {
      assertThat(IntentRefusalText.of(both)).isNotEqualTo(RefusalText.of(RefusalText.codeOf(both)));
    }
  }
}
