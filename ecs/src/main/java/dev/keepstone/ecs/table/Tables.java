package dev.keepstone.ecs.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The store: a table for each archetype, the ids of all entities, and the queries over them.
 *
 * <p>Creating and removing entities here changes tables at once and must not happen inside a loop
 * over rows; a loop leaves that to a {@link CommandBuffer}.
 */
public final class Tables {
  private final Schema schema;
  private final EntityIds ids;
  private final Tombstones tombstones;
  private final Refusals refusals = new Refusals();
  private final List<Table> tables = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();
  private Chunk[] chunks = new Chunk[0];
  private boolean hasCommandBuffer;

  /**
   * @param capacity how many entities can live at once: 1 to 2^28
   */
  public Tables(Schema schema, int capacity) {
    this.schema = schema;
    this.ids = new EntityIds(capacity);
    this.tombstones = new Tombstones(capacity);
  }

  public EntityIds ids() {
    return ids;
  }

  /** Who was removed since replication last looked. */
  public Tombstones tombstones() {
    return tombstones;
  }

  /** What was asked for and not done. */
  public Refusals refusals() {
    return refusals;
  }

  /**
   * The table of an archetype; made when it is asked for the first time.
   *
   * @throws IllegalArgumentException when the schema does not declare all of these components
   */
  public Table table(long mask) {
    for (Table table : tables) {
      if (table.mask() == mask) {
        return table;
      }
    }
    long unknown = mask & ~schema.mask();
    if (unknown != 0) {
      throw refusals.unknownComponent(mask, unknown);
    }
    Table table = new Table(this, mask, schema);
    tables.add(table);
    for (Query query : queries) {
      query.addIfMatching(table);
    }
    return table;
  }

  /**
   * Makes room for so many rows now, so that no tick has to.
   *
   * @param rows at most the capacity of the store counts
   * @throws IllegalArgumentException when the table is of another store
   */
  public void reserve(Table table, int rows) {
    requireOwn(table);
    table.reserve(Math.min(rows, ids.capacity()));
  }

  public int tableCount() {
    return tables.size();
  }

  /** In the order in which they were made. */
  public Table tableAt(int index) {
    return tables.get(index);
  }

  /**
   * The query for these masks; made when it is asked for the first time.
   *
   * @param all components that an archetype must have, as a mask
   * @param any components of which it must have at least one; 0 asks for none
   * @param none components that it must not have
   */
  public Query query(long all, long any, long none) {
    for (Query query : queries) {
      if (query.is(all, any, none)) {
        return query;
      }
    }
    Query query = new Query(all, any, none);
    for (Table table : tables) {
      query.addIfMatching(table);
    }
    queries.add(query);
    return query;
  }

  /**
   * Adds a row with every cell 0.
   *
   * @return its id, or {@link EntityIds#NONE} when the capacity is reached
   * @throws IllegalArgumentException when the table is of another store
   */
  public long create(Table table) {
    long id = allocateFor(table);
    if (id != EntityIds.NONE) {
      Chunk chunk = table.nextChunk();
      ids.place(id, chunk.number(), table.append(id, chunk));
    }
    return id;
  }

  /** Returns false when the id is stale */
  public boolean remove(long id) {
    if (!ids.isLive(id)) {
      refusals.staleId();
      return false;
    }
    removeRow(chunks[ids.chunkOf(id)], ids.offsetOf(id));
    ids.free(id);
    tombstones.add(id);
    return true;
  }

  /**
   * Gives an entity another set of components: what both archetypes have is kept, what is new is 0.
   *
   * @return false when the id is stale
   * @throws IllegalArgumentException when the table is of another store
   */
  public boolean move(long id, Table target) {
    requireOwn(target);
    if (!ids.isLive(id)) {
      refusals.staleId();
      return false;
    }
    Chunk from = chunks[ids.chunkOf(id)];
    if (from.table() == target) {
      return true;
    }
    int fromOffset = ids.offsetOf(id);
    Chunk to = target.nextChunk();
    int offset = target.append(id, to);
    to.copySharedColumns(offset, from, fromOffset);
    removeRow(from, fromOffset);
    ids.place(id, to.number(), offset);
    return true;
  }

  /**
   * Marks the row of this entity, as {@link DirtyRows#mark} does: for whoever follows ids.
   *
   * @return false when the id is stale
   */
  public boolean mark(long id) {
    if (!ids.isLive(id)) {
      refusals.staleId();
      return false;
    }
    chunks[ids.chunkOf(id)].dirty().mark(ids.offsetOf(id));
    return true;
  }

  /**
   * Which table this entity lives in.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public Table tableOf(long id) {
    return chunkOf(id).table();
  }

  /**
   * The row in which this entity lives until the next removal.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public int rowOf(long id) {
    return chunkOf(id).firstRow() + ids.offsetOf(id);
  }

  /**
   * The chunk in which this entity lives until the next removal; the row in it is {@link
   * #offsetOf}.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public Chunk chunkOf(long id) {
    requireLive(id);
    return chunks[ids.chunkOf(id)];
  }

  /**
   * Where in {@link #chunkOf} this entity lives until the next removal.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public int offsetOf(long id) {
    requireLive(id);
    return ids.offsetOf(id);
  }

  long stage(Table table) {
    long id = allocateFor(table);
    if (id != EntityIds.NONE) {
      Chunk chunk = table.nextChunk();
      ids.place(id, chunk.number(), table.stage(id, chunk));
    }
    return id;
  }

  private long allocateFor(Table table) {
    requireOwn(table);
    long id = ids.allocate();
    if (id == EntityIds.NONE) {
      refusals.full();
    }
    return id;
  }

  private void removeRow(Chunk chunk, int offset) {
    long moved = chunk.table().swapRemove(chunk, offset);
    if (moved != EntityIds.NONE) {
      ids.place(moved, chunk.number(), offset);
    }
  }

  int schemaColumns() {
    return schema.columns().size();
  }

  int nextChunkNumber() {
    return chunks.length;
  }

  void add(Chunk chunk) {
    chunks = Arrays.copyOf(chunks, chunks.length + 1);
    chunks[chunk.number()] = chunk;
  }

  /** What it has noted for an entity lies with the ids: a second one would read it as its own. */
  void bindCommandBuffer() {
    if (hasCommandBuffer) {
      throw new IllegalStateException("the store has a command buffer already");
    }
    hasCommandBuffer = true;
  }

  /** Its rows would get ids that another store knows nothing of. */
  void requireOwn(Table table) {
    if (table.store() != this) {
      throw refusals.foreignTable(table);
    }
  }

  private void requireLive(long id) {
    if (!ids.isLive(id)) {
      throw refusals.staleEntity(id);
    }
  }
}
