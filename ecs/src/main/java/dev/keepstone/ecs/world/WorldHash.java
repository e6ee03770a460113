package dev.keepstone.ecs.world;

import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

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

  private WorldHash() {}

  static long of(Tables tables, long tick, long randomState) {
    long hash = add(add(OFFSET, tick), randomState);
    for (int t = 0; t < tables.tableCount(); t++) {
      Table table = tables.tableAt(t);
      hash = add(add(hash, table.mask()), table.size());
      for (int c = 0; c < table.chunkCount(); c++) {
        hash = add(hash, table.chunk(c));
      }
    }
    return hash;
  }

  private static long add(long hash, long value) {
    return (hash ^ value) * PRIME;
  }

  private static long add(long start, Chunk chunk) {
    long hash = start;
    int size = chunk.size();
    for (int row = 0; row < size; row++) {
      hash = add(hash, chunk.entities()[row]);
    }
    for (float[] column : chunk.floatColumns()) {
      for (int row = 0; row < size; row++) {
        hash = add(hash, Float.floatToIntBits(column[row]));
      }
    }
    for (int[] column : chunk.intColumns()) {
      for (int cell = 0; cell < cellsInUse(size, column.length); cell++) {
        hash = add(hash, column[cell]);
      }
    }
    for (long[] column : chunk.longColumns()) {
      for (int cell = 0; cell < cellsInUse(size, column.length); cell++) {
        hash = add(hash, column[cell]);
      }
    }
    for (short[] column : chunk.shortColumns()) {
      for (int cell = 0; cell < cellsInUse(size, column.length); cell++) {
        hash = add(hash, column[cell]);
      }
    }
    for (byte[] column : chunk.byteColumns()) {
      for (int row = 0; row < size; row++) {
        hash = add(hash, column[row]);
      }
    }
    return hash;
  }

  /** A block has several cells a row. */
  private static int cellsInUse(int rows, int cells) {
    return rows * (cells / Chunk.ROWS);
  }
}
