package dev.keepstone.ecs.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.rule.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random creations, removals, moves, writes and marks, compared with a model of plain objects. */
class TablesPropertyTest {
  private static final int CAPACITY = 3000;
  private static final long[] ARCHETYPES = {
    TestSchema.A.mask(),
    Component.maskOf(TestSchema.A, TestSchema.B),
    Component.maskOf(TestSchema.B, TestSchema.C, TestSchema.D),
    Component.maskOf(TestSchema.A, TestSchema.B, TestSchema.C, TestSchema.D, TestSchema.E),
    Component.maskOf(TestSchema.A, TestSchema.F),
    Component.maskOf(TestSchema.E, TestSchema.F),
  };

  /** What a row should hold. */
  private static final class Model {
    long mask;
    float floatValue;
    int intValue;
    long longValue;
    short shortValue;
    byte byteValue;
    int[] intBlock = new int[28];
    short[] shortBlock = new short[3];
    long[] longBlock = new long[2];
    int changes;
    boolean replicationDirty;
    boolean persistenceDirty;
  }

  private final Tables tables = new Tables(TestSchema.SCHEMA, CAPACITY);
  private final CommandBuffer commands = new CommandBuffer(tables);
  private final Map<Long, Model> models = new HashMap<>();
  private final List<Long> ids = new ArrayList<>();
  private final List<Long> staleIds = new ArrayList<>();
  private long seed;

  @Test
  void behavesLikePlainObjects() {
    for (seed = 1; seed <= 15; seed++) {
      SeededRandom random = new SeededRandom(seed);
      int steps = 2000 + random.nextInt(6000);
      for (int i = 0; i < steps; i++) {
        step(random);
        if (i % 500 == 0) {
          checkEverything();
        }
      }
      checkEverything();
      clear();
    }
  }

  private void step(SeededRandom random) {
    int action = random.nextInt(100);
    if (ids.isEmpty() || action < 45) {
      create(random.nextInt(2) == 0, ARCHETYPES[random.nextInt(ARCHETYPES.length)]);
    } else if (action < 60) {
      remove(random.nextInt(ids.size()), random.nextInt(2) == 0);
    } else if (action < 70) {
      move(
          ids.get(random.nextInt(ids.size())),
          ARCHETYPES[random.nextInt(ARCHETYPES.length)],
          random.nextInt(2) == 0);
    } else if (action < 90) {
      write(ids.get(random.nextInt(ids.size())), random);
    } else if (action < 95) {
      clearMarks(ids.get(random.nextInt(ids.size())));
    } else if (!staleIds.isEmpty()) {
      long stale = staleIds.get(random.nextInt(staleIds.size()));
      assertThat(tables.remove(stale)).as("seed=" + seed).isFalse();
      assertThat(commands.remove(stale)).as("seed=" + seed).isFalse();
      assertThat(tables.move(stale, tables.table(ARCHETYPES[0]))).as("seed=" + seed).isFalse();
      assertThat(commands.move(stale, tables.table(ARCHETYPES[0]))).as("seed=" + seed).isFalse();
    }
  }

  private void create(boolean buffered, long mask) {
    long id = buffered ? commands.create(tables.table(mask)) : tables.create(tables.table(mask));
    assertThat(id == EntityIds.NONE).as("seed=" + seed).isEqualTo(ids.size() == CAPACITY);
    if (id != EntityIds.NONE) {
      Model model = new Model();
      model.mask = mask;
      models.put(id, model);
      ids.add(id);
    }
    commands.apply();
  }

  private void remove(int index, boolean buffered) {
    long id = ids.remove(index);
    models.remove(id);
    staleIds.add(id);
    assertThat(buffered ? commands.remove(id) : tables.remove(id)).as("seed=" + seed).isTrue();
    commands.apply();
  }

  private void move(long id, long mask, boolean buffered) {
    Table target = tables.table(mask);
    if (buffered) {
      assertThat(commands.move(id, tables.table(ARCHETYPES[0]))).as("seed=" + seed).isTrue();
      assertThat(commands.move(id, target)).as("seed=" + seed).isTrue();
      commands.apply();
    } else {
      assertThat(tables.move(id, target)).as("seed=" + seed).isTrue();
    }
    Model model = model(id);
    long lost = model.mask & ~mask;
    model.floatValue = (lost & TestSchema.A.mask()) != 0 ? 0 : model.floatValue;
    model.intValue = (lost & TestSchema.B.mask()) != 0 ? 0 : model.intValue;
    model.longValue = (lost & TestSchema.C.mask()) != 0 ? 0 : model.longValue;
    model.shortValue = (lost & TestSchema.D.mask()) != 0 ? 0 : model.shortValue;
    model.byteValue = (lost & TestSchema.E.mask()) != 0 ? 0 : model.byteValue;
    if ((lost & TestSchema.F.mask()) != 0) {
      model.intBlock = new int[28];
      model.shortBlock = new short[3];
      model.longBlock = new long[2];
    }
    model.mask = mask;
  }

  private void write(long id, SeededRandom random) {
    Model model = model(id);
    Chunk chunk = tables.chunkOf(id);
    int row = Table.offsetOf(tables.rowOf(id));
    if ((model.mask & TestSchema.A.mask()) != 0) {
      chunk.column(TestSchema.FLOAT)[row] = model.floatValue = random.nextFloat();
    }
    if ((model.mask & TestSchema.B.mask()) != 0) {
      chunk.column(TestSchema.INT)[row] = model.intValue = random.nextInt(1000);
    }
    if ((model.mask & TestSchema.C.mask()) != 0) {
      chunk.column(TestSchema.LONG)[row] = model.longValue = random.nextLong();
    }
    if ((model.mask & TestSchema.D.mask()) != 0) {
      chunk.column(TestSchema.SHORT)[row] = model.shortValue = (short) random.nextInt(30_000);
    }
    if ((model.mask & TestSchema.E.mask()) != 0) {
      chunk.column(TestSchema.BYTE)[row] = model.byteValue = (byte) random.nextInt(100);
    }
    if ((model.mask & TestSchema.F.mask()) != 0) {
      int cell = random.nextInt(28);
      chunk.column(TestSchema.INT_BLOCK)[row * 28 + cell] =
          model.intBlock[cell] = random.nextInt(1000);
      chunk.column(TestSchema.SHORT_BLOCK)[row * 3 + cell % 3] =
          model.shortBlock[cell % 3] = (short) cell;
      chunk.column(TestSchema.LONG_BLOCK)[row * 2 + cell % 2] =
          model.longBlock[cell % 2] = random.nextLong();
    }
    long versionBefore = chunk.dirty().version();
    model.replicationDirty = true;
    if (random.nextInt(2) == 0) {
      chunk.dirty().mark(row);
      model.persistenceDirty = true;
      model.changes++;
    } else {
      chunk.dirty().markReplicated(row);
    }
    assertThat(chunk.dirty().version()).as("seed=" + seed).isGreaterThan(versionBefore);
  }

  private void clearMarks(long id) {
    tables.chunkOf(id).dirty().clearPersistence(Table.offsetOf(tables.rowOf(id)));
    model(id).persistenceDirty = false;
  }

  private void checkEverything() {
    int rows = 0;
    for (int t = 0; t < tables.tableCount(); t++) {
      Table table = tables.tableAt(t);
      int inChunks = 0;
      for (int c = 0; c < table.chunkCount(); c++) {
        inChunks += table.chunk(c).size();
      }
      assertThat(inChunks).as("seed=" + seed).isEqualTo(table.size());
      rows += table.size();
    }
    assertThat(rows).as("seed=" + seed).isEqualTo(ids.size()).isEqualTo(tables.ids().liveCount());
    for (long id : ids) {
      check(id, model(id));
    }
  }

  private void check(long id, Model model) {
    String where = "seed=" + seed + " id=" + id;
    Table table = tables.tableOf(id);
    Chunk chunk = tables.chunkOf(id);
    int row = Table.offsetOf(tables.rowOf(id));
    assertThat(table.mask()).as(where).isEqualTo(model.mask);
    assertThat(chunk.entities()[row]).as(where).isEqualTo(id);
    assertThat(chunk.dirty().changes(row)).as(where).isEqualTo(model.changes);
    assertThat(chunk.dirty().isReplicationDirty(row)).as(where).isEqualTo(model.replicationDirty);
    assertThat(chunk.dirty().isPersistenceDirty(row)).as(where).isEqualTo(model.persistenceDirty);
    if (table.has(TestSchema.A)) {
      assertThat(chunk.column(TestSchema.FLOAT)[row]).as(where).isEqualTo(model.floatValue);
    }
    if (table.has(TestSchema.B)) {
      assertThat(chunk.column(TestSchema.INT)[row]).as(where).isEqualTo(model.intValue);
    }
    if (table.has(TestSchema.C)) {
      assertThat(chunk.column(TestSchema.LONG)[row]).as(where).isEqualTo(model.longValue);
    }
    if (table.has(TestSchema.D)) {
      assertThat(chunk.column(TestSchema.SHORT)[row]).as(where).isEqualTo(model.shortValue);
    }
    if (table.has(TestSchema.F)) {
      assertThat(Arrays.copyOfRange(chunk.column(TestSchema.INT_BLOCK), row * 28, row * 28 + 28))
          .as(where)
          .isEqualTo(model.intBlock);
      assertThat(Arrays.copyOfRange(chunk.column(TestSchema.SHORT_BLOCK), row * 3, row * 3 + 3))
          .as(where)
          .isEqualTo(model.shortBlock);
      assertThat(Arrays.copyOfRange(chunk.column(TestSchema.LONG_BLOCK), row * 2, row * 2 + 2))
          .as(where)
          .isEqualTo(model.longBlock);
    }
    if (table.has(TestSchema.E)) {
      assertThat(chunk.column(TestSchema.BYTE)[row]).as(where).isEqualTo(model.byteValue);
    }
  }

  private Model model(long id) {
    return Objects.requireNonNull(models.get(id), "id=" + id);
  }

  private void clear() {
    while (!ids.isEmpty()) {
      remove(ids.size() - 1, false);
    }
    staleIds.clear();
  }
}
