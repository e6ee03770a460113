package dev.keepstone.ecs.table;

import java.util.ArrayList;
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
  private final List<Table> tables = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();

  /**
   * @param capacity how many entities can live at once
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
      throw new IllegalArgumentException(
          "unknown component: mask=0x"
              + Long.toHexString(mask)
              + " unknown=0x"
              + Long.toHexString(unknown));
    }
    Table table = new Table(tables.size(), mask, schema);
    tables.add(table);
    for (Query query : queries) {
      query.addIfMatching(table);
    }
    return table;
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
    long id = stage(table);
    table.publishStaged();
    return id;
  }

  /** Returns false when the id is stale */
  public boolean remove(long id) {
    if (!ids.isLive(id)) {
      return false;
    }
    removeRow(tables.get(ids.tableOf(id)), ids.rowOf(id));
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
      return false;
    }
    Table source = tables.get(ids.tableOf(id));
    if (source == target) {
      return true;
    }
    int fromRow = ids.rowOf(id);
    int row = target.stage(id);
    Chunk from = source.chunk(Table.chunkIndexOf(fromRow));
    target
        .chunk(Table.chunkIndexOf(row))
        .copySharedColumns(Table.offsetOf(row), from, Table.offsetOf(fromRow));
    target.publishStaged();
    removeRow(source, fromRow);
    ids.place(id, target.index(), row);
    return true;
  }

  /**
   * Which table this entity lives in.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public Table tableOf(long id) {
    requireLive(id);
    return tables.get(ids.tableOf(id));
  }

  /**
   * The row in which this entity lives until the next removal.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public int rowOf(long id) {
    requireLive(id);
    return ids.rowOf(id);
  }

  /**
   * The chunk in which this entity lives until the next removal; the row in it is {@code
   * Table.offsetOf(rowOf(id))}.
   *
   * @throws IllegalArgumentException when the id is stale
   */
  public Chunk chunkOf(long id) {
    requireLive(id);
    return tables.get(ids.tableOf(id)).chunk(Table.chunkIndexOf(ids.rowOf(id)));
  }

  long stage(Table table) {
    requireOwn(table);
    long id = ids.allocate(table.index(), table.nextRow());
    if (id != EntityIds.NONE) {
      table.stage(id);
    }
    return id;
  }

  private void removeRow(Table table, int row) {
    long moved = table.swapRemove(row);
    if (moved != EntityIds.NONE) {
      ids.place(moved, table.index(), row);
    }
  }

  /** Its rows would get ids that another store knows nothing of. */
  void requireOwn(Table table) {
    if (table.index() >= tables.size() || tables.get(table.index()) != table) {
      throw new IllegalArgumentException(
          "table of another store: mask=0x" + Long.toHexString(table.mask()));
    }
  }

  private void requireLive(long id) {
    if (!ids.isLive(id)) {
      throw new IllegalArgumentException("stale entity: id=0x" + Long.toHexString(id));
    }
  }
}
