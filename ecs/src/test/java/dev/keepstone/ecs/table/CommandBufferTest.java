package dev.keepstone.ecs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandBufferTest {
  private final Tables tables = new Tables(TestSchema.SCHEMA, 3000);
  private final CommandBuffer commands = new CommandBuffer(tables);
  private final Table table = tables.table(TestSchema.A.mask());

  @Test
  void letsALoopCreateAndRemove() {
    for (int i = 0; i < Chunk.FIRST_ROWS + 100; i++) {
      tables.create(table);
    }
    int seen = 0;
    for (int c = 0; c < table.chunkCount(); c++) {
      Chunk chunk = table.chunk(c);
      for (int row = 0; row < chunk.size(); row++) {
        seen++;
        if (row % 2 == 0) {
          commands.remove(chunk.entities()[row]);
        } else {
          long child = commands.create(table);
          tables.chunkOf(child).column(TestSchema.FLOAT)[Table.offsetOf(tables.rowOf(child))] = 5;
        }
      }
    }
    assertThat(seen).isEqualTo(Chunk.FIRST_ROWS + 100);
    commands.apply();

    assertThat(table.size()).isEqualTo(Chunk.FIRST_ROWS + 100);
    int children = 0;
    for (int c = 0; c < table.chunkCount(); c++) {
      for (int row = 0; row < table.chunk(c).size(); row++) {
        children += table.chunk(c).column(TestSchema.FLOAT)[row] == 5 ? 1 : 0;
      }
    }
    assertThat(children).isEqualTo((Chunk.FIRST_ROWS + 100) / 2);
  }

  @Test
  void removesOnce() {
    long id = tables.create(table);

    assertThat(commands.remove(id)).isTrue();
    assertThat(commands.remove(id)).isFalse();
    assertThat(tables.ids().isLive(id)).isTrue();
    commands.apply();

    assertThat(tables.ids().isLive(id)).isFalse();
    assertThat(commands.remove(id)).isFalse();
  }

  @Test
  void removesWhatWasCreatedInTheSameTick() {
    long id = commands.create(table);
    commands.remove(id);
    commands.apply();

    assertThat(table.size()).isZero();
    assertThat(tables.ids().liveCount()).isZero();
  }

  @Test
  void anUnbufferedRemovalWouldBreakStagedRows() {
    long id = tables.create(table);
    commands.create(table);

    assertThatThrownBy(() -> tables.remove(id)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void movesAtTheStructuralPoint() {
    Table other = tables.table(Component.maskOf(TestSchema.A, TestSchema.B));
    long id = tables.create(table);
    assertThat(commands.move(id, other)).isTrue();
    table.chunk(0).column(TestSchema.FLOAT)[0] = 3; // written after it was asked for
    assertThat(tables.tableOf(id)).isSameAs(table);
    commands.apply();

    assertThat(tables.tableOf(id)).isSameAs(other);
    assertThat(other.chunk(0).column(TestSchema.FLOAT)[0]).isEqualTo(3);
  }

  @Test
  void removalWinsOverAMove() {
    Table other = tables.table(TestSchema.B.mask());
    long id = tables.create(table);
    commands.move(id, other);
    commands.remove(id);
    assertThat(commands.move(id, other)).isFalse();
    commands.apply();

    assertThat(tables.ids().isLive(id)).isFalse();
    assertThat(other.size()).isZero();
    long next = tables.create(table); // the index is used again: nothing of the move is left
    commands.apply();
    assertThat(tables.tableOf(next)).isSameAs(table);
  }

  @Test
  void refusesATableOfAnotherStore() {
    Table foreign = new Tables(TestSchema.SCHEMA, 10).table(TestSchema.A.mask());
    long id = tables.create(table);

    assertThatThrownBy(() -> commands.move(id, foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("table of another store");
    assertThatThrownBy(() -> commands.create(foreign)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tables.move(id, foreign)).isInstanceOf(IllegalArgumentException.class);
    assertThat(tables.ids().liveCount()).isEqualTo(1);
  }
}
