package dev.keepstone.net.link;

import dev.keepstone.ecs.message.sbe.Role;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server believes of the sessions of one gateway in another process: which have shown a
 * password or named a token at the desk, and which are in the world. A gateway can let nobody in on
 * its own word, as nobody else, with no other role, and in no other way.
 */
final class Visits {
  private final Long2ObjectHashMap<Visit> visits = new Long2ObjectHashMap<>();

  private enum State {
    /** The desk has said yes: may enter, once, for a while. */
    PERMITTED,
    /** Asks the world. */
    ENTERING,
    PLAYING
  }

  private static final class Visit {
    final String account;
    final long playerId;
    final Role role;
    final boolean byToken;
    final long permittedNs;
    State state = State.PERMITTED;

    Visit(String account, long playerId, Role role, boolean byToken, long permittedNs) {
      this.account = account;
      this.playerId = playerId;
      this.role = role;
      this.byToken = byToken;
      this.permittedNs = permittedNs;
    }
  }

  /**
   * The desk has accepted a session.
   *
   * @param byToken it named a token, which the world has yet to see
   */
  void permit(
      long sessionId, String account, long playerId, Role role, boolean byToken, long nowNs) {
    if (!isInWorld(sessionId)) {
      visits.put(sessionId, new Visit(account, playerId, role, byToken, nowNs));
    }
  }

  /** Whether an Enter says what the desk has said. */
  boolean mayEnter(long sessionId, long playerId, int roleCode, boolean showsToken) {
    Visit visit = visits.get(sessionId);
    return visit != null
        && visit.state == State.PERMITTED
        && visit.playerId == playerId
        && visit.role.value() == roleCode
        && visit.byToken == showsToken;
  }

  void onEnter(long sessionId) {
    Objects.requireNonNull(visits.get(sessionId)).state = State.ENTERING;
  }

  void onEntered(long sessionId) {
    Visit visit = visits.get(sessionId);
    if (visit != null) {
      visit.state = State.PLAYING;
    }
  }

  /** The world or the gateway has said its last word about it. */
  void onLeft(long sessionId) {
    visits.remove(sessionId);
  }

  /** Whether the world knows of this session. */
  boolean isInWorld(long sessionId) {
    Visit visit = visits.get(sessionId);
    return visit != null && visit.state != State.PERMITTED;
  }

  boolean playsOn(long sessionId, String account) {
    Visit visit = visits.get(sessionId);
    return visit != null && visit.state == State.PLAYING && visit.account.equals(account);
  }

  /** Forgets permits that were not used. */
  void expire(long nowNs) {
    visits
        .values()
        .removeIf(
            visit ->
                visit.state == State.PERMITTED
                    && nowNs - visit.permittedNs >= LinkLimits.PERMIT_NS);
  }

  int inWorldCount() {
    int count = 0;
    for (Visit visit : visits.values()) {
      count += visit.state == State.PERMITTED ? 0 : 1;
    }
    return count;
  }

  /** Hands over all that are in the world, until one is not taken; forgets those that were. */
  boolean leaveAll(LongPredicate taker) {
    Long2ObjectHashMap<Visit>.KeyIterator sessions = visits.keySet().iterator();
    while (sessions.hasNext()) {
      long sessionId = sessions.nextLong();
      @Nullable Visit visit = visits.get(sessionId);
      if (visit != null && visit.state != State.PERMITTED && !taker.test(sessionId)) {
        return false;
      }
      sessions.remove();
    }
    return true;
  }
}
