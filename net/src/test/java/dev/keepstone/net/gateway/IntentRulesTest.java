package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.AskEncoder;
import dev.keepstone.ecs.message.sbe.BuyEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.MoveItemEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderEncoder;
import dev.keepstone.ecs.message.sbe.TakeItemEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import dev.keepstone.net.wire.FrameValidator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Tier-1 intents: each must pass the frame validator too. */
final class IntentRulesTest {
  private static final int MAX = 999_999;

  private final IntentRules rules = new IntentRules();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_200]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  @Test
  void wantsAnOperationNumber() {
    assertThat(take(1)).isTrue();
    assertThat(take(0)).isFalse();
    assertThat(take(-1)).isFalse();
    assertThat(ask(1)).isTrue();
    assertThat(ask(0)).isFalse();
    assertThat(move(0, OperationKind.DROP, 0, 0, 0)).isFalse();
    assertThat(buy(0, 1, 1)).isFalse();
    assertThat(order(0, OperatorAction.KILL, 0, 0, "ada")).isFalse();
    assertThat(trade(0, TradeAction.CONFIRM, 0)).isFalse();
    assertThat(trade(0, TradeAction.REQUEST, 0)).isTrue();
  }

  @Test
  void knowsNineWaysToGo() {
    for (int x = -2; x <= 2; x++) {
      for (int y = -2; y <= 2; y++) {
        assertThat(walk(x, y))
            .as("%d, %d", x, y)
            .isEqualTo(Math.max(Math.abs(x), Math.abs(y)) <= 1);
      }
    }
    assertThat(walk(Byte.MIN_VALUE, 0)).isFalse();
  }

  @Test
  void knowsWhoseSlotsAreMeant() {
    assertThat(move(1, OperationKind.DROP, 27, 0, MAX)).isTrue();
    assertThat(move(1, OperationKind.DROP, 28, 0, 0)).isFalse();
    assertThat(move(1, OperationKind.DROP, 0, 0, MAX + 1)).isFalse();
    assertThat(move(1, OperationKind.EQUIP, 28, 0, 0)).isFalse();
    assertThat(move(1, OperationKind.UNEQUIP, 10, 0, 0)).isTrue();
    assertThat(move(1, OperationKind.UNEQUIP, 11, 0, 0)).isFalse();
    assertThat(move(1, OperationKind.WITHDRAW, 95, 0, 0)).isTrue();
    assertThat(move(1, OperationKind.WITHDRAW, 96, 0, 0)).isFalse();
    assertThat(move(1, OperationKind.SWAP, 0, 27, 0)).isTrue();
    assertThat(move(1, OperationKind.SWAP, 0, 28, 0)).isFalse();
  }

  @Test
  void letsPlayersMoveItemsInTheirOwnWaysOnly() {
    for (OperationKind kind : OperationKind.values()) {
      boolean own =
          switch (kind) {
            case DROP, EQUIP, UNEQUIP, SWAP, DEPOSIT, WITHDRAW, CONSUME, SELL -> true;
            case TAKE, BUY, TRADE, DEATH, LEVEL_UP, GRANT, ZONE_EVENT, REPAIR, NULL_VAL -> false;
          };
      assertThat(move(1, kind, 0, 0, 0)).as("%s", kind).isEqualTo(own);
    }
    assertThat(move(1, OperationKind.DROP, 0, 0, 0)).isTrue();
    int kindAt = MessageHeaderEncoder.ENCODED_LENGTH + MoveItemEncoder.kindEncodingOffset();
    buffer.putByte(kindAt, (byte) 99);
    assertThat(rules.allows(MoveItemEncoder.TEMPLATE_ID, buffer, 0)).isFalse();
  }

  @Test
  void boundsWhatIsBought() {
    assertThat(buy(1, 1, 1)).isTrue();
    assertThat(buy(1, 0, 1)).isFalse();
    assertThat(buy(1, 1, 0)).isFalse();
    assertThat(buy(1, 1, MAX + 1)).isFalse();
  }

  @Test
  void boundsOffers() {
    int[] all = new int[28];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    assertThat(trade(0, TradeAction.OFFER, 5, all)).isTrue();
    assertThat(trade(0, TradeAction.OFFER, 5)).isTrue();
    assertThat(trade(0, TradeAction.OFFER, -1)).isFalse();
    assertThat(trade(0, TradeAction.OFFER, 0, 28)).isFalse();
    assertThat(trade(0, TradeAction.OFFER, 0, 255)).isFalse();
    assertThat(trade(0, TradeAction.OFFER, 0, 3, 3)).isFalse();
    assertThat(trade(0, TradeAction.OFFER, 0, new int[29])).isFalse();
    assertThat(trade(1, TradeAction.CONFIRM, 0, 3)).isFalse();
    assertThat(trade(1, TradeAction.NULL_VAL, 0)).isFalse();
    assertThat(trade(1, TradeAction.CANCEL, 0)).isTrue();
    buffer.putByte(
        MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.actionEncodingOffset(), (byte) 0);
    assertThat(rules.allows(TradeEncoder.TEMPLATE_ID, buffer, 0)).isFalse();
    assertThat(offer(1)).isTrue();
    assertThat(offer(MAX)).isTrue();
    assertThat(offer(0)).isFalse();
    assertThat(offer(MAX + 1)).isFalse();
  }

  @Test
  void boundsOrders() {
    assertThat(order(1, OperatorAction.GIVE, 31, 1, "ada")).isTrue();
    assertThat(order(1, OperatorAction.GIVE, 0, 1, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GIVE, 31, 0, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GIVE, 31, MAX + 1, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GRANT_COINS, 0, 1, "ada")).isTrue();
    assertThat(order(1, OperatorAction.GRANT_COINS, 0, 0, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GRANT_COINS, 0, -1, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GRANT_XP, 11, 1, "ada")).isTrue();
    assertThat(order(1, OperatorAction.GRANT_XP, 11, 0, "ada")).isFalse();
    assertThat(order(1, OperatorAction.GRANT_XP, 12, 1, "ada")).isFalse();
    assertThat(order(1, OperatorAction.KILL, 0, 0, "ada")).isTrue();
    assertThat(order(1, OperatorAction.KILL, 0, 0, "Ada!")).isFalse();
    assertThat(order(1, OperatorAction.KILL, 0, 0, "a".repeat(17))).isFalse();
    assertThat(order(1, OperatorAction.NULL_VAL, 0, 0, "ada")).isFalse();
  }

  private boolean judge(int templateId, int encodedLength) {
    int lengthBytes = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    assertThat(FrameValidator.INTENTS.templateId(buffer, 0, lengthBytes)).isEqualTo(templateId);
    assertThat(FrameValidator.INTENTS.templateId(buffer, 0, lengthBytes + 1))
        .isEqualTo(FrameValidator.MALFORMED);
    assertThat(FrameValidator.INTENTS.templateId(buffer, 0, lengthBytes - 1))
        .isEqualTo(FrameValidator.MALFORMED);
    return rules.allows(templateId, buffer, 0);
  }

  private boolean walk(int x, int y) {
    MoveEncoder encoder = new MoveEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .directionX((byte) x)
        .directionY((byte) y)
        .ticks((short) 1);
    return judge(MoveEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean take(long operation) {
    TakeItemEncoder encoder = new TakeItemEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(operation).entity(5);
    return judge(TakeItemEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean ask(long operation) {
    AskEncoder encoder = new AskEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(operation);
    return judge(AskEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean move(long operation, OperationKind kind, int slot, int toSlot, long count) {
    MoveItemEncoder encoder = new MoveItemEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .operation(operation)
        .kind(kind)
        .slot((short) slot)
        .toSlot((short) toSlot)
        .count(count);
    return judge(MoveItemEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean buy(long operation, int kind, long count) {
    BuyEncoder encoder = new BuyEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(operation).kind(kind).count(count);
    return judge(BuyEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean trade(long operation, TradeAction action, long coins, int... slots) {
    TradeEncoder encoder = new TradeEncoder();
    TradeEncoder.OfferedEncoder offered =
        encoder
            .wrapAndApplyHeader(buffer, 0, header)
            .operation(operation)
            .entity(5)
            .coins(coins)
            .action(action)
            .offeredCount(slots.length);
    for (int slot : slots) {
      offered.next().amount(1).slot((short) slot);
    }
    return judge(TradeEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean offer(long amount) {
    TradeEncoder encoder = new TradeEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .operation(0)
        .entity(5)
        .coins(0)
        .action(TradeAction.OFFER)
        .offeredCount(1)
        .next()
        .amount(amount)
        .slot((short) 3);
    return judge(TradeEncoder.TEMPLATE_ID, encoder.encodedLength());
  }

  private boolean order(
      long operation, OperatorAction action, int what, long amount, String player) {
    OrderEncoder encoder = new OrderEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .operation(operation)
        .amount(amount)
        .what(what)
        .action(action)
        .player(player);
    return judge(OrderEncoder.TEMPLATE_ID, encoder.encodedLength());
  }
}
