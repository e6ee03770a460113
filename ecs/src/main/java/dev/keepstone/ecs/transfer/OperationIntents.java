package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.OfferedSlot;
import dev.keepstone.ecs.message.OperationHandler;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.session.IntentGate;
import dev.keepstone.ecs.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes tier-1 intents: says which rule each is for, and leaves the rest to the queue. */
final class OperationIntents implements OperationHandler {
  private final IntentGate gate;
  private final Operations operations;
  private final OwnContainers own;
  private final GroundRules ground;
  private final ShopRules shops;
  private final Orders orders;
  private final Trades trades;

  OperationIntents(
      IntentGate gate,
      Operations operations,
      OwnContainers own,
      GroundRules ground,
      ShopRules shops,
      Orders orders,
      Trades trades) {
    this.gate = gate;
    this.operations = operations;
    this.own = own;
    this.ground = ground;
    this.shops = shops;
    this.orders = orders;
    this.trades = trades;
  }

  @Override
  public void onTakeItem(long sessionId, int sequence, long operation, long entity) {
    submit(
        sessionId,
        sequence,
        operation,
        OperationKind.TAKE,
        (draft, transfer) -> ground.take(draft, transfer, entity));
  }

  @Override
  public void onMoveItem(
      long sessionId,
      int sequence,
      long operation,
      OperationKind kind,
      int slot,
      int toSlot,
      int count) {
    Preparation preparation =
        switch (kind) {
          case DROP -> (draft, transfer) -> ground.drop(draft, transfer, slot, count);
          case EQUIP -> (draft, transfer) -> own.equip(draft, transfer, slot);
          case UNEQUIP -> (draft, transfer) -> own.unequip(draft, transfer, slot);
          case SWAP -> (draft, transfer) -> own.swap(draft, transfer, slot, toSlot);
          case DEPOSIT -> (draft, transfer) -> own.deposit(draft, transfer, slot, count);
          case WITHDRAW -> (draft, transfer) -> own.withdraw(draft, transfer, slot, count);
          case CONSUME -> (draft, transfer) -> own.consume(draft, transfer, slot);
          case SELL -> (draft, transfer) -> shops.sell(draft, transfer, slot, count);
          case TAKE, BUY, TRADE, DEATH, LEVEL_UP, GRANT, ZONE_EVENT, REPAIR, NULL_VAL ->
              (draft, transfer) -> transfer.refuse(RefusalReason.BAD_INTENT);
        };
    submit(sessionId, sequence, operation, kind, preparation);
  }

  @Override
  public void onBuy(long sessionId, int sequence, long operation, int kind, int count) {
    submit(
        sessionId,
        sequence,
        operation,
        OperationKind.BUY,
        (draft, transfer) -> shops.buy(draft, transfer, kind, count));
  }

  @Override
  public void onOrder(
      long sessionId,
      int sequence,
      long operation,
      OperatorAction action,
      int what,
      long amount,
      String player) {
    submit(
        sessionId,
        sequence,
        operation,
        OperationKind.GRANT,
        (draft, transfer) -> orders.prepare(draft, transfer, action, what, amount, player));
  }

  private void submit(
      long sessionId, int sequence, long operation, OperationKind kind, Preparation preparation) {
    Session session = gate.accept(sessionId, sequence);
    if (session != null) {
      operations.submit(session, sequence, operation, kind, preparation);
    }
  }

  @Override
  public void onTrade(
      long sessionId,
      int sequence,
      long operation,
      long entity,
      TradeAction action,
      long coins,
      long revision,
      List<OfferedSlot> offered) {
    Session session = gate.accept(sessionId, sequence);
    if (session == null) {
      return;
    }
    @Nullable RefusalReason objection =
        switch (action) {
          case REQUEST -> trades.request(session, entity);
          case ACCEPT -> trades.accept(session, entity);
          case OFFER -> trades.offer(session, coins, offered);
          case CANCEL -> trades.cancel(session);
          case CONFIRM -> {
            trades.confirm(session, sequence, operation, revision);
            yield null;
          }
          case NULL_VAL -> RefusalReason.BAD_INTENT;
        };
    if (objection != null) {
      operations.refuse(session, sequence, objection);
    }
  }

  @Override
  public void onAsk(long sessionId, int sequence, long operation) {
    Session session = gate.accept(sessionId, sequence);
    if (session != null) {
      operations.ask(session, sequence, operation);
    }
  }
}
