package dev.keepstone.ecs.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All sessions, found by their id or by their player. Holds a fixed number of them. Lists go in the
 * order in which sessions came.
 */
public final class Sessions {
  private final Long2ObjectHashMap<Session> byId;
  private final Long2ObjectHashMap<Session> byPlayer;
  private final List<Session> inOrder;
  private final ArrayDeque<Session> free;

  /**
   * @param capacity sessions at once, in whatever state
   */
  public Sessions(int capacity) {
    byId = new Long2ObjectHashMap<>(2 * capacity, 0.6f);
    byPlayer = new Long2ObjectHashMap<>(2 * capacity, 0.6f);
    inOrder = new ArrayList<>(capacity);
    free = new ArrayDeque<>(capacity);
    for (int i = 0; i < capacity; i++) {
      free.add(new Session());
    }
  }

  public @Nullable Session byId(long id) {
    return byId.get(id);
  }

  public @Nullable Session byPlayer(long playerId) {
    return byPlayer.get(playerId);
  }

  public int count() {
    return inOrder.size();
  }

  /**
   * Walks through all sessions, oldest first.
   *
   * @param index 0 is the oldest; stays valid until a session is closed
   */
  public Session inOrder(int index) {
    return inOrder.get(index);
  }

  /**
   * Neither the id nor the player may have a session already.
   *
   * @return null when all sessions are in use
   */
  @Nullable Session open(long id, long playerId) {
    Session session = free.poll();
    if (session != null) {
      session.id = id;
      session.playerId = playerId;
      byId.put(id, session);
      byPlayer.put(playerId, session);
      inOrder.add(session);
    }
    return session;
  }

  /**
   * A session that waits for another one of the same player, which stays the one that {@link
   * #byPlayer} finds.
   *
   * @return null when all sessions are in use
   */
  @Nullable Session openSuccessor(long id, Session of) {
    Session successor = free.poll();
    if (successor != null) {
      successor.id = id;
      successor.playerId = of.playerId;
      byId.put(id, successor);
      inOrder.add(successor);
      of.successor = successor;
    }
    return successor;
  }

  /** The same session goes on under another id, which must be free. */
  void rename(Session session, long newId) {
    byId.remove(session.id);
    session.id = newId;
    byId.put(newId, session);
  }

  /** Its player has no other session any more. */
  void promote(Session successor) {
    byPlayer.put(successor.playerId, successor);
  }

  void close(Session session) {
    byId.remove(session.id);
    Session ofPlayer = byPlayer.get(session.playerId);
    if (ofPlayer == session) {
      byPlayer.remove(session.playerId);
    } else {
      Objects.requireNonNull(ofPlayer, "waits for nobody").successor = null;
    }
    inOrder.remove(session);
    session.reset();
    free.add(session);
  }
}
