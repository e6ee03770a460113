package dev.keepstone.ecs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TablesTest {
  private final Tables tables = new Tables(TestSchema.SCHEMA, 5000);
  private final Table table = tables.table(Component.maskOf(TestSchema.A, TestSchema.C));

  @Test
  void fillsChunkAfterChunk() {
    for (int i = 0; i < 2 * Chunk.FIRST_ROWS + 5; i++) {
      tables.create(table);
    }

    assertThat(table.chunkCount()).isEqualTo(3);
    assertThat(table.chunk(1).size()).isEqualTo(Chunk.FIRST_ROWS);
    assertThat(table.chunk(2).size()).isEqualTo(5);
  }

  @Test
  void fillsAHoleWithTheLastRow() {
    long first = tables.create(table);
    tables.create(table);
    long last = tables.create(table);
    table.chunk(0).column(TestSchema.FLOAT)[2] = 7;
    table.chunk(0).dirty().mark(2);

    assertThat(tables.remove(first)).isTrue();

    assertThat(tables.rowOf(last)).isZero();
    assertThat(table.chunk(0).column(TestSchema.FLOAT)[0]).isEqualTo(7);
    assertThat(table.chunk(0).dirty().isPersistenceDirty(0)).isTrue();
    assertThat(table.chunk(0).dirty().changes(0)).isEqualTo(1);
    assertThat(table.chunk(0).dirty().isPersistenceDirty(2)).isFalse();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void givesANewTenantAnEmptyRow() {
    long first = tables.create(table);
    table.chunk(0).column(TestSchema.LONG)[0] = 7;
    table.chunk(0).dirty().mark(0);
    tables.remove(first);
    tables.create(table);

    assertThat(table.chunk(0).column(TestSchema.LONG)[0]).isZero();
    assertThat(table.chunk(0).dirty().isPersistenceDirty(0)).isFalse();
    assertThat(table.chunk(0).dirty().changes(0)).isZero();
  }

  @Test
  void refusesStaleIds() {
    long id = tables.create(table);
    tables.remove(id);
    tables.create(table);

    assertThat(tables.remove(id)).isFalse();
    assertThat(tables.move(id, tables.table(1))).isFalse();
    assertThatThrownBy(() -> tables.rowOf(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stale entity: id=0x" + Long.toHexString(id));
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void answersNoneWhenFull() {
    Tables small = new Tables(TestSchema.SCHEMA, 1);
    Table only = small.table(TestSchema.A.mask());
    small.create(only);

    assertThat(small.create(only)).isEqualTo(EntityIds.NONE);
    assertThat(only.size()).isEqualTo(1);
  }

  @Test
  void namesAColumnThatTheArchetypeDoesNotHave() {
    tables.create(table);

    assertThatThrownBy(() -> table.chunk(0).column(TestSchema.INT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column=b.int");
  }

  @Test
  void keepsWhatBothArchetypesHaveWhenItMoves() {
    long id = tables.create(table);
    table.chunk(0).column(TestSchema.FLOAT)[0] = 1.5f;
    table.chunk(0).column(TestSchema.LONG)[0] = 9;
    table.chunk(0).dirty().mark(0);
    Table other = tables.table(Component.maskOf(TestSchema.A, TestSchema.B));

    assertThat(tables.move(id, other)).isTrue();

    assertThat(table.size()).isZero();
    assertThat(tables.tableOf(id)).isSameAs(other);
    assertThat(other.chunk(0).column(TestSchema.FLOAT)[0]).isEqualTo(1.5f);
    assertThat(other.chunk(0).column(TestSchema.INT)[0]).isZero();
    assertThat(other.chunk(0).dirty().isPersistenceDirty(0)).isTrue();
  }

  @Test
  void holdsSixtyFourKindsOfComponents() {
    Schema schema = new Schema();
    Component last = schema.component("0");
    for (int i = 1; i < Schema.MAX_COMPONENTS; i++) {
      last = schema.component(Integer.toString(i));
    }
    Column<int[]> column = schema.ints(last, "n", "n", Durability.EPHEMERAL, Replication.HIDDEN);
    Tables many = new Tables(schema, 10);
    long id = many.create(many.table(-1L));
    many.chunkOf(id).column(column)[0] = 3;

    assertThat(many.query(last.mask(), 0, 0).tableCount()).isEqualTo(1);
    assertThatThrownBy(() -> schema.component("one too many"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("max=64");
  }

  @Test
  void refusesAComponentThatTheSchemaDoesNotHave() {
    assertThatThrownBy(() -> tables.table(1L << 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown=0x10000000000");
  }

  @Test
  void refusesAColumnOfAnotherSchema() {
    Schema other = new Schema();
    Column<float[]> stranger =
        other.floats(other.component("a"), "x", "n", Durability.EPHEMERAL, Replication.HIDDEN);
    tables.create(table);

    assertThatThrownBy(() -> table.chunk(0).column(stranger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column=a.x");
  }

  @Test
  void removalLeavesATombstone() {
    long first = tables.create(table);
    long second = tables.create(table);
    tables.remove(second);
    tables.remove(second);
    tables.remove(first);

    assertThat(tables.tombstones().count()).isEqualTo(2);
    assertThat(tables.tombstones().entity(0)).isEqualTo(second);
    assertThat(tables.tombstones().entity(1)).isEqualTo(first);
    tables.tombstones().clear();
    assertThat(tables.tombstones().count()).isZero();
  }

  @Test
  void saysWhenThereAreMoreTombstonesThanFit() {
    Tables small = new Tables(TestSchema.SCHEMA, 1);
    Table only = small.table(TestSchema.A.mask());
    small.remove(small.create(only));
    assertThat(small.tombstones().isOverrun()).isFalse();
    small.remove(small.create(only));

    assertThat(small.tombstones().isOverrun()).isTrue();
    small.tombstones().clear();
    assertThat(small.tombstones().isOverrun()).isFalse();
  }
}
