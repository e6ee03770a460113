package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.TradeAction;
import java.util.List;

/**
 * The tier-1 intents of players, one call a message. {@code sequence} is unsigned; {@code
 * operation} is the player's own number and may be anything yet, as may slots, counts and amounts.
 */
public interface OperationHandler {
  void onTakeItem(long session, int sequence, long operation, long entity);

  /**
   * Something of the player's own moves.
   *
   * @param kind any there is: those that this intent doesn't know are to be refused
   * @param count not negative; 0: all in the slot
   */
  void onMoveItem(
      long session,
      int sequence,
      long operation,
      OperationKind kind,
      int slot,
      int toSlot,
      int count);

  void onBuy(long session, int sequence, long operation, int kind, int count);

  /**
   * One step of a trade.
   *
   * @param entity the other player
   * @param coins for an offer
   * @param revision for a confirmation: of the trade window that the player has seen
   * @param offered for an offer; replaces the one before
   */
  void onTrade(
      long session,
      int sequence,
      long operation,
      long entity,
      TradeAction action,
      long coins,
      long revision,
      List<OfferedSlot> offered);

  /**
   * An operator's order.
   *
   * @param what item kind or skill
   * @param player name of the character that it is about; may be malformed
   */
  void onOrder(
      long session,
      int sequence,
      long operation,
      OperatorAction action,
      int what,
      long amount,
      String player);

  void onAsk(long session, int sequence, long operation);
}
