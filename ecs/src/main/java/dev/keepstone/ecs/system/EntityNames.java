package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.content.CreatureTable;
import dev.keepstone.ecs.table.Tables;
import java.nio.charset.StandardCharsets;

/** What players are told that an entity is called. */
public final class EntityNames {
  private final Tables tables;
  private final Compositions compositions;
  private final byte[][] creatureNames;

  public EntityNames(Tables tables, Compositions compositions, CreatureTable creatures) {
    this.tables = tables;
    this.compositions = compositions;
    creatureNames = new byte[creatures.size()][];
    for (int i = 0; i < creatureNames.length; i++) {
      creatureNames[i] = creatures.get(i).name().getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * The name of a living player or creature in UTF-8: a player's own, a creature's kind's.
   *
   * @return not a copy: not to be written
   * @throws IllegalArgumentException when the entity is gone or is neither of the two
   */
  public byte[] of(long entity) {
    PlayerName playerName = compositions.nameOf(entity);
    if (playerName != null) {
      return playerName.utf8();
    }
    return creatureNames[
        tables.chunkOf(entity).column(Columns.CREATURE_TYPE)[tables.offsetOf(entity)]];
  }
}
