package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.RefusalReason;

/** What gateways, vault and operator tell the world about sessions, one call a message. */
public interface SessionHandler {
  void onEnter(EntryRequest request);

  void onGone(long session);

  void onLoaded(LoadedPlayer loaded);

  void onClaimRefused(long session, long playerId, RefusalReason reason);

  void onDurable(long playerId, long version, boolean released);

  void onLost(long playerId);

  /** Another server asks for this character: its player wants to play there. */
  void onReleaseAsked(long playerId);

  void onClose();

  /** A bug showed while a message about this session was handled. */
  void onFaultOfSession(long session, RuntimeException fault);

  /** A bug showed while a message about this player was handled. */
  void onFaultOfPlayer(long playerId, RuntimeException fault);
}
