package dev.keepstone.net.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.bot.BotLedgerLine.What;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.Unanswered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BotLedgerTest {
  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = home.resolve("bots.ledger");
  }

  private List<BotLedgerLine> lines() throws Exception {
    return Files.readAllLines(file).stream().map(BotLedgerLine::parse).toList();
  }

  @Test
  void keepsWhatWasAcknowledgedAndNothingBeforeItIsSynced() throws Exception {
    try (BotLedger ledger = BotLedger.append(file)) {
      ledger.entered("ann", 7, 3);
      ledger.saved("ann", 7, new Unanswered(4, OperationKind.TAKE), new OwnState());
      ledger.saved("ann", 7, new Unanswered(5, OperationKind.DROP), null);
      ledger.refused("ann", 7, new Unanswered(6, OperationKind.BUY), RefusalReason.TOO_FAR);
      assertThat(lines()).hasSize(1);
      ledger.sync();
      assertThat(lines()).hasSize(5);
    }
    List<BotLedgerLine> lines = lines();
    assertThat(lines.stream().map(BotLedgerLine::kind))
        .containsExactly(What.STARTED, What.ENTERED, What.SAVED, What.SAVED, What.REFUSED);
    assertThat(lines.get(1).operation()).isEqualTo(3);
    assertThat(lines.get(2).coins()).isZero();
    assertThat(lines.get(2).what()).isEqualTo("TAKE");
    assertThat(lines.get(3).coins()).isEqualTo(BotLedgerLine.UNKNOWN);
    assertThat(lines.get(4).what()).isEqualTo("TOO_FAR");
  }

  @Test
  void goesOnAfterAKillInTheMiddleOfALine() throws Exception {
    try (BotLedger ledger = BotLedger.append(file)) {
      ledger.entered("ann", 7, 3);
    }
    Files.writeString(file, "SAVED ann 1", StandardOpenOption.APPEND);
    try (BotLedger ledger = BotLedger.append(file)) {
      assertThat(ledger.knows("ann")).isTrue();
      assertThat(ledger.knows("bob")).isFalse();
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThatThrownBy(() -> BotLedgerLine.parse(lines.get(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(BotLedgerLine.parse(lines.get(3)).kind()).isEqualTo(What.STARTED);
  }

  @Test
  void thingsAreTheSameWhereverTheyLie() {
    ItemSlots carried = new ItemSlots(4);
    ItemSlots banked = new ItemSlots(4);
    assertThat(BotLedgerLine.things(List.of(carried, banked))).isEqualTo(BotLedgerLine.NONE);
    carried.set(0, 31, 1, 9_001);
    carried.set(2, 1, 5, 0);
    banked.set(1, 1, 20, 0);
    banked.set(3, 30, 1, 12);
    assertThat(BotLedgerLine.things(List.of(carried, banked))).isEqualTo("1:25,30:1,31:1/12,9001");
    assertThat(BotLedgerLine.things(List.of(banked, carried))).isEqualTo("1:25,30:1,31:1/12,9001");
  }
}
