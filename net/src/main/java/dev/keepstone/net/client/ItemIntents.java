package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.TradeAction;
import java.util.List;

/**
 * What a player does with items and coins, and what an operator orders. Each operation returns its
 * number, which onSaving, onSaved and onOperationRefused name later; 0 when the client is not
 * PLAYING, the frame cannot be sent now, or too many operations wait for their answer: then nothing
 * was asked, and it may be tried again.
 */
public final class ItemIntents {
  private final GameClient client;
  private final Operations operations;
  private final OperationRequests requests;

  ItemIntents(GameClient client, Operations operations, OperationRequests requests) {
    this.client = client;
    this.operations = operations;
    this.requests = requests;
  }

  /** Picks up what lies on the ground. */
  public long take(long entity) {
    return operation(
        OperationKind.TAKE, (sequence, operation) -> requests.take(sequence, operation, entity));
  }

  /**
   * Lets something fall.
   *
   * @param slot of the inventory
   * @param count 0: all of it
   */
  public long drop(int slot, int count) {
    return move(OperationKind.DROP, slot, 0, count);
  }

  /** Puts on what lies in a slot of the inventory. */
  public long equip(int slot) {
    return move(OperationKind.EQUIP, slot, 0, 0);
  }

  /** Takes off what is worn in a slot of the equipment. */
  public long unequip(int slot) {
    return move(OperationKind.UNEQUIP, slot, 0, 0);
  }

  /** Exchanges two slots of the inventory. */
  public long swap(int slot, int toSlot) {
    return move(OperationKind.SWAP, slot, toSlot, 0);
  }

  /** Brings something to the bank; as {@link #drop}. */
  public long deposit(int slot, int count) {
    return move(OperationKind.DEPOSIT, slot, 0, count);
  }

  /**
   * Fetches something from the bank.
   *
   * @param slot of the bank
   * @param count 0: all of it
   */
  public long withdraw(int slot, int count) {
    return move(OperationKind.WITHDRAW, slot, 0, count);
  }

  /** Eats or drinks one. */
  public long consume(int slot) {
    return move(OperationKind.CONSUME, slot, 0, 0);
  }

  /** Sells to the shop within reach; as {@link #drop}. */
  public long sell(int slot, int count) {
    return move(OperationKind.SELL, slot, 0, count);
  }

  /** Buys from the shop within reach. */
  public long buy(int kind, int count) {
    return operation(
        OperationKind.BUY, (sequence, operation) -> requests.buy(sequence, operation, kind, count));
  }

  /**
   * Asks another player for a trade. Returns the intent's sequence, as {@link GameClient#move} does
   * and all steps of a trade do but {@link #confirmTrade}.
   */
  public int requestTrade(long entity) {
    return step(TradeAction.REQUEST, entity, 0, List.of());
  }

  /** Accepts another's request. */
  public int acceptTrade(long entity) {
    return step(TradeAction.ACCEPT, entity, 0, List.of());
  }

  /**
   * Puts this on the table, in place of what lay there.
   *
   * @param offered slots of the inventory and how much of each; whose and what kind doesn't matter
   */
  public int offer(long entity, long coins, List<TradeView.Offered> offered) {
    return step(TradeAction.OFFER, entity, coins, offered);
  }

  /**
   * Agrees to a trade as it was seen: an operation, which is saved when the other agrees too and
   * refused as OFFER_CHANGED when something else lies on the table by then.
   */
  public long confirmTrade(TradeView seen) {
    return operation(
        OperationKind.TRADE,
        (sequence, operation) ->
            requests.trade(
                sequence,
                operation,
                TradeAction.CONFIRM,
                seen.other(),
                0,
                seen.revision(),
                List.of()));
  }

  /** Ends a trade, or says no to a request. */
  public int cancelTrade(long entity) {
    return step(TradeAction.CANCEL, entity, 0, List.of());
  }

  /**
   * An operator's order.
   *
   * @param player the character that it is about
   * @param what item kind for GIVE, skill for GRANT_XP, else 0
   * @param amount items, coins or experience; 0 for KILL
   */
  public long order(OperatorAction action, String player, int what, long amount) {
    return operation(
        OperationKind.GRANT,
        (sequence, operation) -> requests.order(sequence, operation, action, player, what, amount));
  }

  private long move(OperationKind kind, int slot, int toSlot, int count) {
    return operation(
        kind,
        (sequence, operation) -> requests.move(sequence, operation, kind, slot, toSlot, count));
  }

  private int step(TradeAction action, long entity, long coins, List<TradeView.Offered> offered) {
    return client.intent(
        requests.trade(client.nextSequence(), 0, action, entity, coins, 0, offered));
  }

  private long operation(OperationKind kind, Encoder encoder) {
    if (operations.isFull()) {
      return 0;
    }
    long operation = operations.next();
    int sequence = client.intent(encoder.encode(client.nextSequence(), operation));
    if (sequence == 0) {
      return 0;
    }
    operations.onSent(kind, sequence, client.nowNs());
    return operation;
  }

  /** Writes one intent; returns its length. */
  @FunctionalInterface
  private interface Encoder {
    int encode(int sequence, long operation);
  }
}
