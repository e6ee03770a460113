package dev.keepstone.ecs.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All entities of one archetype, in dense rows. A removed row is filled with the last one, so the
 * order of rows is the order of what was done to the table and nothing else.
 *
 * <p>Behind the rows in use there may be <em>staged</em> rows: they have an id and can be written,
 * but no loop sees them before {@link CommandBuffer#apply()}.
 *
 * <pre>
 *  row     0      1 024   2 048     4 096         8 192   ..   65 536    131 072
 *          +------+-------+---------+-------------+------------+---------+---------+--
 *  chunk   |   0  |   1   |    2    |      3      |  4, 5, 6   |    7    |    8    |
 *          +------+-------+---------+-------------+------------+---------+---------+--
 * </pre>
 */
public final class Table {
  private static final int FIRST_SHIFT = Integer.numberOfTrailingZeros(Chunk.FIRST_ROWS);
  private static final int MAX_SHIFT = Integer.numberOfTrailingZeros(Chunk.MAX_ROWS);

  /** The last chunk that has as many rows as all before it; those after it have the most. */
  private static final int LAST_DOUBLING = MAX_SHIFT - FIRST_SHIFT;

  private final Tables store;
  private final long mask;
  private final List<Column<?>> columns;
  private Chunk[] chunks = new Chunk[0];

  /** That of the last row in use; without room when there was no row yet. */
  private Chunk lastChunk;

  private int size;
  private int staged;

  Table(Tables store, long mask, Schema schema) {
    this.store = store;
    this.mask = mask;
    List<Column<?>> own = new ArrayList<>();
    for (Column<?> column : schema.columns()) {
      if ((column.component().mask() & mask) != 0) {
        own.add(column);
      }
    }
    this.columns = List.copyOf(own);
    this.lastChunk = new Chunk(this);
  }

  /** Which chunk a row lies in. Without a branch: one that follows random rows costs more. */
  public static int chunkIndexOf(int row) {
    int doublings =
        Integer.SIZE
            - Integer.numberOfLeadingZeros(Math.min(row, Chunk.MAX_ROWS - 1) >>> FIRST_SHIFT);
    return doublings + (row >>> MAX_SHIFT);
  }

  /** Where in its chunk a row lies. */
  public static int offsetOf(int row) {
    int whileDoubling = Integer.highestOneBit(row) & -Chunk.FIRST_ROWS;
    int afterwards = row & -Chunk.MAX_ROWS;
    return row - Math.max(whileDoubling, afterwards);
  }

  private static int firstRowOf(int chunkIndex) {
    if (chunkIndex == 0) {
      return 0;
    }
    return chunkIndex <= LAST_DOUBLING
        ? Chunk.FIRST_ROWS << (chunkIndex - 1)
        : (chunkIndex - LAST_DOUBLING) << MAX_SHIFT;
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
    return size == 0 ? 0 : chunkIndexOf(size - 1) + 1;
  }

  public Chunk chunk(int chunkIndex) {
    return chunks[chunkIndex];
  }

  Tables store() {
    return store;
  }

  int schemaColumns() {
    return store.schemaColumns();
  }

  Refusals refusals() {
    return store.refusals();
  }

  /** Makes the chunks for so many rows, so that nothing is allocated until there are more. */
  void reserve(int rows) {
    while (rows > 0 && chunks.length <= chunkIndexOf(rows - 1)) {
      addChunk();
    }
  }

  /** The chunk that the next row lies in, staged or not. */
  Chunk nextChunk() {
    if (staged == 0 && lastChunk.size() < lastChunk.capacity()) {
      return lastChunk;
    }
    int chunkIndex = chunkIndexOf(size + staged);
    if (chunkIndex == chunks.length) {
      addChunk();
    }
    return chunks[chunkIndex];
  }

  /** A table never has more rows than its store has room for entities. */
  private void addChunk() {
    int firstRow = firstRowOf(chunks.length);
    int rows = Math.max(Chunk.FIRST_ROWS, Math.min(firstRow, Chunk.MAX_ROWS));
    int wanted = (store.ids().capacity() - firstRow + Long.SIZE - 1) & -Long.SIZE;
    Chunk chunk = new Chunk(this, store.nextChunkNumber(), firstRow, Math.min(rows, wanted));
    chunks = Arrays.copyOf(chunks, chunks.length + 1);
    chunks[chunks.length - 1] = chunk;
    store.add(chunk);
  }

  /** Returns where in {@link #nextChunk} the entity lives now. */
  int stage(long entity, Chunk nextChunk) {
    int offset = size + staged++ - nextChunk.firstRow();
    nextChunk.settle(offset, entity);
    return offset;
  }

  /** Returns where in {@link #nextChunk} the entity lives now; staged rows are published too. */
  int append(long entity, Chunk nextChunk) {
    if (staged != 0) {
      int offset = stage(entity, nextChunk);
      publishStaged();
      return offset;
    }
    int offset = nextChunk.size();
    nextChunk.settle(offset, entity);
    nextChunk.size(offset + 1);
    lastChunk = nextChunk;
    size++;
    return offset;
  }

  void publishStaged() {
    if (staged == 0) {
      return;
    }
    int newSize = size + staged;
    int last = chunkIndexOf(newSize - 1);
    for (int c = chunkIndexOf(size); c < last; c++) {
      chunks[c].size(chunks[c].capacity());
    }
    lastChunk = chunks[last];
    lastChunk.size(newSize - lastChunk.firstRow());
    size = newSize;
    staged = 0;
  }

  /**
   * Removes a row in use.
   *
   * @return the entity that lives in this row now, or {@link EntityIds#NONE} when it was the last
   */
  long swapRemove(Chunk chunk, int offset) {
    if (staged != 0) {
      throw new IllegalStateException("rows are staged: apply the commands first");
    }
    Chunk last = lastChunk;
    int lastOffset = last.size() - 1;
    long moved = EntityIds.NONE;
    if (chunk.firstRow() + offset != last.firstRow() + lastOffset) {
      moved = chunk.takeRow(offset, last, lastOffset);
    } else {
      chunk.clearRow(offset);
    }
    last.size(lastOffset);
    size--;
    if (lastOffset == 0 && size != 0) {
      lastChunk = chunks[chunkIndexOf(size - 1)];
    }
    return moved;
  }
}
