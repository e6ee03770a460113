package dev.keepstone.ecs.table;

import java.util.Arrays;

/**
 * The tables whose archetype has all of some components, at least one of others and none of the
 * rest. Cached: a new table adds itself, so that asking costs nothing in the tick.
 */
public final class Query {
  private final long all;
  private final long any;
  private final long none;
  private Table[] tables = new Table[0];

  Query(long all, long any, long none) {
    this.all = all;
    this.any = any;
    this.none = none;
  }

  boolean is(long otherAll, long otherAny, long otherNone) {
    return all == otherAll && any == otherAny && none == otherNone;
  }

  boolean matches(long mask) {
    return (mask & all) == all && (any == 0 || (mask & any) != 0) && (mask & none) == 0;
  }

  void addIfMatching(Table table) {
    if (matches(table.mask())) {
      tables = Arrays.copyOf(tables, tables.length + 1);
      tables[tables.length - 1] = table;
    }
  }

  public int tableCount() {
    return tables.length;
  }

  /** Tables come in the order in which they were made. */
  public Table table(int index) {
    return tables[index];
  }
}
