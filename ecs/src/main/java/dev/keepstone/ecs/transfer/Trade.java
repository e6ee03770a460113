package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two players who would exchange what they offer. Nothing of it has moved before both have
 * confirmed the very same offers: an offer only names slots.
 */
final class Trade {
  /**
   * A slot of the inventory as it was when it was offered.
   *
   * @param amount how many of it
   */
  record Offered(int slot, int kind, int amount, long unique) {}

  /** One of the two. */
  static final class Side {
    final Session session;
    final long sessionId;

    /** Died since: the trade is off. */
    final int deaths;

    List<Offered> offer = List.of();
    long coins;

    /** Whose confirmation waits for the other's; null: has not confirmed. */
    @Nullable OperationQueue confirmed;

    long operation;
    int sequence;

    Side(Session session, int deaths) {
      this.session = session;
      this.sessionId = session.id();
      this.deaths = deaths;
    }

    /** Sessions are used again: another one may be in its place. */
    boolean isPlaying() {
      return session.isPlaying() && session.id() == sessionId;
    }

    boolean hasConfirmed() {
      return confirmed != null;
    }
  }

  final Side requester;
  final Side invited;
  private TradeStage stage = TradeStage.REQUESTED;

  /** Counts changes of what is offered: a confirmation is of one revision. */
  private long revision;

  private long touchedTick;
  private boolean isChanged = true;

  Trade(Side requester, Side invited, long tick) {
    this.requester = requester;
    this.invited = invited;
    touchedTick = tick;
  }

  Side sideOf(Session session) {
    return requester.session == session ? requester : invited;
  }

  Side otherOf(Side side) {
    return side == requester ? invited : requester;
  }

  TradeStage stage() {
    return stage;
  }

  boolean isOpen() {
    return stage == TradeStage.OPEN;
  }

  /** Both are to be told. */
  void become(TradeStage newStage) {
    stage = newStage;
    isChanged = true;
  }

  long revision() {
    return revision;
  }

  void offerHasChanged() {
    revision++;
    isChanged = true;
  }

  /** Both are to be told, but what is offered is the same. */
  void hasChanged() {
    isChanged = true;
  }

  /** Returns whether both are to be told, once. */
  boolean takeChange() {
    boolean wasChanged = isChanged;
    isChanged = false;
    return wasChanged;
  }

  void touch(long tick) {
    touchedTick = tick;
  }

  long touchedTick() {
    return touchedTick;
  }
}
