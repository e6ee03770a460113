package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.BuyDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderDecoder;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Turns the bytes of tier-1 intents into calls, as {@link InboxAdapter} does with the others. */
final class OperationAdapter {
  private final OperationHandler handler;
  private final TakeItemDecoder takeItem = new TakeItemDecoder();
  private final MoveItemDecoder moveItem = new MoveItemDecoder();
  private final BuyDecoder buy = new BuyDecoder();
  private final TradeDecoder trade = new TradeDecoder();
  private final OrderDecoder order = new OrderDecoder();
  private final AskDecoder ask = new AskDecoder();

  OperationAdapter(OperationHandler handler) {
    this.handler = handler;
  }

  static boolean isOperation(int template) {
    return template >= TakeItemDecoder.TEMPLATE_ID && template <= AskDecoder.TEMPLATE_ID;
  }

  /** Returns false when the message is not what its header says. */
  boolean dispatch(MessageHeaderDecoder header, DirectBuffer buffer, int body, int end) {
    int block = header.blockLength();
    int version = header.version();
    switch (header.templateId()) {
      case TakeItemDecoder.TEMPLATE_ID -> {
        if (block < TakeItemDecoder.BLOCK_LENGTH) {
          return false;
        }
        takeItem.wrap(buffer, body, block, version);
        handler.onTakeItem(
            takeItem.session(), (int) takeItem.sequence(), takeItem.operation(), takeItem.entity());
      }
      case MoveItemDecoder.TEMPLATE_ID -> {
        if (block < MoveItemDecoder.BLOCK_LENGTH) {
          return false;
        }
        moveItem.wrap(buffer, body, block, version);
        return moveItem();
      }
      case BuyDecoder.TEMPLATE_ID -> {
        if (block < BuyDecoder.BLOCK_LENGTH) {
          return false;
        }
        buy.wrap(buffer, body, block, version);
        handler.onBuy(
            buy.session(), (int) buy.sequence(), buy.operation(), buy.kind(), toInt(buy.count()));
      }
      case TradeDecoder.TEMPLATE_ID -> {
        if (block < TradeDecoder.BLOCK_LENGTH
            || !Groups.areWithin(
                buffer, body + block, end, TradeDecoder.OfferedDecoder.sbeBlockLength())) {
          return false;
        }
        trade.wrap(buffer, body, block, version);
        return trade();
      }
      case OrderDecoder.TEMPLATE_ID -> {
        int length = InboxAdapter.textLength(buffer, body + block, end);
        if (block < OrderDecoder.BLOCK_LENGTH || length == InboxAdapter.MALFORMED) {
          return false;
        }
        order.wrap(buffer, body, block, version);
        return order(buffer, body + block + OrderDecoder.playerHeaderLength(), length);
      }
      case AskDecoder.TEMPLATE_ID -> {
        if (block < AskDecoder.BLOCK_LENGTH) {
          return false;
        }
        ask.wrap(buffer, body, block, version);
        handler.onAsk(ask.session(), (int) ask.sequence(), ask.operation());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean moveItem() {
    short kind = moveItem.kindRaw();
    if (kind < OperationKind.TAKE.value() || kind > OperationKind.REPAIR.value()) {
      return false;
    }
    handler.onMoveItem(
        moveItem.session(),
        (int) moveItem.sequence(),
        moveItem.operation(),
        OperationKind.get(kind),
        moveItem.slot(),
        moveItem.toSlot(),
        toInt(moveItem.count()));
    return true;
  }

  private boolean trade() {
    short action = trade.actionRaw();
    if (action < TradeAction.REQUEST.value() || action > TradeAction.CANCEL.value()) {
      return false;
    }
    List<OfferedSlot> offered = new ArrayList<>();
    for (TradeDecoder.OfferedDecoder part : trade.offered()) {
      offered.add(new OfferedSlot(part.slot(), toInt(part.amount())));
    }
    handler.onTrade(
        trade.session(),
        (int) trade.sequence(),
        trade.operation(),
        trade.entity(),
        TradeAction.get(action),
        trade.coins(),
        trade.revision(),
        offered);
    return true;
  }

  private boolean order(DirectBuffer buffer, int playerOffset, int playerLengthBytes) {
    short action = order.actionRaw();
    if (action < OperatorAction.GIVE.value() || action > OperatorAction.KILL.value()) {
      return false;
    }
    byte[] player = new byte[playerLengthBytes];
    buffer.getBytes(playerOffset, player);
    handler.onOrder(
        order.session(),
        (int) order.sequence(),
        order.operation(),
        OperatorAction.get(action),
        order.what(),
        order.amount(),
        new String(player, StandardCharsets.UTF_8));
    return true;
  }

  /** More than an {@code int} can hold is more than anybody has. */
  private static int toInt(long unsigned) {
    return (int) Math.min(unsigned, Integer.MAX_VALUE);
  }
}
