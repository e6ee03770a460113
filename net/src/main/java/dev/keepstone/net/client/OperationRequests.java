package dev.keepstone.net.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keepstone.ecs.message.sbe.AskEncoder;
import dev.keepstone.ecs.message.sbe.BuyEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveItemEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderEncoder;
import dev.keepstone.ecs.message.sbe.TakeItemEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import dev.keepstone.net.wire.WireLimits;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes intents of tier 1, as {@link Requests} does the others and into its buffer: each returns
 * the message's length, 0 when it cannot be said.
 */
final class OperationRequests {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final UnsafeBuffer buffer;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final TakeItemEncoder takeItem = new TakeItemEncoder();
  private final MoveItemEncoder moveItem = new MoveItemEncoder();
  private final BuyEncoder buy = new BuyEncoder();
  private final TradeEncoder trade = new TradeEncoder();
  private final OrderEncoder order = new OrderEncoder();
  private final AskEncoder ask = new AskEncoder();

  OperationRequests(UnsafeBuffer buffer) {
    this.buffer = buffer;
  }

  int take(int sequence, long operation, long entity) {
    takeItem
        .wrapAndApplyHeader(buffer, 0, header)
        .session(0)
        .sequence(sequence)
        .operation(operation)
        .entity(entity);
    return HEADER_BYTES + takeItem.encodedLength();
  }

  int move(int sequence, long operation, OperationKind kind, int slot, int toSlot, int count) {
    moveItem
        .wrapAndApplyHeader(buffer, 0, header)
        .session(0)
        .sequence(sequence)
        .operation(operation)
        .kind(kind)
        .slot((short) slot)
        .toSlot((short) toSlot)
        .count(count);
    return HEADER_BYTES + moveItem.encodedLength();
  }

  int buy(int sequence, long operation, int kind, int count) {
    buy.wrapAndApplyHeader(buffer, 0, header)
        .session(0)
        .sequence(sequence)
        .operation(operation)
        .kind(kind)
        .count(count);
    return HEADER_BYTES + buy.encodedLength();
  }

  /**
   * A step of a trade.
   *
   * @param operation 0 for all but CONFIRM
   * @param revision 0 for all but CONFIRM
   */
  int trade(
      int sequence,
      long operation,
      TradeAction action,
      long entity,
      long coins,
      long revision,
      List<TradeView.Offered> offered) {
    if (offered.size() > WireLimits.MAX_OFFERED) {
      return 0;
    }
    TradeEncoder.OfferedEncoder entries =
        trade
            .wrapAndApplyHeader(buffer, 0, header)
            .session(0)
            .sequence(sequence)
            .operation(operation)
            .entity(entity)
            .coins(coins)
            .action(action)
            .revision(revision)
            .offeredCount(offered.size());
    for (TradeView.Offered entry : offered) {
      entries.next().amount(entry.amount()).slot((short) entry.slot());
    }
    return HEADER_BYTES + trade.encodedLength();
  }

  int order(
      int sequence, long operation, OperatorAction action, String player, int what, long amount) {
    byte[] name = player.getBytes(US_ASCII);
    if (name.length > WireLimits.MAX_NAME_BYTES) {
      return 0;
    }
    order
        .wrapAndApplyHeader(buffer, 0, header)
        .session(0)
        .sequence(sequence)
        .operation(operation)
        .amount(amount)
        .what(what)
        .action(action)
        .putPlayer(name, 0, name.length);
    return HEADER_BYTES + order.encodedLength();
  }

  int ask(int sequence, long operation) {
    ask.wrapAndApplyHeader(buffer, 0, header).session(0).sequence(sequence).operation(operation);
    return HEADER_BYTES + ask.encodedLength();
  }
}
