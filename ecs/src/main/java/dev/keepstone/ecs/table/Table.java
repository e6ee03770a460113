package dev.keepstone.ecs.table;

import java.util.ArrayList;
import java.util.List;

/**
 * All entities of one archetype, in dense rows: row {@code r} lies in chunk {@code r / 1024}. A
 * removed row is filled with the last one, so the order of rows is the order of what was done to
 * the table and nothing else.
 *
 * <p>Behind the rows in use there may be <em>staged</em> rows: they have an id and can be written,
 * but no loop sees them before {@link CommandBuffer#apply()}.
 */
public final class Table {
  private final int index;
  private final long mask;
  private final int schemaColumns;
  private final List<Column<?>> columns;
  private final List<Chunk> chunks = new ArrayList<>();
  private int size;
  private int staged;

  Table(int index, long mask, Schema schema) {
    this.index = index;
    this.mask = mask;
    this.schemaColumns = schema.columns().size();
    List<Column<?>> own = new ArrayList<>();
    for (Column<?> column : schema.columns()) {
      if ((column.component().mask() & mask) != 0) {
        own.add(column);
      }
    }
    this.columns = List.copyOf(own);
  }

  /** Which chunk a row lies in. */
  public static int chunkIndexOf(int row) {
    return row >>> Chunk.SHIFT;
  }

  /** Where in its chunk a row lies. */
  public static int offsetOf(int row) {
    return row & Chunk.MASK;
  }

  public long mask() {
    return mask;
  }

  public boolean has(Component component) {
    return (mask & component.mask()) != 0;
  }

  /** In order of declaration. */
  public List<Column<?>> columns() {
    return columns;
  }

  /** Rows in use, without staged ones. */
  public int size() {
    return size;
  }

  /** Chunks that hold rows in use. */
  public int chunkCount() {
    return (size + Chunk.MASK) >>> Chunk.SHIFT;
  }

  public Chunk chunk(int chunkIndex) {
    return chunks.get(chunkIndex);
  }

  int index() {
    return index;
  }

  /** The row that {@link #stage} would take. */
  int nextRow() {
    return size + staged;
  }

  int stage(long entity) {
    int row = size + staged++;
    int chunkIndex = chunkIndexOf(row);
    if (chunkIndex == chunks.size()) {
      chunks.add(new Chunk(schemaColumns, columns));
    }
    chunks.get(chunkIndex).reset(offsetOf(row), entity);
    return row;
  }

  void publishStaged() {
    resize(size + staged);
    staged = 0;
  }

  /**
   * Removes a row in use.
   *
   * @return the entity that lives in this row now, or {@link EntityIds#NONE} when it was the last
   */
  long swapRemove(int row) {
    if (staged != 0) {
      throw new IllegalStateException("rows are staged: apply the commands first");
    }
    int last = size - 1;
    long moved = EntityIds.NONE;
    if (row != last) {
      Chunk to = chunks.get(chunkIndexOf(row));
      to.copyRow(offsetOf(row), chunks.get(chunkIndexOf(last)), offsetOf(last));
      moved = to.entities()[offsetOf(row)];
    }
    chunks.get(chunkIndexOf(last)).reset(offsetOf(last), EntityIds.NONE);
    resize(last);
    return moved;
  }

  private void resize(int newSize) {
    int from = Math.min(size, newSize);
    int to = Math.max(size, newSize);
    for (int c = chunkIndexOf(from); c < chunks.size() && c <= chunkIndexOf(to); c++) {
      chunks.get(c).size(Math.max(0, Math.min(Chunk.ROWS, newSize - (c << Chunk.SHIFT))));
    }
    size = newSize;
  }
}
