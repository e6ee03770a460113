package dev.keepstone.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class RefusalTextTest {
  private static final EnumSet<RefusalReason> ENTRANCE =
      EnumSet.range(RefusalReason.ALREADY_PLAYING, RefusalReason.SHUTTING_DOWN);

  @Test
  void hasASentenceOfItsOwnForEachCode() {
    assertThat(Arrays.stream(RefusalCode.values()).map(RefusalText::of))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.endsWith(".") && text.length() < 200);
  }

  @Test
  void tellsEachReasonOfTheWorldByItsOwnName() {
    for (RefusalReason reason : RefusalReason.values()) {
      if (ENTRANCE.contains(reason)) {
        assertThat(RefusalText.codeOf(reason).name()).isEqualTo(reason.name());
      }
    }
    assertThat(RefusalText.codeOf(RefusalReason.BAD_TOKEN)).isEqualTo(RefusalCode.BAD_TOKEN);
  }

  @Test
  void readsAReasonThatIsAboutIntentsAsABrokenFrame() {
    for (RefusalReason reason : EnumSet.complementOf(ENTRANCE)) {
      if (reason != RefusalReason.BAD_TOKEN) {
        assertThat(RefusalText.codeOf(reason)).isEqualTo(RefusalCode.BAD_FRAME);
      }
    }
  }
}
