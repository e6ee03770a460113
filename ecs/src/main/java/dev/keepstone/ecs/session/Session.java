package dev.keepstone.ecs.session;

import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.message.EntryRequest;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.table.EntityIds;
import org.jspecify.annotations.Nullable;

/** One session in one of its states. Reused: valid from its Enter until it is FREE again. */
public final class Session {
  private static final PlayerName NO_NAME = new PlayerName("");

  long id;
  long playerId;
  SessionState state = SessionState.FREE;
  long entity = EntityIds.NONE;
  PlayerName name = NO_NAME;

  /** What it asked for; null before that. */
  @Nullable EntryRequest request;

  /** A newer session of the same player, which waits until this one is closed. */
  @Nullable Session successor;

  FarewellReason farewellReason = FarewellReason.NULL_VAL;
  boolean saved;

  /** Its farewell went out before it could be saved: nothing more is said to it. */
  boolean toldFarewell;

  float lastX;
  float lastY;
  int ticksUntilAbandoned;

  void reset() {
    id = 0;
    playerId = 0;
    state = SessionState.FREE;
    entity = EntityIds.NONE;
    name = NO_NAME;
    request = null;
    successor = null;
    farewellReason = FarewellReason.NULL_VAL;
    saved = false;
    toldFarewell = false;
    lastX = 0;
    lastY = 0;
    ticksUntilAbandoned = 0;
  }

  public long id() {
    return id;
  }

  public long playerId() {
    return playerId;
  }

  /** Of its account. */
  public Role role() {
    return request == null ? Role.PLAYER : request.role();
  }

  /** Whether it still listens. */
  public boolean isListening() {
    return state != SessionState.FREE
        && state != SessionState.SILENT
        && farewellReason != FarewellReason.OVERRUN
        && !toldFarewell;
  }

  public SessionState state() {
    return state;
  }

  /** Whether its body lives in the world, with somebody at the other end or, for a while, not. */
  public boolean isPlaying() {
    return state == SessionState.PLAYING || state == SessionState.SILENT;
  }

  /** Its row, from PLAYING or SILENT to RELEASING. */
  public long entity() {
    return entity;
  }

  public PlayerName name() {
    return name;
  }
}
