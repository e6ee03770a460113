package dev.keepstone.ecs.world;

import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.List;

/**
 * One number for the state of a world: every cell of every column in row order, who lives in which
 * row, the tick and the state of randomness. Two worlds that got the same inbox and seed have the
 * same hash after each tick, on every JVM. For finding where two runs part, not against an
 * attacker.
 */
final class WorldHash {
  /** The FNV-1a offset and prime, here over 64-bit words. */
  private static final long OFFSET = 0xCBF29CE484222325L;

  private static final long PRIME = 0x100000001B3L;

  private static final Column.Type[] TYPES = Column.Type.values();

  private WorldHash() {}

  static long of(Tables tables, long tick, long randomState) {
    long hash = add(add(OFFSET, tick), randomState);
    for (int t = 0; t < tables.tableCount(); t++) {
      Table table = tables.tableAt(t);
      hash = add(add(hash, table.mask()), table.size());
      for (int c = 0; c < table.chunkCount(); c++) {
        hash = add(hash, table, table.chunk(c));
      }
    }
    return hash;
  }

  private static long add(long hash, long value) {
    return (hash ^ value) * PRIME;
  }

  private static long add(long start, Table table, Chunk chunk) {
    long hash = start;
    int size = chunk.size();
    for (int row = 0; row < size; row++) {
      hash = add(hash, chunk.entities()[row]);
    }
    List<Column<?>> columns = table.columns();
    for (Column.Type type : TYPES) {
      for (int i = 0; i < columns.size(); i++) {
        Column<?> column = columns.get(i);
        if (column.type() == type) {
          hash = addCells(hash, chunk.column(column), size * column.cellsPerRow());
        }
      }
    }
    return hash;
  }

  private static long addCells(long start, Object column, int cells) {
    long hash = start;
    if (column instanceof float[] floats) {
      for (int cell = 0; cell < cells; cell++) {
        hash = add(hash, Float.floatToIntBits(floats[cell]));
      }
    } else if (column instanceof int[] ints) {
      for (int cell = 0; cell < cells; cell++) {
        hash = add(hash, ints[cell]);
      }
    } else if (column instanceof long[] longs) {
      for (int cell = 0; cell < cells; cell++) {
        hash = add(hash, longs[cell]);
      }
    } else if (column instanceof short[] shorts) {
      for (int cell = 0; cell < cells; cell++) {
        hash = add(hash, shorts[cell]);
      }
    } else {
      byte[] bytes = (byte[]) column;
      for (int cell = 0; cell < cells; cell++) {
        hash = add(hash, bytes[cell]);
      }
    }
    return hash;
  }
}
