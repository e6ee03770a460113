package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.EntityIds;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/** Makes and removes the rows by which players see what lies on the ground. */
final class GroundRows {
  private final Tables tables;
  private final Table table;
  private final CommandBuffer commands;

  GroundRows(Tables tables, CommandBuffer commands) {
    this.tables = tables;
    this.commands = commands;
    table = tables.table(Archetypes.ITEM);
  }

  /** Seen from the next structural point on; without room for one more row it stays unseen. */
  void appear(GroundItem item, int zone) {
    if (item.entity != EntityIds.NONE) {
      return;
    }
    item.entity = commands.create(table);
    if (item.entity == EntityIds.NONE) {
      return;
    }
    Chunk chunk = tables.chunkOf(item.entity);
    int row = tables.offsetOf(item.entity);
    chunk.column(Columns.X)[row] = item.x;
    chunk.column(Columns.Y)[row] = item.y;
    chunk.column(Columns.ZONE)[row] = (short) zone;
    chunk.column(Columns.KIND)[row] = (byte) EntityKind.ITEM.value();
    chunk.column(Columns.GROUND_ENTRY)[row] = item.entry;
    chunk.column(Columns.ITEM_KIND)[row] = (short) item.kind;
    chunk.column(Columns.ITEM_COUNT)[row] = item.count;
    chunk.dirty().markReplicated(row);
  }

  void vanish(GroundItem item) {
    if (item.entity != EntityIds.NONE) {
      commands.remove(item.entity);
      item.entity = EntityIds.NONE;
    }
  }

  /** The entry that an entity shows, or {@link ItemIds#NONE} when it shows none. */
  long entryOf(long entity) {
    if (!tables.ids().isLive(entity) || !tables.tableOf(entity).has(Columns.GROUND)) {
      return ItemIds.NONE;
    }
    return tables.chunkOf(entity).column(Columns.GROUND_ENTRY)[tables.offsetOf(entity)];
  }
}
