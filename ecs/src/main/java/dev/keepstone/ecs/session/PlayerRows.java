package dev.keepstone.ecs.session;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMap;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.message.EntryRequest;
import dev.keepstone.ecs.message.LoadedPlayer;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.rule.Vitals;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.EntityIds;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import java.util.Arrays;

/** Makes, freezes and removes the rows of players. */
public final class PlayerRows {
  private static final long NEVER = -1;

  private final Tables tables;
  private final Table players;
  private final CommandBuffer commands;
  private final ZoneMaps zones;
  private final PlayerStates states;

  public PlayerRows(Tables tables, CommandBuffer commands, ZoneMaps zones, PlayerStates states) {
    this.states = states;
    this.tables = tables;
    this.players = tables.table(Archetypes.PLAYER);
    this.commands = commands;
    this.zones = zones;
  }

  /** Valid until the next structural point of the tick, with {@link #offsetOf}. */
  public Chunk chunkOf(long entity) {
    return tables.chunkOf(entity);
  }

  /** The row inside of {@link #chunkOf}. */
  public int offsetOf(long entity) {
    return tables.offsetOf(entity);
  }

  /** Whether the character can stand where its record says. */
  boolean isAtPossiblePlace(LoadedPlayer loaded) {
    int zone = zones.indexOf(loaded.state().zone);
    return zone != ZoneMaps.NONE
        && Movement.fits(zones.at(zone), loaded.state().x, loaded.state().y);
  }

  /** Whether what plays differs from the record in what must not wait for its turn to be saved. */
  boolean isCorrected(LoadedPlayer loaded, EntryRequest request) {
    return loaded.clamped() || !Arrays.equals(loaded.state().resumeToken, request.newToken());
  }

  /**
   * Stages a row; whoever isn't at a possible place goes to the spawn point of the zone, or of the
   * first zone if the record names none, and is dirty for it.
   *
   * @param loaded its zone is one of ours, or 0
   * @param tick now
   * @param request what its session asked for: role and the new resume token
   * @return {@link EntityIds#NONE} when there is no room
   */
  long create(LoadedPlayer loaded, EntryRequest request, long tick) {
    long entity = commands.create(players);
    if (entity == EntityIds.NONE) {
      return entity;
    }
    Chunk chunk = tables.chunkOf(entity);
    int row = offsetOf(entity);
    boolean stays = isAtPossiblePlace(loaded);
    boolean isNew = loaded.state().zone == 0;
    states.write(chunk, row, tick, loaded.state());
    if (!stays) {
      ZoneMap map = isNew ? zones.spawnZone() : zones.at(zones.indexOf(loaded.state().zone));
      chunk.column(Columns.X)[row] = map.spawnX();
      chunk.column(Columns.Y)[row] = map.spawnY();
      chunk.column(Columns.ZONE)[row] = (short) map.zone();
    }
    if (isNew) {
      chunk.column(Columns.HP)[row] = (short) Vitals.PLAYER_MAX_HP;
      chunk.column(Columns.STAMINA)[row] = (short) Vitals.PLAYER_MAX_STAMINA;
    }
    chunk.column(Columns.KIND)[row] = (byte) EntityKind.PLAYER.value();
    chunk.column(Columns.PLAYER_ID)[row] = loaded.playerId();
    chunk.column(Columns.SESSION)[row] = loaded.session();
    chunk.column(Columns.VERSION)[row] = loaded.version();
    chunk.column(Columns.DURABLE_VERSION)[row] = loaded.version();
    chunk.column(Columns.ENCODED_TICK)[row] = NEVER;
    chunk.column(Columns.ROLE)[row] = (byte) request.role().value();
    PlayerStates.writeToken(chunk, row, request.newToken());
    if (stays && !isCorrected(loaded, request)) {
      chunk.dirty().markReplicated(row);
    } else {
      chunk.dirty().mark(row);
    }
    return entity;
  }

  /** From here on the row changes no more. */
  void freeze(long entity) {
    Chunk chunk = tables.chunkOf(entity);
    int row = offsetOf(entity);
    chunk.column(Columns.FROZEN)[row] = 1;
    chunk.column(Columns.WALK_TICKS)[row] = 0;
  }

  /** It stands still, and nobody is told what it sees. */
  void fallSilent(long entity) {
    Chunk chunk = tables.chunkOf(entity);
    int row = offsetOf(entity);
    chunk.column(Columns.SILENT)[row] = 1;
    chunk.column(Columns.WALK_TICKS)[row] = 0;
  }

  /**
   * Another session has it now, with a token of its own and intents counted from the start; dirty,
   * because the token must be saved.
   */
  void takeBack(long entity, EntryRequest request) {
    Chunk chunk = tables.chunkOf(entity);
    int row = offsetOf(entity);
    chunk.column(Columns.SESSION)[row] = request.session();
    chunk.column(Columns.SILENT)[row] = 0;
    chunk.column(Columns.ACKED_SEQUENCE)[row] = 0;
    chunk.column(Columns.SHOP_WITHIN_REACH)[row] = 0;
    chunk.column(Columns.ROLE)[row] = (byte) request.role().value();
    PlayerStates.writeToken(chunk, row, request.newToken());
    chunk.dirty().mark(row);
  }

  /** Done at the structural point of the tick. */
  void remove(long entity) {
    commands.remove(entity);
  }
}
