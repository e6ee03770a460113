package dev.keepstone.net.gateway;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of one gateway, by id and in a list. */
final class SessionTable {
  private final Long2ObjectHashMap<Session> sessionById = new Long2ObjectHashMap<>();
  private final List<Session> sessions = new ArrayList<>();

  private long idBase;
  private long lastNumber;

  /**
   * @param idBase see {@link WorldLink#sessionIdBase}
   */
  SessionTable(long idBase) {
    this.idBase = idBase;
  }

  long idBase() {
    return idBase;
  }

  /** Ids start with this from now on. Every session before must be closed. */
  void idBase(long newIdBase) {
    idBase = newIdBase;
    lastNumber = 0;
  }

  long nextId() {
    lastNumber++;
    return idBase | lastNumber;
  }

  void add(Session session) {
    sessionById.put(session.id(), session);
    sessions.add(session);
  }

  @Nullable Session get(long id) {
    return sessionById.get(id);
  }

  int size() {
    return sessions.size();
  }

  /** For walks that tolerate sessions closing on the way. */
  Session at(int index) {
    return sessions.get(index);
  }

  /** Forgets what is closed; the order of the rest changes. */
  void removeClosed() {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Session session = sessions.get(i);
      if (session.state() == SessionState.CLOSED) {
        sessionById.remove(session.id());
        Session last = sessions.remove(sessions.size() - 1);
        if (last != session) {
          sessions.set(i, last);
        }
      }
    }
  }
}
