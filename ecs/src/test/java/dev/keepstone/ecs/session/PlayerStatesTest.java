package dev.keepstone.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Durability;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.lang.reflect.Array;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A durable column that is forgotten on the way to the store shows here. */
class PlayerStatesTest {
  private static final long SEED = 11;
  private static final long TICK = 100;

  /** They travel beside the state: in the row message and in the record's header. */
  private static final Set<Column<?>> BESIDE = Set.of(Columns.PLAYER_ID, Columns.VERSION);

  private final Tables tables = new Tables(Columns.SCHEMA, 16);
  private final PlayerStates states = new PlayerStates(20);
  private final PlayerState state = new PlayerState();

  @Test
  void everyDurableColumnOfAPlayerSurvivesTheWayThere() {
    Chunk chunk = chunkOfTwoRows();
    Random random = new Random(SEED);
    for (Column<?> column : Columns.SCHEMA.columns()) {
      if (isOnItsWay(column)) {
        fill(chunk, column, 0, random);
      }
    }
    chunk.column(Columns.PLAYTIME_TICK)[0] = TICK;

    states.read(chunk, 0, TICK, state);
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[PlayerStateCodec.MAX_BYTES]);
    int lengthBytes = new PlayerStateCodec().encode(state, buffer, 0);
    PlayerState arrived = new PlayerState();
    assertThat(new PlayerStateCodec().decode(buffer, 0, lengthBytes, arrived)).isTrue();
    states.write(chunk, 1, TICK, arrived);

    for (Column<?> column : Columns.SCHEMA.columns()) {
      if (isOnItsWay(column)) {
        assertThat(cells(chunk, column, 1))
            .as("%s seed=%d", column, SEED)
            .isEqualTo(cells(chunk, column, 0))
            .doesNotContain("0", "0.0");
      }
    }
  }

  @Test
  void playtimeCountsUpToNow() {
    Chunk chunk = chunkOfTwoRows();
    chunk.column(Columns.PLAYTIME_MS)[0] = 5_000;
    chunk.column(Columns.PLAYTIME_TICK)[0] = TICK;

    states.read(chunk, 0, TICK + 50, state);

    assertThat(state.playtimeMs).isEqualTo(7_500);
  }

  private Chunk chunkOfTwoRows() {
    Table table = tables.table(Archetypes.PLAYER);
    long entity = tables.create(table);
    tables.create(table);
    return tables.chunkOf(entity);
  }

  private static boolean isOnItsWay(Column<?> column) {
    return column.durability() == Durability.DURABLE
        && !BESIDE.contains(column)
        && (Archetypes.PLAYER & column.component().mask()) != 0;
  }

  private static void fill(Chunk chunk, Column<?> column, int row, Random random) {
    Object array = chunk.column(column);
    for (int i = 0; i < column.cellsPerRow(); i++) {
      int cell = row * column.cellsPerRow() + i;
      int value = 1 + random.nextInt(Short.MAX_VALUE);
      switch (column.type()) {
        case FLOAT -> Array.setFloat(array, cell, value);
        case INT -> Array.setInt(array, cell, value);
        case LONG -> Array.setLong(array, cell, value);
        case SHORT -> Array.setShort(array, cell, (short) value);
        case BYTE -> Array.setByte(array, cell, (byte) value);
      }
    }
  }

  private static String[] cells(Chunk chunk, Column<?> column, int row) {
    Object array = chunk.column(column);
    String[] cells = new String[column.cellsPerRow()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = String.valueOf(Array.get(array, row * cells.length + i));
    }
    return cells;
  }
}
