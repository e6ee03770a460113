package dev.keepstone.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.sbe.Container;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerLinesTest {
  private static final List<LedgerLine> LINES =
      List.of(
          new LedgerLine(0, 1L << 40, 0, Container.SOURCE, 1, Container.INVENTORY, 77),
          new LedgerLine(65_000, 1, 9, Container.BANK, 77, Container.GROUND, 3));

  @Test
  void readsWhatItWrote() {
    assertThat(LedgerLines.decode(LedgerLines.encode(LINES))).isEqualTo(LINES);
    assertThat(LedgerLines.encode(List.of())).isEmpty();
    assertThat(LedgerLines.decode(new byte[0])).isEmpty();
  }

  @Test
  void refusesDamage() {
    byte[] bytes = LedgerLines.encode(LINES);
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> LedgerLines.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    bytes[bytes.length - 1] = 100; // no container has this code
    assertThatThrownBy(() -> LedgerLines.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
