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
    for (int i = 0; i < Chunk.ROWS + 100; i++) {
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
    assertThat(seen).isEqualTo(Chunk.ROWS + 100);
    commands.apply();

    assertThat(table.size()).isEqualTo(Chunk.ROWS + 100);
    int children = 0;
    for (int c = 0; c < table.chunkCount(); c++) {
      for (int row = 0; row < table.chunk(c).size(); row++) {
        children += table.chunk(c).column(TestSchema.FLOAT)[row] == 5 ? 1 : 0;
      }
    }
    assertThat(children).isEqualTo((Chunk.ROWS + 100) / 2);
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
}
