package dev.keepstone.net.gateway;

import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.BuyDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderDecoder;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.rule.ChatText;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.net.auth.CredentialRules;
import dev.keepstone.net.wire.WireLimits;
import org.agrona.DirectBuffer;

/**
 * What the world would not do anyway, refused before it takes room in the inbox: directions that
 * are none, lines that may not be said, slots that nobody has, counts that no slot holds. The world
 * checks again, and knows what only it can know.
 */
final class IntentRules {
  private static final int TEXT_HEADER_BYTES = SayDecoder.textHeaderLength();

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MoveDecoder move = new MoveDecoder();
  private final SayDecoder say = new SayDecoder();
  private final TakeItemDecoder takeItem = new TakeItemDecoder();
  private final MoveItemDecoder moveItem = new MoveItemDecoder();
  private final BuyDecoder buy = new BuyDecoder();
  private final TradeDecoder trade = new TradeDecoder();
  private final OrderDecoder order = new OrderDecoder();
  private final AskDecoder ask = new AskDecoder();

  /** The message has passed the frame validator. */
  boolean allows(int templateId, DirectBuffer message, int offset) {
    return switch (templateId) {
      case MoveDecoder.TEMPLATE_ID -> {
        move.wrapAndApplyHeader(message, offset, header);
        yield Math.abs(move.directionX()) <= 1 && Math.abs(move.directionY()) <= 1;
      }
      case SayDecoder.TEMPLATE_ID -> {
        say.wrapAndApplyHeader(message, offset, header);
        int textAt = say.limit() + TEXT_HEADER_BYTES;
        int end = textAt + say.textLength();
        int from = ChatText.trimmedStart(message, textAt, end - textAt);
        int to = ChatText.trimmedEnd(message, from, end);
        yield ChatText.isAcceptable(message, from, to - from);
      }
      case TakeItemDecoder.TEMPLATE_ID ->
          takeItem.wrapAndApplyHeader(message, offset, header).operation() > 0;
      case MoveItemDecoder.TEMPLATE_ID ->
          allows(moveItem.wrapAndApplyHeader(message, offset, header));
      case BuyDecoder.TEMPLATE_ID -> allows(buy.wrapAndApplyHeader(message, offset, header));
      case TradeDecoder.TEMPLATE_ID -> allows(trade.wrapAndApplyHeader(message, offset, header));
      case OrderDecoder.TEMPLATE_ID -> allows(order.wrapAndApplyHeader(message, offset, header));
      case AskDecoder.TEMPLATE_ID ->
          ask.wrapAndApplyHeader(message, offset, header).operation() > 0;
      default -> true;
    };
  }

  /** Codes are looked at raw: the generated enumerations throw on one that they don't know. */
  private static boolean allows(MoveItemDecoder intent) {
    if (intent.operation() <= 0 || intent.count() > StateLimits.MAX_COUNT) {
      return false;
    }
    int kind = intent.kindRaw();
    if (kind == OperationKind.UNEQUIP.value()) {
      return intent.slot() < StateLimits.EQUIPMENT_SLOTS;
    }
    if (kind == OperationKind.WITHDRAW.value()) {
      return intent.slot() < StateLimits.BANK_SLOTS;
    }
    if (kind == OperationKind.SWAP.value() && intent.toSlot() >= StateLimits.INVENTORY_SLOTS) {
      return false;
    }
    return intent.slot() < StateLimits.INVENTORY_SLOTS
        && (kind == OperationKind.DROP.value()
            || kind == OperationKind.EQUIP.value()
            || kind == OperationKind.SWAP.value()
            || kind == OperationKind.DEPOSIT.value()
            || kind == OperationKind.CONSUME.value()
            || kind == OperationKind.SELL.value());
  }

  private static boolean allows(BuyDecoder intent) {
    return intent.operation() > 0 && intent.kind() > 0 && isCount(intent.count());
  }

  private static boolean allows(TradeDecoder intent) {
    int action = intent.actionRaw();
    boolean isOffer = action == TradeAction.OFFER.value();
    if (action < TradeAction.REQUEST.value()
        || action > TradeAction.CANCEL.value()
        || intent.coins() < 0
        || (action == TradeAction.CONFIRM.value() && intent.operation() <= 0)) {
      return false;
    }
    TradeDecoder.OfferedDecoder offered = intent.offered();
    if (offered.count() > (isOffer ? WireLimits.MAX_OFFERED : 0)) {
      return false;
    }
    // One bit for each slot: no slot is offered twice.
    long seen = 0;
    while (offered.hasNext()) {
      offered.next();
      int slot = offered.slot();
      if (slot >= StateLimits.INVENTORY_SLOTS
          || (seen & 1L << slot) != 0
          || !isCount(offered.amount())) {
        return false;
      }
      seen |= 1L << slot;
    }
    return true;
  }

  private static boolean allows(OrderDecoder intent) {
    int action = intent.actionRaw();
    long amount = intent.amount();
    boolean sound;
    if (action == OperatorAction.GIVE.value()) {
      sound = intent.what() > 0 && isCount(amount);
    } else if (action == OperatorAction.GRANT_COINS.value()) {
      sound = amount > 0;
    } else if (action == OperatorAction.GRANT_XP.value()) {
      sound = amount > 0 && intent.what() < StateLimits.SKILLS;
    } else {
      sound = action == OperatorAction.KILL.value();
    }
    return sound
        && intent.operation() > 0
        && intent.playerLength() <= WireLimits.MAX_NAME_BYTES
        && CredentialRules.isName(intent.player());
  }

  private static boolean isCount(long count) {
    return count > 0 && count <= StateLimits.MAX_COUNT;
  }
}
