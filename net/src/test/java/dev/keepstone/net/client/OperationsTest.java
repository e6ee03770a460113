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
        new Comeback("ada", "", new byte[32], List.of(new Unanswered(9, OperationKind.DROP)), 9));
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
    operations.onSaved(3, OperationKind.DROP);
    assertThat(operations.isFull()).isFalse();
  }

  @Test
  void asksForWhatWasNeverBegun() {
    operations.onSent(OperationKind.DROP, 1, 0);
    operations.onSent(OperationKind.EQUIP, 2, 0);
    operations.onSaving(1, OperationKind.DROP);

    assertThat(operations.due(LATER_NS - 1)).isZero();
    assertThat(operations.due(LATER_NS)).isEqualTo(2);
    operations.onAsked(2, 9, LATER_NS);
    assertThat(operations.due(2 * LATER_NS - 1)).isZero();
    assertThat(operations.due(2 * LATER_NS)).isEqualTo(2);

    assertThat(operations.onRefused(3)).isNull();
    assertThat(operations.onRefused(9)).isEqualTo(new Unanswered(2, OperationKind.EQUIP));
    assertThat(operations.unanswered()).hasSize(1);
  }

  /** It was asked for while it waited for its turn: its own answer counts, too. */
  @Test
  void takesTheAnswerToTheOperationItselfAfterAskingForIt() {
    operations.onSent(OperationKind.TRADE, 2, 0);
    operations.onAsked(1, 9, LATER_NS);

    assertThat(operations.onRefused(2)).isEqualTo(new Unanswered(1, OperationKind.TRADE));
    assertThat(operations.isSettled(9)).isTrue();
    assertThat(operations.onRefused(9)).isNull();
  }

  /** As on a line so bad that the first answers are still under way when it asks. */
  @Test
  void takesOneAnswerOfMany() {
    operations.onSent(OperationKind.TAKE, 2, 0);
    operations.onAsked(1, 9, LATER_NS);
    operations.onAsked(1, 10, 2 * LATER_NS);

    assertThat(operations.isSettled(2)).isFalse();
    assertThat(operations.onSaving(1, OperationKind.TAKE)).isNotNull();
    assertThat(operations.onSaved(1, OperationKind.TAKE)).isNotNull();
    assertThat(operations.onSaving(1, OperationKind.TAKE)).isNull();
    assertThat(operations.onSaved(1, OperationKind.TAKE)).isNull();
    assertThat(operations.onSaved(1, OperationKind.NULL_VAL)).isNull();
    for (int sequence : new int[] {2, 9, 10}) {
      assertThat(operations.onRefused(sequence)).isNull();
      assertThat(operations.isSettled(sequence)).isTrue();
    }
    assertThat(operations.isSettled(11)).isFalse();
    assertThat(operations.onSaved(77, OperationKind.TAKE))
        .isEqualTo(new Unanswered(77, OperationKind.TAKE));
  }

  @Test
  void anAnswerToAskingTwiceCountsWhicheverItIs() {
    operations.onSent(OperationKind.TAKE, 2, 0);
    operations.onAsked(1, 9, LATER_NS);
    operations.onAsked(1, 10, 2 * LATER_NS);

    assertThat(operations.onRefused(9)).isEqualTo(new Unanswered(1, OperationKind.TAKE));
    assertThat(operations.isSettled(10)).isTrue();
  }

  /** The answer to Ask does not say what it was. */
  @Test
  void remembersWhatAnOperationWas() {
    operations.onSent(OperationKind.SELL, 2, 0);

    assertThat(operations.onSaved(1, OperationKind.NULL_VAL))
        .isEqualTo(new Unanswered(1, OperationKind.SELL));
    assertThat(operations.onSaved(1, OperationKind.BUY))
        .isEqualTo(new Unanswered(1, OperationKind.BUY));
    assertThat(operations.unanswered()).isEmpty();
  }

  @Test
  void asksAtOnceForWhatWasCarriedOver() {
    operations.carryOver(
        new Comeback(
            "ada",
            "",
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
}
