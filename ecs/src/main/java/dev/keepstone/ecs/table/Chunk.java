package dev.keepstone.ecs.table;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows of one table: an array per column, so that a system is a loop over local array
 * references. Rows {@code 0 .. size-1} are in use; every other row is empty: cells 0, nobody in it,
 * nothing dirty.
 *
 * <p>The first chunk of a table has {@link #FIRST_ROWS} rows, and each later one as many as all
 * before it, up to {@link #MAX_ROWS}. So a small table stays small, nothing is ever copied in order
 * to grow, and the loops over a large table are long: a memory stream is read at full speed only
 * after its first pages, and the JIT pays for a loop before and after each vectorised one. Measured
 * against flat arrays at 100 000 / 1 000 000 rows, movement takes 1.20 / 1.55 times as long with
 * chunks of 1 024 rows, 1.09 / 1.45 with 4 096, 1.03 / 1.2 with 16 384 and 1.02 / 1.06 with 65 536
 * (docs/architecture.md).
 */
public final class Chunk {
  /** Rows of the first chunk of a table, unless the store has room for fewer entities. */
  public static final int FIRST_ROWS = 1 << 10;

  /** The most rows of a chunk. Both are multiples of 64, so that dirty words never span chunks. */
  public static final int MAX_ROWS = 1 << 16;

  private static final int NO_NUMBER = -1;

  private final Table table;
  private final int number;
  private final int firstRow;
  private final int capacity;
  private final long[] entities;
  private final Object[] byOrdinal;
  private final @Nullable Column<?>[] declared;
  private final float[][] floats;
  private final int[][] ints;
  private final long[][] longs;
  private final short[][] shorts;
  private final byte[][] bytes;
  private final Block[] blocks;
  private final DirtyRows dirty;
  private int size;

  /** A column with several cells in each row. */
  private record Block(Object cells, Column<?> column) {
    void copyRow(int row, Block from, int fromRow) {
      int width = column.cellsPerRow();
      System.arraycopy(from.cells, fromRow * width, cells, row * width, width);
    }

    void clearRow(int row) {
      int start = row * column.cellsPerRow();
      int end = start + column.cellsPerRow();
      if (cells instanceof int[] ints) {
        Arrays.fill(ints, start, end, 0);
      } else if (cells instanceof long[] longs) {
        Arrays.fill(longs, start, end, 0);
      } else if (cells instanceof short[] shorts) {
        Arrays.fill(shorts, start, end, (short) 0);
      }
    }
  }

  /** Without room: for a table that has no row yet. */
  Chunk(Table table) {
    this(table, NO_NUMBER, 0, 0);
  }

  /**
   * @param number its place among all chunks of the store
   * @param capacity rows, a multiple of 64
   */
  Chunk(Table table, int number, int firstRow, int capacity) {
    this.table = table;
    this.number = number;
    this.firstRow = firstRow;
    this.capacity = capacity;
    entities = new long[capacity];
    dirty = new DirtyRows(capacity);
    byOrdinal = new Object[table.schemaColumns()];
    declared = new Column<?>[table.schemaColumns()];
    List<Column<?>> columns = table.columns();
    for (Column<?> column : columns) {
      declared[column.ordinal()] = column;
      byOrdinal[column.ordinal()] = column.newArray(capacity);
    }
    floats = single(columns, float[].class).toArray(float[][]::new);
    ints = single(columns, int[].class).toArray(int[][]::new);
    longs = single(columns, long[].class).toArray(long[][]::new);
    shorts = single(columns, short[].class).toArray(short[][]::new);
    bytes = single(columns, byte[].class).toArray(byte[][]::new);
    blocks =
        columns.stream()
            .filter(column -> column.cellsPerRow() > 1)
            .map(column -> new Block(byOrdinal[column.ordinal()], column))
            .toArray(Block[]::new);
  }

  private <A> List<A> single(List<Column<?>> columns, Class<A> type) {
    return columns.stream()
        .filter(column -> column.cellsPerRow() == 1 && column.arrayType() == type)
        .map(column -> type.cast(byOrdinal[column.ordinal()]))
        .toList();
  }

  /**
   * The array that holds this column: {@link Column#cellsPerRow} cells for each row. Keep it in a
   * local for the length of a loop, not longer.
   *
   * @throws IllegalArgumentException when the archetype has no such column, or the column is of
   *     another schema
   */
  public <A> A column(Column<A> column) {
    int ordinal = column.ordinal();
    if (ordinal >= declared.length || declared[ordinal] != column) {
      throw table.refusals().unknownColumn(column);
    }
    return column.arrayType().cast(byOrdinal[ordinal]);
  }

  /** Who lives in each row. */
  public long[] entities() {
    return entities;
  }

  public DirtyRows dirty() {
    return dirty;
  }

  public int size() {
    return size;
  }

  /** How many rows it has, in use or not: a multiple of 64. */
  public int capacity() {
    return capacity;
  }

  /** Which row of the table its row 0 is. */
  public int firstRow() {
    return firstRow;
  }

  Table table() {
    return table;
  }

  int number() {
    return number;
  }

  void size(int newSize) {
    size = newSize;
  }

  /** Gives an empty row to an entity. */
  void settle(int row, long entity) {
    entities[row] = entity;
  }

  /**
   * Moves a whole row here from a chunk of the same table; there the row is empty afterwards.
   *
   * @return who moved
   */
  long takeRow(int row, Chunk from, int fromRow) {
    for (int i = 0; i < floats.length; i++) {
      float[] source = from.floats[i];
      floats[i][row] = source[fromRow];
      source[fromRow] = 0;
    }
    for (int i = 0; i < ints.length; i++) {
      int[] source = from.ints[i];
      ints[i][row] = source[fromRow];
      source[fromRow] = 0;
    }
    for (int i = 0; i < longs.length; i++) {
      long[] source = from.longs[i];
      longs[i][row] = source[fromRow];
      source[fromRow] = 0;
    }
    for (int i = 0; i < shorts.length; i++) {
      short[] source = from.shorts[i];
      shorts[i][row] = source[fromRow];
      source[fromRow] = 0;
    }
    for (int i = 0; i < bytes.length; i++) {
      byte[] source = from.bytes[i];
      bytes[i][row] = source[fromRow];
      source[fromRow] = 0;
    }
    for (int i = 0; i < blocks.length; i++) {
      blocks[i].copyRow(row, from.blocks[i], fromRow);
      from.blocks[i].clearRow(fromRow);
    }
    dirty.copyRow(row, from.dirty, fromRow);
    from.dirty.clearRow(fromRow);
    long moved = from.entities[fromRow];
    entities[row] = moved;
    from.entities[fromRow] = EntityIds.NONE;
    return moved;
  }

  /** Nobody lives there any more. */
  void clearRow(int row) {
    for (float[] column : floats) {
      column[row] = 0;
    }
    for (int[] column : ints) {
      column[row] = 0;
    }
    for (long[] column : longs) {
      column[row] = 0;
    }
    for (short[] column : shorts) {
      column[row] = 0;
    }
    for (byte[] column : bytes) {
      column[row] = 0;
    }
    for (Block block : blocks) {
      block.clearRow(row);
    }
    dirty.clearRow(row);
    entities[row] = EntityIds.NONE;
  }

  /** Copies the columns that both archetypes have into an empty row; the others stay 0. */
  void copySharedColumns(int row, Chunk from, int fromRow) {
    for (int i = 0; i < declared.length; i++) {
      Column<?> column = declared[i];
      if (column != null && from.declared[i] != null) {
        int width = column.cellsPerRow();
        System.arraycopy(from.byOrdinal[i], fromRow * width, byOrdinal[i], row * width, width);
      }
    }
    dirty.copyRow(row, from.dirty, fromRow);
  }
}
