package dev.keepstone.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTailTest {
  @TempDir private Path home;
  private Path file;
  private LedgerTail tail;

  @BeforeEach
  void open() {
    file = home.resolve("bots.ledger");
    tail = new LedgerTail(file);
  }

  private void write(String text) throws Exception {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    tail.read();
  }

  @Test
  void nothingIsThereBeforeTheBotsBegin() {
    tail.read();
    assertThat(tail.acknowledged()).isZero();
  }

  @Test
  void countsEachOperationOnce() throws Exception {
    write("ENTERED ann 5 1 0 - -1 -\nSAVED ann 6 1 1 TAKE 3 1:2/\nSAVED ann 7 1 1 TAKE -1 -\n");
    assertThat(tail.acknowledged()).isEqualTo(1);
    assertThat(tail.saved()).containsKey(new OperationId(1, 1));
    tail.settle();
    assertThat(tail.saved()).isEmpty();
    assertThat(tail.newest()).containsKey(1L);
  }

  @Test
  void aLineIsReadWhenItIsWhole() throws Exception {
    write("SAVED ann 6 1 1 TAKE 3");
    assertThat(tail.acknowledged()).isZero();
    write(" 1:2/\n");
    assertThat(tail.acknowledged()).isEqualTo(1);
  }

  @Test
  void aLineThatAKillCutOffIsNone() throws Exception {
    write("SAVED ann 6 1 1 TAK\nSTARTED - 9 0 0 - -1 -\nSAVED bob 10 2 1 DROP 0 -\n");
    assertThat(tail.saved().keySet()).containsExactly(new OperationId(2, 1));
  }

  @Test
  void refusalsOfAnEarlierProcessSayNothingAnyMore() throws Exception {
    write("REFUSED ann 6 1 1 TOO_FAR -1 -\n");
    assertThat(tail.refused()).hasSize(1);
    write("STARTED - 9 0 0 - -1 -\n");
    assertThat(tail.refused()).isEmpty();
  }

  @Test
  void hearsWhoIsBack() throws Exception {
    write("ENTERED ann 5 1 0 - -1 -\nENTERED bob 5 2 0 - -1 -\n");
    tail.listenFrom(100);
    assertThat(tail.heard()).isZero();
    write("SAVED ann 99 1 1 TAKE 3 1:2/\nSAVED bob 100 2 1 TAKE 3 1:2/\n");
    assertThat(tail.heard()).isEqualTo(1);
    assertThat(tail.everEntered()).containsExactly("ann", "bob");
  }
}
