package dev.keepstone.ecs.session;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.content.ZoneMaps;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.EntryRequest;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.LoadedPlayer;
import dev.keepstone.ecs.message.SessionHandler;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.EntityIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes sessions through their states. Messages arrive as calls and move a session on; what has to
 * wait for room in a queue is tried again by {@link #step} once a tick.
 *
 * <pre>
 * Enter -> LOADING --Loaded--> PLAYING --Leave, Close, fault, late--> SETTLING -> RELEASING -> PARTING
 *             |  \              Gone| ^Enter                             |            |          ^
 *             |   \                 v |                                  |            |          |
 *             |    \             SILENT                                  |            |          |
 *             |     \             |                                      |            |          |
 *             |   Gone, Close     +------------Lost, refused commit------+------------+----------+
 *             |      \
 *       bad record   ABANDONED --Loaded--> GIVING_BACK -> closed
 *             +--------------------------------^
 * </pre>
 *
 * <p>The world alone decides who plays: a player has at most one session, whatever its state. With
 * the password and the wish to take over a newer session is let in beside it, WAITING until the
 * older one is closed; then it goes LOADING like any other.
 *
 * <p>Who loses the link keeps the body for a grace (SILENT). A newer session with the token, or
 * with the password, gets that very body: nothing is saved and loaded in between, so nothing of it
 * can change, and nobody around sees it vanish. Who shows the token while the older session still
 * plays has lost the link before anybody has noticed, as when a gateway dies: that is taken for
 * lost, and the body handed over at once.
 */
@SuppressWarnings("EnumOrdinal") // counts sessions by state, in memory only
public final class Lifecycle implements SessionHandler {
  /** A gateway that takes nothing for so long gets no farewell: 5 s at 20 Hz. */
  static final int FAREWELL_PATIENCE_TICKS = 100;

  /** The older session is saved in well under a second, or the store is away: 3 s at 20 Hz. */
  static final int TAKE_OVER_PATIENCE_TICKS = 60;

  private static final PlayerWatcher NOBODY =
      new PlayerWatcher() {
        @Override
        public void onPlaying(Session session, PlayerState state) {}

        @Override
        public void onSilent(Session session) {}

        @Override
        public void onTakenBack(Session session, long idBefore, PlayerState state) {}

        @Override
        public void onStopped(Session session) {}
      };

  private final Sessions sessions;
  private final PlayerRows rows;
  private final PlayerSaves saves;
  private final Compositions compositions;
  private final GatewayPublisher gateways;
  private final VaultPublisher vault;
  private final ZoneMaps zones;
  private final byte[][] zoneNames;
  private final int tickRateHz;
  private final int silenceGraceTicks;
  private final PlayerStates states;
  private final PlayerState stateNow = new PlayerState();
  private final WorldCounters counters;
  private final Faults faults;
  private final int[] countByState = new int[SessionState.values().length];
  private long tick;
  private boolean closing;
  private PlayerWatcher watcher = NOBODY;

  public Lifecycle(
      Sessions sessions,
      PlayerRows rows,
      PlayerSaves saves,
      Compositions compositions,
      GatewayPublisher gateways,
      VaultPublisher vault,
      ZoneMaps zones,
      PlayerStates states,
      int tickRateHz,
      int silenceGraceTicks,
      WorldCounters counters,
      Faults faults) {
    this.sessions = sessions;
    this.rows = rows;
    this.saves = saves;
    this.compositions = compositions;
    this.gateways = gateways;
    this.vault = vault;
    this.zones = zones;
    this.states = states;
    this.tickRateHz = tickRateHz;
    this.silenceGraceTicks = silenceGraceTicks;
    this.counters = counters;
    this.faults = faults;
    zoneNames = new byte[zones.count()][];
    for (int i = 0; i < zoneNames.length; i++) {
      zoneNames[i] = zones.at(i).name().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Who is told when players come and go. Called once, before the first tick. */
  public void watchedBy(PlayerWatcher newWatcher) {
    watcher = newWatcher;
  }

  /** Called before the inbox of this tick is read. */
  public void beginTick(long newTick) {
    tick = newTick;
  }

  public int count(SessionState state) {
    return countByState[state.ordinal()];
  }

  /** A Close was heard. */
  public boolean isClosing() {
    return closing;
  }

  /** Closing, and nobody is left in any state. */
  public boolean isClosed() {
    return closing && sessions.count() == 0;
  }

  // ---- what gateways say

  @Override
  public void onEnter(EntryRequest request) {
    long sessionId = request.session();
    long playerId = request.playerId();
    if (!gateways.isRoutable(sessionId) || sessions.byId(sessionId) != null) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
    } else if (closing) {
      refuse(sessionId, RefusalReason.SHUTTING_DOWN);
    } else if (playerId == 0) {
      refuse(sessionId, RefusalReason.CHARACTER_MISSING);
    } else {
      Session older = sessions.byPlayer(playerId);
      if (older == null) {
        Session session = sessions.open(sessionId, playerId);
        if (session == null) {
          refuse(sessionId, RefusalReason.BUSY);
        } else {
          session.request = request;
          load(session, request);
        }
      } else if (older.state == SessionState.SILENT) {
        takeBack(older, request);
      } else {
        enterBeside(older, request);
      }
    }
  }

  /** The body is there, and so is who it belongs to: no take-over, since nobody is driven out. */
  private void takeBack(Session session, EntryRequest request) {
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    if (request.showsToken() && !PlayerStates.hasToken(chunk, row, request.shownToken())) {
      refuse(request.session(), RefusalReason.BAD_TOKEN);
      return;
    }
    long idBefore = session.id;
    sessions.rename(session, request.session());
    session.request = request;
    rows.takeBack(session.entity, request);
    become(session, SessionState.PLAYING);
    counters.increment(WorldCounter.PLAYERS_TAKEN_BACK);
    states.read(chunk, row, tick, stateNow);
    if (!tellEntered(session, stateNow.highestOperation())) {
      overrun(session);
      return;
    }
    watcher.onTakenBack(session, idBefore, stateNow);
    if (session.state == SessionState.PLAYING && !PlayerSaves.isUnsettled(chunk, row)) {
      // The token: when the vault is full, the row stays dirty and has its turn.
      saves.offer(chunk, row, tick, false);
    }
  }

  private void load(Session session, EntryRequest request) {
    // A token is checked against the record: it can't move another server before that.
    boolean takeOver = request.takeOver() && !request.showsToken();
    if (vault.claim(session.id, session.playerId, takeOver)) {
      become(session, SessionState.LOADING);
    } else {
      refuse(session.id, RefusalReason.BUSY);
      close(session);
    }
  }

  /** The newest session wins, if it may. */
  private void enterBeside(Session older, EntryRequest request) {
    RefusalReason reason = whyNotBeside(older, request);
    if (reason != null) {
      refuse(request.session(), reason);
      return;
    }
    if (older.state == SessionState.PLAYING && request.showsToken() && cut(older)) {
      takeBack(older, request);
      return;
    }
    if (older.successor != null) {
      turnAway(older.successor, RefusalReason.ALREADY_PLAYING);
    }
    Session successor = sessions.openSuccessor(request.session(), older);
    if (successor == null) {
      refuse(request.session(), RefusalReason.BUSY);
      return;
    }
    successor.request = request;
    successor.ticksUntilAbandoned = TAKE_OVER_PATIENCE_TICKS;
    become(successor, SessionState.WAITING);
    if (older.state == SessionState.LOADING) {
      refuse(older.id, RefusalReason.ALREADY_PLAYING);
      become(older, SessionState.ABANDONED);
    } else {
      leave(older, FarewellReason.TAKEN_OVER);
    }
  }

  /**
   * A link is given up that nobody has called lost yet.
   *
   * @return false when it cannot be told so now, or no body outlives its link: it has to leave
   */
  private boolean cut(Session session) {
    if (silenceGraceTicks == 0) {
      return false;
    }
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    boolean told =
        gateways.farewell(
            session.id,
            FarewellReason.TAKEN_OVER,
            false,
            chunk.column(Columns.X)[row],
            chunk.column(Columns.Y)[row]);
    if (told) {
      fallSilent(session);
    }
    return told;
  }

  private @Nullable RefusalReason whyNotBeside(Session older, EntryRequest request) {
    if (!request.showsToken()) {
      return request.takeOver() ? null : RefusalReason.ALREADY_PLAYING;
    }
    if (older.state == SessionState.PLAYING) {
      Chunk chunk = rows.chunkOf(older.entity);
      boolean fits =
          PlayerStates.hasToken(chunk, rows.offsetOf(older.entity), request.shownToken());
      return fits ? null : RefusalReason.BAD_TOKEN;
    }
    // Nothing to compare with yet: it waits for a session that leaves anyway, and drives out
    // nobody.
    boolean leavesAnyway = older.state != SessionState.LOADING && older.successor == null;
    return leavesAnyway ? null : RefusalReason.ALREADY_PLAYING;
  }

  /** Ends a session that never got as far as a claim. */
  private void turnAway(Session waiting, RefusalReason reason) {
    refuse(waiting.id, reason);
    close(waiting);
  }

  @Override
  public void onGone(long sessionId) {
    Session session = sessions.byId(sessionId);
    if (session == null) {
      return; // it has left by itself in the meantime
    }
    switch (session.state) {
      case WAITING -> close(session);
      case LOADING -> become(session, SessionState.ABANDONED);
      case PLAYING -> fallSilent(session);
      default -> {
        // it leaves already, or its link is lost twice
      }
    }
  }

  private void fallSilent(Session session) {
    if (silenceGraceTicks == 0) {
      leave(session, FarewellReason.GONE);
      return;
    }
    rows.fallSilent(session.entity);
    session.ticksUntilAbandoned = silenceGraceTicks;
    become(session, SessionState.SILENT);
    watcher.onSilent(session);
  }

  // ---- what the vault says

  @Override
  public void onLoaded(LoadedPlayer loaded) {
    Session session = sessions.byId(loaded.session());
    if (session == null || session.playerId != loaded.playerId()) {
      giveBackStray(loaded);
      return;
    }
    switch (session.state) {
      case LOADING -> enter(session, loaded);
      case ABANDONED -> become(session, SessionState.GIVING_BACK);
      default -> counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
    }
  }

  private void enter(Session session, LoadedPlayer loaded) {
    EntryRequest request = Objects.requireNonNull(session.request, "loading without a request");
    session.name = new PlayerName(loaded.name());
    int nameBytes = session.name.utf8().length;
    if (nameBytes == 0 || nameBytes > PlayerName.MAX_BYTES) {
      giveBack(session, RefusalReason.DATA_CORRUPTED);
    } else if (loaded.state().zone != 0 && zones.indexOf(loaded.state().zone) == ZoneMaps.NONE) {
      giveBack(session, RefusalReason.QUARANTINED);
    } else if (request.showsToken()
        && !MessageDigest.isEqual(loaded.state().resumeToken, request.shownToken())) {
      giveBack(session, RefusalReason.BAD_TOKEN);
    } else {
      session.entity = rows.create(loaded, request, tick);
      if (session.entity == EntityIds.NONE) {
        giveBack(session, RefusalReason.BUSY);
      } else {
        play(session, loaded, request);
      }
    }
  }

  private void play(Session session, LoadedPlayer loaded, EntryRequest request) {
    become(session, SessionState.PLAYING);
    compositions.enter(session.entity, session.name);
    counters.increment(WorldCounter.PLAYERS_ENTERED);
    if (loaded.state().zone != 0 && !rows.isAtPossiblePlace(loaded)) {
      counters.increment(WorldCounter.PLAYERS_MOVED_TO_SPAWN);
    }
    if (!tellEntered(session, loaded.state().highestOperation())) {
      overrun(session);
      return;
    }
    watcher.onPlaying(session, loaded.state());
    if (rows.isCorrected(loaded, request)) {
      // When the vault is full, the row stays dirty and has its turn.
      saves.offer(rows.chunkOf(session.entity), rows.offsetOf(session.entity), tick, false);
    }
  }

  private boolean tellEntered(Session session, long highestOperation) {
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    int zone = Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]);
    return gateways.entered(
        session.id,
        session.playerId,
        session.entity,
        tick,
        zone,
        chunk.column(Columns.X)[row],
        chunk.column(Columns.Y)[row],
        tickRateHz,
        highestOperation,
        session.name.utf8(),
        zoneNames[zones.indexOf(zone)]);
  }

  /** A record that nobody asked for is ours all the same: somebody must release it. */
  private void giveBackStray(LoadedPlayer loaded) {
    counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
    if (sessions.byId(loaded.session()) == null && sessions.byPlayer(loaded.playerId()) == null) {
      Session stray = sessions.open(loaded.session(), loaded.playerId());
      if (stray != null) {
        become(stray, SessionState.GIVING_BACK);
      }
    }
  }

  @Override
  public void onClaimRefused(long sessionId, long playerId, RefusalReason reason) {
    Session session = sessions.byId(sessionId);
    if (session == null
        || session.playerId != playerId
        || (session.state != SessionState.LOADING && session.state != SessionState.ABANDONED)) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
      return;
    }
    if (session.state == SessionState.LOADING) {
      refuse(sessionId, reason);
    }
    close(session);
  }

  @Override
  public void onDurable(long playerId, long version, boolean released) {
    Session session = sessions.byPlayer(playerId);
    boolean awaited =
        session != null
            && session.entity != EntityIds.NONE
            && released == (session.state == SessionState.RELEASING)
            && saves.settle(rows.chunkOf(session.entity), rows.offsetOf(session.entity), version);
    if (session == null || !awaited) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
    } else if (released) {
      part(session, true);
    }
  }

  @Override
  public void onLost(long playerId) {
    Session session = sessions.byPlayer(playerId);
    if (session == null || session.entity == EntityIds.NONE) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
      return;
    }
    counters.increment(WorldCounter.PLAYERS_LOST);
    session.farewellReason = FarewellReason.OWNERSHIP_LOST;
    part(session, false);
  }

  @Override
  public void onReleaseAsked(long playerId) {
    Session session = sessions.byPlayer(playerId);
    if (session != null) {
      leave(session, FarewellReason.TAKEN_OVER); // who is leaving already is released anyway
    }
  }

  /** Its newest operation was refused by the store, and the record given up with it. */
  public void reload(Session session) {
    counters.increment(WorldCounter.PLAYERS_RELOADED);
    session.farewellReason = FarewellReason.RELOAD;
    part(session, false);
  }

  /**
   * Nothing is known of its newest operation for too long: it is told so and plays no more, but
   * stays until it is known, and is saved and released then.
   */
  public void giveUpWaiting(Session session) {
    if (!session.isPlaying()) {
      return;
    }
    counters.increment(WorldCounter.PLAYERS_GIVEN_UP);
    leave(session, FarewellReason.STORE_UNAVAILABLE);
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    session.toldFarewell = true;
    if (!gateways.farewell(
        session.id,
        session.farewellReason,
        false,
        chunk.column(Columns.X)[row],
        chunk.column(Columns.Y)[row])) {
      counters.increment(WorldCounter.MESSAGES_ABANDONED);
    }
  }

  // ---- what operators say

  @Override
  public void onClose() {
    closing = true;
    int i = 0;
    while (i < sessions.count()) {
      Session session = sessions.inOrder(i);
      switch (session.state) {
        case WAITING -> turnAway(session, RefusalReason.SHUTTING_DOWN);
        case LOADING -> {
          refuse(session.id, RefusalReason.SHUTTING_DOWN);
          become(session, SessionState.ABANDONED);
        }
        default -> leave(session, FarewellReason.SHUTDOWN);
      }
      if (session.state != SessionState.FREE) {
        i++;
      }
    }
  }

  // ---- what the world itself finds

  @Override
  public void onFaultOfSession(long sessionId, RuntimeException fault) {
    faults.record(fault);
    Session session = sessions.byId(sessionId);
    if (session != null) {
      endAfterFault(session);
    }
  }

  @Override
  public void onFaultOfPlayer(long playerId, RuntimeException fault) {
    faults.record(fault);
    Session session = sessions.byPlayer(playerId);
    if (session != null) {
      endAfterFault(session);
    }
  }

  private void endAfterFault(Session session) {
    if (session.state == SessionState.WAITING) {
      turnAway(session, RefusalReason.BUSY);
      return;
    }
    if (session.state != SessionState.LOADING) {
      leave(session, FarewellReason.FAULT);
      return;
    }
    giveBack(session, RefusalReason.BUSY); // it has no row before it plays
  }

  /**
   * A message that it cannot do without has found no room: from now on it hears nothing but its
   * farewell, since what it would hear has a gap. It is saved, and may come back.
   */
  public void overrun(Session session) {
    counters.increment(WorldCounter.SESSIONS_OVERRUN);
    leave(session, FarewellReason.OVERRUN);
  }

  /** Freezes a playing session; it is saved, released and told as queues have room. */
  public void leave(Session session, FarewellReason reason) {
    if (session.isPlaying()) {
      session.farewellReason = reason;
      rows.freeze(session.entity);
      become(session, SessionState.SETTLING);
      watcher.onStopped(session);
    }
  }

  // ---- what had to wait

  /** Moves on every session that waits for room in a queue. Called once a tick. */
  public void step() {
    if (count(SessionState.WAITING)
            + count(SessionState.SILENT)
            + count(SessionState.GIVING_BACK)
            + count(SessionState.SETTLING)
            + count(SessionState.PARTING)
        == 0) {
      return;
    }
    int i = 0;
    while (i < sessions.count()) {
      Session session = sessions.inOrder(i);
      try {
        step(session);
      } catch (RuntimeException fault) {
        faults.record(fault); // stays where it is and is tried again
      }
      if (session.state != SessionState.FREE) {
        i++;
      }
    }
  }

  private void step(Session session) {
    switch (session.state) {
      case WAITING -> stepWaiting(session);
      case SILENT -> stepSilent(session);
      case GIVING_BACK -> stepGivingBack(session);
      case SETTLING -> stepSettling(session);
      case PARTING -> stepParting(session);
      case FREE, LOADING, ABANDONED, PLAYING, RELEASING -> {
        // waits for a message
      }
    }
  }

  private void stepWaiting(Session session) {
    if (--session.ticksUntilAbandoned == 0) {
      turnAway(session, RefusalReason.STORE_UNAVAILABLE); // that is what holds the older one up
    }
  }

  private void stepSilent(Session session) {
    if (--session.ticksUntilAbandoned == 0) {
      leave(session, FarewellReason.GONE);
    }
  }

  private void stepGivingBack(Session session) {
    if (vault.giveBack(session.playerId)) {
      close(session);
    }
  }

  private void stepSettling(Session session) {
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    if (!PlayerSaves.isUnsettled(chunk, row) && saves.offer(chunk, row, tick, true)) {
      become(session, SessionState.RELEASING);
    }
  }

  private void stepParting(Session session) {
    boolean told =
        gateways.farewell(
            session.id, session.farewellReason, session.saved, session.lastX, session.lastY);
    if (told) {
      close(session);
    } else if (--session.ticksUntilAbandoned == 0) {
      counters.increment(WorldCounter.MESSAGES_ABANDONED);
      close(session);
    }
  }

  private void part(Session session, boolean saved) {
    Chunk chunk = rows.chunkOf(session.entity);
    int row = rows.offsetOf(session.entity);
    boolean played = session.isPlaying();
    session.saved = saved;
    session.lastX = chunk.column(Columns.X)[row];
    session.lastY = chunk.column(Columns.Y)[row];
    session.ticksUntilAbandoned = FAREWELL_PATIENCE_TICKS;
    rows.remove(session.entity);
    compositions.leave(session.entity);
    session.entity = EntityIds.NONE;
    counters.increment(WorldCounter.PLAYERS_PARTED);
    become(session, SessionState.PARTING);
    if (played) {
      watcher.onStopped(session);
    }
    if (session.toldFarewell) {
      close(session);
    }
  }

  private void giveBack(Session session, RefusalReason reason) {
    refuse(session.id, reason);
    become(session, SessionState.GIVING_BACK);
  }

  private void refuse(long sessionId, RefusalReason reason) {
    counters.increment(WorldCounter.LOGINS_REFUSED);
    if (!gateways.enterRefused(sessionId, reason)) {
      counters.increment(WorldCounter.MESSAGES_ABANDONED); // the gateway's own timeout answers
    }
  }

  private void close(Session session) {
    Session successor = session.successor;
    become(session, SessionState.FREE);
    sessions.close(session);
    if (successor != null) {
      sessions.promote(successor);
      load(successor, Objects.requireNonNull(successor.request, "waiting without a request"));
    }
  }

  private void become(Session session, SessionState state) {
    countByState[session.state.ordinal()]--;
    session.state = state;
    countByState[state.ordinal()]++;
  }
}
