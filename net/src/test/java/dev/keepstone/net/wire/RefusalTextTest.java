package dev.keepstone.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RefusalTextTest {
  @Test
  void hasASentenceOfItsOwnForEachCode() {
    assertThat(Arrays.stream(RefusalCode.values()).map(RefusalText::of))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.endsWith(".") && text.length() < 200);
  }

  @Test
  void tellsEachReasonOfTheWorldByItsOwnName() {
    for (RefusalReason reason : RefusalReason.values()) {
      if (reason != RefusalReason.BAD_INTENT && reason != RefusalReason.NULL_VAL) {
        assertThat(RefusalText.codeOf(reason).name()).isEqualTo(reason.name());
      }
    }
  }
}
