package dev.keepstone.ecs.world;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.CreatureSpawn;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Tables;

/** Puts the creatures of all maps into a new world. */
final class Population {
  /** After so many walls the first free tile is taken. */
  private static final int MAX_TRIES = 32;

  private final Tables tables;
  private final WorldContent content;
  private final SeededRandom random;

  Population(Tables tables, WorldContent content, SeededRandom random) {
    this.tables = tables;
    this.content = content;
    this.random = random;
  }

  static int count(ZoneMaps zones) {
    int count = 0;
    for (int i = 0; i < zones.count(); i++) {
      for (CreatureSpawn spawn : zones.at(i).creatureSpawns()) {
        count += spawn.count();
      }
    }
    return count;
  }

  /** Zone by zone, so that neighbours in a zone are neighbours in memory. */
  void settle() {
    for (int i = 0; i < content.zones().count(); i++) {
      settle(content.zones().at(i));
    }
  }

  private void settle(ZoneMap map) {
    for (CreatureSpawn spawn : map.creatureSpawns()) {
      for (int i = 0; i < spawn.count(); i++) {
        settle(map, spawn);
      }
    }
  }

  private void settle(ZoneMap map, CreatureSpawn spawn) {
    int tile = freeTile(map, spawn);
    int tileX = tile % map.widthTiles();
    int tileY = tile / map.widthTiles();
    float x = tileX + 0.5f;
    float y = tileY + 0.5f;
    long entity = tables.create(tables.table(Archetypes.CREATURE));
    Chunk chunk = tables.chunkOf(entity);
    int row = tables.offsetOf(entity);
    chunk.column(Columns.X)[row] = x;
    chunk.column(Columns.Y)[row] = y;
    chunk.column(Columns.ZONE)[row] = (short) map.zone();
    chunk.column(Columns.KIND)[row] = (byte) EntityKind.CREATURE.value();
    chunk.column(Columns.HP)[row] = (short) content.creatures().get(spawn.typeIndex()).hp();
    chunk.column(Columns.CREATURE_TYPE)[row] = (short) spawn.typeIndex();
    chunk.column(Columns.HOME_X)[row] = x;
    chunk.column(Columns.HOME_Y)[row] = y;
    chunk.column(Columns.WANDER_RADIUS)[row] = spawn.wanderRadiusTiles();
    chunk.dirty().markReplicated(row);
  }

  /** The map was checked: there is one. */
  private int freeTile(ZoneMap map, CreatureSpawn spawn) {
    int left = (int) spawn.x();
    int top = (int) spawn.y();
    int right = (int) (spawn.x() + spawn.widthTiles());
    int bottom = (int) (spawn.y() + spawn.heightTiles());
    for (int i = 0; i < MAX_TRIES; i++) {
      int x = left + random.nextInt(right - left + 1);
      int y = top + random.nextInt(bottom - top + 1);
      if (!map.isWall(x, y)) {
        return y * map.widthTiles() + x;
      }
    }
    int tile = top * map.widthTiles() + left;
    while (map.isWall(tile % map.widthTiles(), tile / map.widthTiles())
        || tile % map.widthTiles() < left
        || tile % map.widthTiles() > right) {
      tile++;
    }
    return tile;
  }
}
