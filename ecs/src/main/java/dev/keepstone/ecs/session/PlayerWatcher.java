package dev.keepstone.ecs.session;

import dev.keepstone.ecs.state.PlayerState;

/** Is told who begins and who stops to play: for what hangs on a player and outlives no session. */
public interface PlayerWatcher {
  /**
   * A session plays now and was told so.
   *
   * @param state as loaded; valid during the call
   */
  void onPlaying(Session session, PlayerState state);

  /** Nobody is at the other end of a session for now; what waits for an answer waits in vain. */
  void onSilent(Session session);

  /**
   * A silent session goes on under another id and was told so.
   *
   * @param idBefore the session's own before
   * @param state as it is now; valid during the call
   */
  void onTakenBack(Session session, long idBefore, PlayerState state);

  /** A session plays no more. Its row may be there for a while yet. */
  void onStopped(Session session);
}
