package dev.keepstone.ecs.session;

import dev.keepstone.ecs.composition.PlayerName;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.table.EntityIds;

/** One session in one of its states. Reused: valid from its Enter until it is FREE again. */
public final class Session {
  private static final PlayerName NO_NAME = new PlayerName("");

  long id;
  long playerId;
  Role role = Role.PLAYER;
  SessionState state = SessionState.FREE;
  long entity = EntityIds.NONE;
  PlayerName name = NO_NAME;

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
    role = Role.PLAYER;
    state = SessionState.FREE;
    entity = EntityIds.NONE;
    name = NO_NAME;
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
    return role;
  }

  /** Whether it still listens. */
  public boolean isListening() {
    return state != SessionState.FREE && !toldFarewell;
  }

  public SessionState state() {
    return state;
  }

  public boolean isPlaying() {
    return state == SessionState.PLAYING;
  }

  /** Its row, from PLAYING to RELEASING. */
  public long entity() {
    return entity;
  }

  public PlayerName name() {
    return name;
  }
}
