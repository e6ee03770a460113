package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.OperationKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperationsTest {
  private static final long LATER_NS = Operations.PATIENCE_NS;

  private final Operations operations = new Operations();

  @Test
  void countsUpFromWhatTheServerKnows() {
    operations.onEntered(41, 0);

    assertThat(operations.next()).isEqualTo(42);
    assertThat(operations.next()).isEqualTo(42);
    operations.onSent(OperationKind.DROP, 7, 0);
    assertThat(operations.next()).isEqualTo(43);
    assertThat(operations.unanswered()).containsExactly(new Unanswered(42, OperationKind.DROP));
  }

  /** What was sent and never arrived must not lend its number to another operation. */
  @Test
  void neverUsesANumberOfTheSessionBefore() {
    operations.carryOver(
        new Comeback("ada", new byte[32], List.of(new Unanswered(9, OperationKind.DROP)), 9));
    operations.onEntered(5, 0);

    assertThat(operations.next()).isEqualTo(10);
  }

  @Test
  void isFullWithEightOnTheirWay() {
    for (int i = 1; i <= Operations.MAX_UNANSWERED; i++) {
      assertThat(operations.isFull()).isFalse();
      operations.onSent(OperationKind.DROP, i, 0);
    }
    assertThat(operations.isFull()).isTrue();
    operations.onSaved(3);
    assertThat(operations.isFull()).isFalse();
  }

  @Test
  void asksForWhatWasNeverBegun() {
    operations.onSent(OperationKind.DROP, 1, 0);
    operations.onSent(OperationKind.EQUIP, 2, 0);
    operations.onSaving(1);

    assertThat(operations.due(LATER_NS - 1)).isZero();
    assertThat(operations.due(LATER_NS)).isEqualTo(2);
    operations.onAsked(2, 9, LATER_NS);
    assertThat(operations.due(2 * LATER_NS - 1)).isZero();
    assertThat(operations.due(2 * LATER_NS)).isEqualTo(2);

    assertThat(operations.onRefused(2)).isNull();
    assertThat(operations.onRefused(9)).isEqualTo(new Unanswered(2, OperationKind.EQUIP));
    assertThat(operations.unanswered()).hasSize(1);
  }

  @Test
  void asksAtOnceForWhatWasCarriedOver() {
    operations.carryOver(
        new Comeback(
            "ada",
            new byte[32],
            List.of(new Unanswered(8, OperationKind.SELL), new Unanswered(9, OperationKind.BUY)),
            9));
    operations.onEntered(8, 100);

    assertThat(operations.due(100)).isEqualTo(8);
    operations.onAsked(8, 1, 100);
    assertThat(operations.due(100)).isEqualTo(9);
    operations.onAsked(9, 2, 100);
    assertThat(operations.due(100)).isZero();
  }

  @Test
  void forgetsConfirmationsThatAreVoid() {
    operations.onSent(OperationKind.TRADE, 1, 0);
    operations.onSent(OperationKind.DROP, 2, 0);
    operations.onSent(OperationKind.TRADE, 3, 0);

    operations.endTrade(3);
    assertThat(operations.unanswered())
        .containsExactly(
            new Unanswered(2, OperationKind.DROP), new Unanswered(3, OperationKind.TRADE));
    operations.onSaving(3);
    operations.endTrade(Long.MAX_VALUE);
    assertThat(operations.unanswered()).hasSize(2);
  }
}
