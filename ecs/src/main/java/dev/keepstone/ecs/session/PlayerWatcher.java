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

  /** A session plays no more. Its row may be there for a while yet. */
  void onStopped(Session session);
}
