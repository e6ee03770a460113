package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.component.ItemColumns;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.OfferedSlot;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Tables;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Trades from request to exchange. Everything up to the confirmations happens at once and is told
 * at the end of the tick; the second confirmation is the operation that exchanges, and is the first
 * one's operation too. Whatever fails leaves both with what they had.
 */
final class Trades {
  /** Nobody has touched it for so long: it is off. */
  private static final int IDLE_SECONDS = 60;

  private final Tables tables;
  private final Sessions sessions;
  private final PlayerRows rows;
  private final Operations operations;
  private final OperationPublisher publisher;
  private final WorldCounters counters;
  private final Faults faults;
  private final int tickRateHz;
  private final Long2ObjectHashMap<Trade> bySession = new Long2ObjectHashMap<>();

  /** In the order in which they were asked for. */
  private final List<Trade> trades = new ArrayList<>();

  private long tick;

  Trades(
      Tables tables,
      Sessions sessions,
      PlayerRows rows,
      Operations operations,
      OperationPublisher publisher,
      WorldCounters counters,
      Faults faults,
      int tickRateHz) {
    this.tables = tables;
    this.sessions = sessions;
    this.rows = rows;
    this.operations = operations;
    this.publisher = publisher;
    this.counters = counters;
    this.faults = faults;
    this.tickRateHz = tickRateHz;
  }

  void beginTick(long newTick) {
    tick = newTick;
  }

  // ---- what players want; each returns null, or why not

  @Nullable RefusalReason request(Session session, long entity) {
    Session other = playerOf(entity);
    if (other == null || other == session) {
      return RefusalReason.NOT_THERE;
    }
    Trade own = bySession.get(session.id());
    if (own != null) {
      boolean isAnswer =
          own.stage() == TradeStage.REQUESTED
              && own.invited.session == session
              && own.requester.session == other;
      return isAnswer ? accept(session, entity) : RefusalReason.BUSY;
    }
    if (bySession.get(other.id()) != null) {
      return RefusalReason.BUSY;
    }
    if (!areTogether(session, other)) {
      return RefusalReason.TOO_FAR;
    }
    if (blocks(other, session.playerId())) {
      return RefusalReason.NOT_ALLOWED;
    }
    Trade trade = new Trade(sideOf(session), sideOf(other), tick);
    trades.add(trade);
    bySession.put(session.id(), trade);
    bySession.put(other.id(), trade);
    return null;
  }

  @Nullable RefusalReason accept(Session session, long entity) {
    Trade trade = bySession.get(session.id());
    if (trade == null
        || trade.stage() != TradeStage.REQUESTED
        || trade.invited.session != session
        || trade.requester.session.entity() != entity) {
      return RefusalReason.NOT_THERE;
    }
    trade.touch(tick);
    trade.become(TradeStage.OPEN);
    return null;
  }

  /** Replaces what is offered; whoever has confirmed must do it again. */
  @Nullable RefusalReason offer(Session session, long coins, List<OfferedSlot> slots) {
    Trade trade = bySession.get(session.id());
    if (trade == null || !trade.isOpen()) {
      return RefusalReason.NOT_THERE;
    }
    if (coins < 0 || slots.size() > StateLimits.INVENTORY_SLOTS) {
      return RefusalReason.BAD_INTENT;
    }
    Chunk chunk = rows.chunkOf(session.entity());
    int row = rows.offsetOf(session.entity());
    if (coins > chunk.column(Columns.COINS)[row]) {
      return RefusalReason.NOT_ENOUGH;
    }
    List<Trade.Offered> offer = new ArrayList<>(slots.size());
    for (OfferedSlot slot : slots) {
      RefusalReason objection = add(chunk, row, slot, offer);
      if (objection != null) {
        return objection;
      }
    }
    Trade.Side side = trade.sideOf(session);
    side.offer = List.copyOf(offer);
    side.coins = coins;
    trade.touch(tick);
    trade.offerHasChanged();
    unconfirm(trade, RefusalReason.OFFER_CHANGED);
    return null;
  }

  private static @Nullable RefusalReason add(
      Chunk chunk, int row, OfferedSlot wanted, List<Trade.Offered> offer) {
    ItemColumns inventory = Columns.INVENTORY;
    if (wanted.slot() >= inventory.slots()) {
      return RefusalReason.BAD_INTENT;
    }
    for (Trade.Offered other : offer) {
      if (other.slot() == wanted.slot()) {
        return RefusalReason.BAD_INTENT;
      }
    }
    int cell = row * inventory.slots() + wanted.slot();
    int kind = Short.toUnsignedInt(chunk.column(inventory.kinds())[cell]);
    int there = chunk.column(inventory.counts())[cell];
    int amount = wanted.amount() == 0 ? there : wanted.amount();
    if (kind == 0) {
      return RefusalReason.NOT_THERE;
    }
    if (amount > there) {
      return RefusalReason.NOT_ENOUGH;
    }
    offer.add(
        new Trade.Offered(wanted.slot(), kind, amount, chunk.column(inventory.uniques())[cell]));
    return null;
  }

  @Nullable RefusalReason cancel(Session session) {
    Trade trade = bySession.get(session.id());
    if (trade == null) {
      return RefusalReason.NOT_THERE;
    }
    if (trade.stage() == TradeStage.SAVING) {
      return RefusalReason.LOCKED;
    }
    end(trade, TradeStage.CANCELLED);
    return null;
  }

  /**
   * Confirms what the player has seen. An offer that has reached the world meanwhile, or reaches it
   * before the exchange, makes this void: nobody agrees to what he was not shown.
   *
   * @param revision of the trade window that he was told
   */
  void confirm(Session session, int sequence, long operation, long revision) {
    Trade trade = bySession.get(session.id());
    operations.submit(
        session,
        sequence,
        operation,
        OperationKind.TRADE,
        (own, transfer) ->
            trade == null
                ? transfer.refuse(RefusalReason.NOT_THERE)
                : prepare(own, transfer, trade, revision));
  }

  // ---- the exchange

  private Step prepare(Draft own, Transfer transfer, Trade trade, long revision) {
    Trade.Side side = trade.sideOf(own.session());
    Trade.Side other = trade.otherOf(side);
    if (trade.isOpen() && trade.revision() != revision) {
      return transfer.refuse(RefusalReason.OFFER_CHANGED);
    }
    if (!trade.isOpen() || side.hasConfirmed()) {
      return transfer.refuse(RefusalReason.NOT_ALLOWED);
    }
    trade.touch(tick);
    OperationQueue otherQueue = other.confirmed;
    if (otherQueue == null) {
      park(own, side, trade);
      return Step.PARK;
    }
    Draft theirs = transfer.join(other.session);
    if (theirs == null) {
      return Step.WAIT;
    }
    theirs.asks(otherQueue, other.operation, other.sequence);
    RefusalReason objection = exchange(own, side, theirs, other, transfer);
    if (objection != null) {
      unconfirm(trade, objection);
      return transfer.refuse(objection);
    }
    transfer.concerns(trade);
    return Step.COMMIT;
  }

  private static void park(Draft own, Trade.Side side, Trade trade) {
    OperationQueue queue = own.asker();
    if (queue == null) {
      throw new IllegalStateException("nobody has confirmed: player=" + own.playerId());
    }
    queue.parked(own.operation());
    side.confirmed = queue;
    side.operation = own.operation();
    side.sequence = own.sequence();
    trade.hasChanged();
  }

  /** First both let go of what they offer, so that its room counts; then both get it. */
  private @Nullable RefusalReason exchange(
      Draft own, Trade.Side side, Draft theirs, Trade.Side other, Transfer transfer) {
    if (!areTogether(own.session(), theirs.session())) {
      return RefusalReason.TOO_FAR;
    }
    RefusalReason objection = take(own, side, transfer);
    if (objection == null) {
      objection = take(theirs, other, transfer);
    }
    if (objection == null) {
      objection = put(theirs, side, transfer);
    }
    if (objection == null) {
      objection = put(own, other, transfer);
    }
    return objection;
  }

  private static @Nullable RefusalReason take(Draft draft, Trade.Side side, Transfer transfer) {
    RefusalReason objection = transfer.takeCoins(draft, side.coins);
    ItemSlots inventory = draft.after.inventory;
    for (int i = 0; i < side.offer.size() && objection == null; i++) {
      Trade.Offered offered = side.offer.get(i);
      boolean isStillThat =
          inventory.kind(offered.slot()) == offered.kind()
              && inventory.unique(offered.slot()) == offered.unique();
      objection =
          isStillThat
              ? transfer.take(draft, Container.INVENTORY, offered.slot(), offered.amount())
              : RefusalReason.NOT_THERE;
    }
    return objection;
  }

  private static @Nullable RefusalReason put(Draft draft, Trade.Side from, Transfer transfer) {
    RefusalReason objection = transfer.putCoins(draft);
    for (int i = 0; i < from.offer.size() && objection == null; i++) {
      objection = transfer.put(draft, Container.INVENTORY);
    }
    return objection;
  }

  // ---- how it ends

  /** Its commit was answered. */
  void onSettled(Trade trade, boolean durable) {
    counters.increment(durable ? WorldCounter.TRADES : WorldCounter.TRADES_CANCELLED);
    finish(trade, durable ? TradeStage.DONE : TradeStage.CANCELLED);
  }

  /** A player is gone. A trade that is being saved is the store's to decide. */
  void onStopped(Session session) {
    Trade trade = bySession.get(session.id());
    if (trade != null && trade.stage() != TradeStage.SAVING) {
      end(trade, TradeStage.CANCELLED);
    }
  }

  /** Ends what can't go on, and tells of what has changed. Called once a tick. */
  void step() {
    for (int i = trades.size() - 1; i >= 0; i--) {
      Trade trade = trades.get(i);
      try {
        step(trade);
      } catch (RuntimeException fault) {
        faults.record(fault);
        forget(trade);
      }
    }
  }

  private void step(Trade trade) {
    if (trade.stage() != TradeStage.SAVING && !canGoOn(trade)) {
      end(trade, TradeStage.CANCELLED);
    } else if (trade.takeChange()) {
      tell(trade);
    }
  }

  private boolean canGoOn(Trade trade) {
    return tick - trade.touchedTick() < (long) IDLE_SECONDS * tickRateHz
        && isAsBefore(trade.requester)
        && isAsBefore(trade.invited)
        && areTogether(trade.requester.session, trade.invited.session);
  }

  private boolean isAsBefore(Trade.Side side) {
    return side.isPlaying() && deathsOf(side.session) == side.deaths;
  }

  private void end(Trade trade, TradeStage stage) {
    counters.increment(WorldCounter.TRADES_CANCELLED);
    finish(trade, stage);
    unconfirm(trade, RefusalReason.NOT_ALLOWED);
  }

  private void finish(Trade trade, TradeStage stage) {
    forget(trade);
    trade.become(stage);
    tell(trade);
  }

  private void forget(Trade trade) {
    trades.remove(trade);
    bySession.remove(trade.requester.sessionId);
    bySession.remove(trade.invited.sessionId);
  }

  /** Whoever has confirmed gets his answer: it was not done. */
  private void unconfirm(Trade trade, RefusalReason reason) {
    unconfirm(trade.requester, reason);
    unconfirm(trade.invited, reason);
    trade.hasChanged();
  }

  private void unconfirm(Trade.Side side, RefusalReason reason) {
    OperationQueue queue = side.confirmed;
    if (queue != null) {
      side.confirmed = null;
      queue.parked(OperationQueue.NONE);
      if (side.session.id() == side.sessionId) {
        operations.refuse(side.session, side.sequence, reason);
      }
    }
  }

  private void tell(Trade trade) {
    tell(trade, trade.requester);
    tell(trade, trade.invited);
  }

  private void tell(Trade trade, Trade.Side side) {
    if (!side.isPlaying()) {
      return;
    }
    Trade.Side other = trade.otherOf(side);
    publisher.beginTradeWindow(
        side.sessionId,
        other.session.entity(),
        trade.stage(),
        side.coins,
        other.coins,
        side.hasConfirmed(),
        other.hasConfirmed(),
        trade.revision(),
        side.offer.size() + other.offer.size());
    for (Trade.Offered offered : side.offer) {
      publisher.offered(true, offered.slot(), offered.kind(), offered.amount());
    }
    for (Trade.Offered offered : other.offer) {
      publisher.offered(false, offered.slot(), offered.kind(), offered.amount());
    }
    operations.sent(side.session, publisher.sendTradeWindow(other.session.name().utf8()));
  }

  // ---- who is where

  private Trade.Side sideOf(Session session) {
    return new Trade.Side(session, deathsOf(session));
  }

  private int deathsOf(Session session) {
    return rows.chunkOf(session.entity()).column(Columns.DEATHS)[rows.offsetOf(session.entity())];
  }

  private @Nullable Session playerOf(long entity) {
    if (!tables.ids().isLive(entity) || !tables.tableOf(entity).has(Columns.PLAYER)) {
      return null;
    }
    Session session =
        sessions.byId(tables.chunkOf(entity).column(Columns.SESSION)[tables.offsetOf(entity)]);
    return session != null && session.isPlaying() ? session : null;
  }

  private boolean areTogether(Session session, Session other) {
    Chunk chunk = rows.chunkOf(session.entity());
    int row = rows.offsetOf(session.entity());
    Chunk otherChunk = rows.chunkOf(other.entity());
    int otherRow = rows.offsetOf(other.entity());
    float away = chunk.column(Columns.X)[row] - otherChunk.column(Columns.X)[otherRow];
    float along = chunk.column(Columns.Y)[row] - otherChunk.column(Columns.Y)[otherRow];
    return chunk.column(Columns.ZONE)[row] == otherChunk.column(Columns.ZONE)[otherRow]
        && away * away + along * along <= Places.TRADE_TILES * Places.TRADE_TILES;
  }

  private boolean blocks(Session session, long playerId) {
    long[] blocked = rows.chunkOf(session.entity()).column(Columns.BLOCKS);
    int first = rows.offsetOf(session.entity()) * StateLimits.BLOCKS;
    for (int i = 0; i < StateLimits.BLOCKS; i++) {
      if (blocked[first + i] == playerId) {
        return true;
      }
    }
    return false;
  }
}
