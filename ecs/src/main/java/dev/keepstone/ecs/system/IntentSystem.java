package dev.keepstone.ecs.system;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.IntentHandler;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.rule.ChatText;
import dev.keepstone.ecs.rule.Movement;
import dev.keepstone.ecs.session.IntentGate;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Query;
import dev.keepstone.ecs.table.Table;
import dev.keepstone.ecs.table.Tables;
import org.agrona.DirectBuffer;

/**
 * Takes what players want, in the order of the inbox. A walk is written into the row and done by
 * the systems of this tick; a question is answered from what the last tick has shown.
 *
 * <p>Which intents count is for {@link IntentGate} to say.
 */
public final class IntentSystem implements IntentHandler {
  /** Names in one answer to Who. */
  static final int MAX_NAMED = 50;

  private final Query players;
  private final ZoneMaps zones;
  private final IntentGate gate;
  private final PlayerRows rows;
  private final Lifecycle lifecycle;
  private final Compositions compositions;
  private final VisibilityGrid grid;
  private final GatewayPublisher gateways;
  private final WorldCounters counters;
  private final EntityNames names;
  private final float stepTiles;
  private final float radiusTiles;
  private final Compositions.PlayerVisitor nameInOnline = this::nameInOnline;

  public IntentSystem(
      Tables tables,
      IntentGate gate,
      PlayerRows rows,
      Lifecycle lifecycle,
      Compositions compositions,
      VisibilityGrid grid,
      GatewayPublisher gateways,
      EntityNames names,
      ZoneMaps zones,
      WorldCounters counters,
      int tickRateHz,
      float radiusTiles) {
    this.players = tables.query(Columns.PLAYER.mask(), 0, 0);
    this.zones = zones;
    this.gate = gate;
    this.rows = rows;
    this.lifecycle = lifecycle;
    this.compositions = compositions;
    this.grid = grid;
    this.gateways = gateways;
    this.counters = counters;
    this.stepTiles = Movement.PLAYER_SPEED_TILES_PER_S / tickRateHz;
    this.radiusTiles = radiusTiles;
    this.names = names;
  }

  @Override
  public void onMove(long sessionId, int sequence, int directionX, int directionY, int ticks) {
    Session session = gate.accept(sessionId, sequence);
    if (session == null) {
      return;
    }
    int signX = Integer.signum(directionX);
    int signY = Integer.signum(directionY);
    float step = stepTiles * Movement.scaleOf(signX, signY);
    boolean stops = signX == 0 && signY == 0;
    Chunk chunk = rows.chunkOf(session.entity());
    int row = rows.offsetOf(session.entity());
    chunk.column(Columns.VELOCITY_X)[row] = signX * step;
    chunk.column(Columns.VELOCITY_Y)[row] = signY * step;
    chunk.column(Columns.WALK_TICKS)[row] =
        (short) (stops ? 0 : Math.min(ticks, Movement.MAX_WALK_TICKS));
  }

  @Override
  public void onSay(
      long sessionId, int sequence, DirectBuffer buffer, int textOffset, int textLengthBytes) {
    Session session = gate.accept(sessionId, sequence);
    if (session == null) {
      return;
    }
    int start = ChatText.trimmedStart(buffer, textOffset, textLengthBytes);
    int end = ChatText.trimmedEnd(buffer, start, textOffset + textLengthBytes);
    if (!ChatText.isAcceptable(buffer, start, end - start)) {
      counters.increment(WorldCounter.INTENTS_REFUSED);
      sent(session, gateways.intentRefused(sessionId, sequence, RefusalReason.BAD_INTENT));
      return;
    }
    gateways.beginSpoken(session.entity(), session.name().utf8(), buffer, start, end - start);
    tellZone(rows.chunkOf(session.entity()).column(Columns.ZONE)[rows.offsetOf(session.entity())]);
  }

  /** Speech carries as far as the zone; who enters in this very tick hears nothing yet. */
  private void tellZone(short zone) {
    for (int t = 0; t < players.tableCount(); t++) {
      Table table = players.table(t);
      for (int c = 0; c < table.chunkCount(); c++) {
        Chunk chunk = table.chunk(c);
        short[] zoneOfRow = chunk.column(Columns.ZONE);
        byte[] frozen = chunk.column(Columns.FROZEN);
        byte[] silent = chunk.column(Columns.SILENT);
        for (int row = 0; row < chunk.size(); row++) {
          if (zoneOfRow[row] == zone && frozen[row] == 0 && silent[row] == 0) {
            tellSpoken(chunk.column(Columns.SESSION)[row]);
          }
        }
      }
    }
  }

  private void tellSpoken(long listener) {
    try {
      gateways.tellSpoken(listener);
    } catch (RuntimeException fault) {
      lifecycle.onFaultOfSession(listener, fault); // not the speaker's fault
    }
  }

  @Override
  public void onLook(long sessionId, int sequence) {
    Session session = gate.accept(sessionId, sequence);
    if (session == null) {
      return;
    }
    Chunk chunk = rows.chunkOf(session.entity());
    int row = rows.offsetOf(session.entity());
    int near =
        grid.findNear(
            zones.indexOf(Short.toUnsignedInt(chunk.column(Columns.ZONE)[row])),
            chunk.column(Columns.X)[row],
            chunk.column(Columns.Y)[row],
            radiusTiles,
            session.entity());
    grid.sortByDistance();
    gateways.beginSeen(sessionId, sequence, near);
    for (int rank = 0; rank < near; rank++) {
      long entity = grid.entity(rank);
      gateways.seenNear(entity, grid.x(rank), grid.y(rank), grid.kind(rank), names.of(entity));
    }
    sent(session, gateways.sendSeen());
  }

  @Override
  public void onWho(long sessionId, int sequence) {
    Session session = gate.accept(sessionId, sequence);
    if (session == null) {
      return;
    }
    gateways.beginOnline(sessionId, sequence, compositions.size(), MAX_NAMED);
    compositions.visitInOrderOfEntering(MAX_NAMED, nameInOnline);
    sent(session, gateways.sendOnline());
  }

  private void nameInOnline(long entity, PlayerName name) {
    gateways.onlinePlayer(entity, name.utf8());
  }

  @Override
  public void onLeave(long sessionId, int sequence) {
    Session session = gate.accept(sessionId, sequence);
    if (session != null) {
      lifecycle.leave(session, FarewellReason.LOGOUT);
    }
  }

  private void sent(Session session, boolean hadRoom) {
    if (!hadRoom) {
      lifecycle.overrun(session);
    }
  }
}
