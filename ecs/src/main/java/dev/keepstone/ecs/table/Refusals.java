package dev.keepstone.ecs.table;

/**
 * What the store was asked for and did not do. Each is also told to whoever asked, by an outcome or
 * by an exception; the counts are for those who run the server. Written by the world thread.
 */
public final class Refusals {
  private long staleIds;
  private long noRoom;
  private long foreignTables;
  private long unknownComponents;

  Refusals() {}

  /** Ids of entities that are gone, or of none at all, in something to be done or looked up. */
  public long staleIds() {
    return staleIds;
  }

  /** Creations beyond the capacity. */
  public long noRoom() {
    return noRoom;
  }

  /** Rows or moves for the table of another store. */
  public long foreignTables() {
    return foreignTables;
  }

  /** Archetypes of undeclared components, and columns that an archetype does not have. */
  public long unknownComponents() {
    return unknownComponents;
  }

  void staleId() {
    staleIds++;
  }

  void full() {
    noRoom++;
  }

  IllegalArgumentException staleEntity(long id) {
    staleIds++;
    return new IllegalArgumentException("stale entity: id=0x" + Long.toHexString(id));
  }

  IllegalArgumentException foreignTable(Table table) {
    foreignTables++;
    return new IllegalArgumentException(
        "table of another store: mask=0x" + Long.toHexString(table.mask()));
  }

  IllegalArgumentException unknownComponent(long mask, long unknown) {
    unknownComponents++;
    return new IllegalArgumentException(
        "unknown component: mask=0x"
            + Long.toHexString(mask)
            + " unknown=0x"
            + Long.toHexString(unknown));
  }

  IllegalArgumentException unknownColumn(Column<?> column) {
    unknownComponents++;
    return new IllegalArgumentException("archetype has no such column: column=" + column);
  }
}
