package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.CreatureTable;
import dev.keepstone.ecs.content.ItemSpot;
import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What players are told that an entity is called. Asked for everybody who appears: no allocation.
 */
public final class EntityNames {
  private static final byte[] NO_NAME = new byte[0];

  private final Tables tables;
  private final Sessions sessions;
  private final byte[][] creatureNames;

  /** By kind. */
  private final byte[][] itemNames;

  public EntityNames(Tables tables, Sessions sessions, WorldContent content) {
    this.tables = tables;
    this.sessions = sessions;
    CreatureTable creatures = content.creatures();
    creatureNames = new byte[creatures.size()][];
    for (int i = 0; i < creatureNames.length; i++) {
      creatureNames[i] = creatures.get(i).name().getBytes(StandardCharsets.UTF_8);
    }
    ItemTable items = content.items();
    itemNames = new byte[items.size() == 0 ? 0 : items.at(items.size() - 1).kind() + 1][];
    Arrays.fill(itemNames, NO_NAME);
    for (int i = 0; i < items.size(); i++) {
      itemNames[items.at(i).kind()] = items.at(i).utf8Name();
    }
    if (itemNames.length > 0) {
      itemNames[ItemSpot.COINS] = "coins".getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * The name of a living entity in UTF-8: a player's own, a creature's or an item's kind's.
   *
   * @return not a copy: not to be written
   * @throws IllegalArgumentException when the entity is gone or is none of these
   */
  public byte[] of(long entity) {
    Table table = tables.tableOf(entity);
    Chunk chunk = tables.chunkOf(entity);
    int row = tables.offsetOf(entity);
    if (table.has(Columns.PLAYER)) {
      Session session = sessions.byId(chunk.column(Columns.SESSION)[row]);
      return session == null ? NO_NAME : session.name().utf8();
    }
    if (table.has(Columns.GROUND)) {
      int kind = Short.toUnsignedInt(chunk.column(Columns.ITEM_KIND)[row]);
      return kind < itemNames.length ? itemNames[kind] : NO_NAME;
    }
    return creatureNames[chunk.column(Columns.CREATURE_TYPE)[row]];
  }
}
