package dev.keepstone.ecs.world;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.SessionState;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.EntityIds;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;

/** What holds after every tick of every world, whatever came in. One definition for all tests. */
public final class WorldInvariants {
  private final World world;
  private final Tables tables;

  private WorldInvariants(World world) {
    this.world = world;
    this.tables = world.tables();
  }

  /**
   * Checks everything.
   *
   * @throws AssertionError that says what is broken, where
   */
  public static void check(World world) {
    WorldInvariants invariants = new WorldInvariants(world);
    invariants.checkRows();
    invariants.checkSessions();
  }

  private void checkRows() {
    int rows = 0;
    for (int t = 0; t < tables.tableCount(); t++) {
      Table table = tables.tableAt(t);
      for (int row = 0; row < table.size(); row++) {
        rows++;
        Chunk chunk = table.chunk(Table.chunkIndexOf(row));
        checkRow(table, row, chunk, Table.offsetOf(row));
      }
    }
    check(rows == tables.ids().liveCount(), "rows and ids differ", rows);
  }

  private void checkRow(Table table, int row, Chunk chunk, int offset) {
    long id = chunk.entities()[offset];
    check(tables.ids().isLive(id), "row of a dead entity", id);
    check(tables.tableOf(id) == table && tables.rowOf(id) == row, "id points elsewhere", id);
    float x = chunk.column(Columns.X)[offset];
    float y = chunk.column(Columns.Y)[offset];
    int zone = world.zones().indexOf(Short.toUnsignedInt(chunk.column(Columns.ZONE)[offset]));
    check(zone != ZoneMaps.NONE, "in no zone", id);
    check(
        Movement.fits(world.zones().at(zone), x, y),
        "in a wall or nowhere: x=" + x + " y=" + y,
        id);
    check(chunk.column(Columns.WALK_TICKS)[offset] >= 0, "walks a negative time", id);
    if (table.mask() == Archetypes.PLAYER) {
      checkPlayerRow(chunk, offset, id);
    }
  }

  private void checkPlayerRow(Chunk chunk, int row, long id) {
    long version = chunk.column(Columns.VERSION)[row];
    long durable = chunk.column(Columns.DURABLE_VERSION)[row];
    check(version == durable || version == durable + 1, "more than one unsettled write", id);
    boolean changed = chunk.column(Columns.ENCODED_CHANGES)[row] != chunk.dirty().changes(row);
    check(!changed || chunk.dirty().isPersistenceDirty(row), "changed, but not dirty", id);
    Session session = world.sessions().byId(chunk.column(Columns.SESSION)[row]);
    check(session != null && session.entity() == id, "row without its session", id);
  }

  private void checkSessions() {
    int players = 0;
    int playing = 0;
    for (int i = 0; i < world.sessions().count(); i++) {
      Session session = world.sessions().inOrder(i);
      check(session.state() != SessionState.FREE, "free session in the list", session.id());
      check(world.sessions().byId(session.id()) == session, "lost by id", session.id());
      Session ofPlayer = world.sessions().byPlayer(session.playerId());
      boolean waits = session.state() == SessionState.WAITING;
      check(ofPlayer != null && (ofPlayer == session) != waits, "lost", session.id());
      playing += session.isPlaying() ? 1 : 0;
      if (session.entity() != EntityIds.NONE) {
        players++;
        Chunk chunk = tables.chunkOf(session.entity());
        int row = Table.offsetOf(tables.rowOf(session.entity()));
        check(chunk.column(Columns.SESSION)[row] == session.id(), "row of another", session.id());
        check(
            session.isPlaying() == (chunk.column(Columns.FROZEN)[row] == 0),
            "plays frozen, or leaves unfrozen",
            session.id());
      }
    }
    check(players == tables.table(Archetypes.PLAYER).size(), "player without session", players);
    check(players == world.compositions().size(), "compositions differ", players);
    check(playing == world.playing(), "miscounted", playing);
    check(playing == world.counters().get(WorldCounter.PLAYING), "gauge is wrong", playing);
  }

  private void check(boolean ok, String what, long value) {
    if (!ok) {
      throw new AssertionError(
          "invariant broken: " + what + ": tick=" + world.tickNumber() + " value=" + value);
    }
  }
}
