package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.session.Session;
import java.util.ArrayDeque;

/**
 * What one player has asked for and not got an answer to: at most {@value #CAPACITY} operations
 * that wait, and one that is on its way to the store. With it the player's budget: {@value
 * #PER_SECOND} operations a second.
 */
final class OperationQueue {
  static final int CAPACITY = 8;
  static final int PER_SECOND = 10;

  /** So many refusals for want of room within {@link #ABUSE_SECONDS} are no accident. */
  static final int ABUSE_REFUSALS = 40;

  static final int ABUSE_SECONDS = 10;
  static final long NONE = 0;

  private final Session session;
  private final int tickRateHz;
  private final ArrayDeque<PendingOperation> waiting = new ArrayDeque<>(CAPACITY);

  /** No operation up to this one will be done any more, unless it waits here. */
  private long highest;

  private long inFlight = NONE;

  /** Waits for somebody else: the player has confirmed a trade, the other has not. */
  private long parked = NONE;

  /** One operation costs as many as there are ticks in a second; a tick brings PER_SECOND. */
  private int tokens;

  private long tokensTick;
  private long refusalsSinceTick;
  private int refusals;
  private boolean listed;

  OperationQueue(Session session, long highest, int tickRateHz, long tick) {
    this.session = session;
    this.highest = highest;
    this.tickRateHz = tickRateHz;
    tokens = PER_SECOND * tickRateHz;
    tokensTick = tick;
    refusalsSinceTick = tick;
  }

  Session session() {
    return session;
  }

  ArrayDeque<PendingOperation> waiting() {
    return waiting;
  }

  boolean isFull() {
    return waiting.size() == CAPACITY;
  }

  boolean isNew(long operation) {
    return operation > highest;
  }

  /** From now on neither this one nor any below it is new. */
  void know(long operation) {
    highest = Math.max(highest, operation);
  }

  /**
   * Another client goes on, which knows only of what the character remembers: numbers above that
   * have never been done, since what waited was dropped.
   */
  void takenBack(long highestRemembered) {
    highest = highestRemembered;
  }

  /** Whether its answer is still to come. */
  boolean isPending(long operation) {
    if (operation != NONE && (inFlight == operation || parked == operation)) {
      return true;
    }
    for (PendingOperation pending : waiting) {
      if (pending.operation() == operation) {
        return true;
      }
    }
    return false;
  }

  void inFlight(long operation) {
    inFlight = operation;
  }

  void parked(long operation) {
    parked = operation;
  }

  /** It waits for nobody any more. Another one that does goes on waiting. */
  void unpark(long operation) {
    if (parked == operation) {
      parked = NONE;
    }
  }

  boolean hasToken(long tick) {
    long more = (tick - tokensTick) * PER_SECOND;
    tokens = (int) Math.min(tokens + more, (long) PER_SECOND * tickRateHz);
    tokensTick = tick;
    return tokens >= tickRateHz;
  }

  void useToken() {
    tokens -= tickRateHz;
  }

  /** One more refused for want of room; returns whether that is abuse. */
  boolean refuseOneMore(long tick) {
    if (tick - refusalsSinceTick >= (long) ABUSE_SECONDS * tickRateHz) {
      refusalsSinceTick = tick;
      refusals = 0;
    }
    refusals++;
    return refusals > ABUSE_REFUSALS;
  }

  boolean isListed() {
    return listed;
  }

  void listed(boolean isListed) {
    listed = isListed;
  }
}
