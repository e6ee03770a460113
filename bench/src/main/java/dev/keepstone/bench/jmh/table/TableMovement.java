package dev.keepstone.bench.jmh.table;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Component;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/** Movement through the public API of {@code ecs.table}: query, chunks, columns. */
final class TableMovement {
  private static final long MOVING = Component.maskOf(Columns.POSITION, Columns.VELOCITY);

  private final Query query;

  TableMovement(int rows) {
    Tables tables = new Tables(Columns.SCHEMA, rows);
    Table moving = tables.table(MOVING);
    Velocities source = new Velocities();
    for (int i = 0; i < rows; i++) {
      tables.create(moving);
      Chunk chunk = moving.chunk(Table.chunkIndexOf(i));
      chunk.column(Columns.VELOCITY_X)[Table.offsetOf(i)] = source.next();
      chunk.column(Columns.VELOCITY_Y)[Table.offsetOf(i)] = source.next();
    }
    query = tables.query(MOVING, 0, 0);
  }

  float pass() {
    float result = 0;
    for (int t = 0; t < query.tableCount(); t++) {
      Table moving = query.table(t);
      for (int c = 0; c < moving.chunkCount(); c++) {
        Chunk chunk = moving.chunk(c);
        int size = chunk.size();
        add(chunk.column(Columns.X), chunk.column(Columns.VELOCITY_X), size);
        add(chunk.column(Columns.Y), chunk.column(Columns.VELOCITY_Y), size);
        result = chunk.column(Columns.X)[0];
      }
    }
    return result;
  }

  private static void add(float[] to, float[] what, int size) {
    for (int i = 0; i < size; i++) {
      to[i] += what[i];
    }
  }
}
