package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.sbe.AskEncoder;
import dev.keepstone.ecs.message.sbe.BuyEncoder;
import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.GoneEncoder;
import dev.keepstone.ecs.message.sbe.LeaveEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.MoveItemEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderEncoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.TakeItemEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** What gateways and players say to a world, as bytes; each call replaces the frame before. */
final class Frames {
  final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EnterEncoder enter = new EnterEncoder();
  private final GoneEncoder gone = new GoneEncoder();
  private final MoveEncoder move = new MoveEncoder();
  private final LeaveEncoder leave = new LeaveEncoder();
  private final TakeItemEncoder take = new TakeItemEncoder();
  private final MoveItemEncoder moveItem = new MoveItemEncoder();
  private final BuyEncoder buy = new BuyEncoder();
  private final TradeEncoder trade = new TradeEncoder();
  private final OrderEncoder order = new OrderEncoder();
  private final AskEncoder ask = new AskEncoder();

  private static int withHeader(int bodyLength) {
    return MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
  }

  int enter(
      long session,
      long playerId,
      boolean isAdmin,
      boolean takeOver,
      byte[] newToken,
      byte[] shownToken) {
    enter
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .role(isAdmin ? Role.ADMIN : Role.PLAYER)
        .takeOver((short) (takeOver ? 1 : 0))
        .putNewToken(newToken, 0, newToken.length)
        .putShownToken(shownToken, 0, shownToken.length);
    return withHeader(enter.encodedLength());
  }

  int gone(long session) {
    gone.wrapAndApplyHeader(buffer, 0, header).session(session);
    return withHeader(gone.encodedLength());
  }

  int move(long session, int sequence, int directionX, int directionY, int ticks) {
    move.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .directionX((byte) directionX)
        .directionY((byte) directionY)
        .ticks((short) ticks);
    return withHeader(move.encodedLength());
  }

  int leave(long session, int sequence) {
    leave.wrapAndApplyHeader(buffer, 0, header).session(session).sequence(sequence);
    return withHeader(leave.encodedLength());
  }

  int take(long session, int sequence, long operation, long entity) {
    take.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation)
        .entity(entity);
    return withHeader(take.encodedLength());
  }

  int moveItem(
      long session, int sequence, long operation, OperationKind kind, int slot, int to, int count) {
    moveItem
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation)
        .kind(kind)
        .slot((short) slot)
        .toSlot((short) to)
        .count(count);
    return withHeader(moveItem.encodedLength());
  }

  int buy(long session, int sequence, long operation, int kind, int count) {
    buy.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation)
        .kind(kind)
        .count(count);
    return withHeader(buy.encodedLength());
  }

  /**
   * A step of a trade.
   *
   * @param slot offered with {@code coins} where the action is OFFER; below 0: none
   */
  int trade(
      long session,
      int sequence,
      long operation,
      TradeAction action,
      long entity,
      long coins,
      int slot) {
    trade
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation)
        .entity(entity)
        .coins(coins)
        .action(action);
    TradeEncoder.OfferedEncoder offered = trade.offeredCount(slot < 0 ? 0 : 1);
    if (slot >= 0) {
      offered.next().amount(0).slot((short) slot);
    }
    return withHeader(trade.encodedLength());
  }

  int order(
      long session,
      int sequence,
      long operation,
      OperatorAction action,
      int what,
      long amount,
      String player) {
    order
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation)
        .amount(amount)
        .what(what)
        .action(action)
        .player(player);
    return withHeader(order.encodedLength());
  }

  int ask(long session, int sequence, long operation) {
    ask.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .operation(operation);
    return withHeader(ask.encodedLength());
  }
}
