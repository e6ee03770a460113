package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.TradeView;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.harness.OwnMessages;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tier-1 operations and what a player owns, from client to world and back. */
final class OperationSessionTest {
  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void bringsEveryIntentToTheWorldUnderTheSessionsOwnId() {
    gateway.world.lastOperation(41);
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    TradeView seen = new TradeView(9, "bob", TradeStage.OPEN, 0, 0, false, false, 12, List.of());
    assertThat(player.client().items().take(7)).isEqualTo(42);
    assertThat(player.client().items().drop(3, 2)).isEqualTo(43);
    assertThat(player.client().items().buy(1, 5)).isEqualTo(44);
    assertThat(player.client().items().order(OperatorAction.GIVE, "bob", 31, 1)).isEqualTo(45);
    assertThat(player.client().items().confirmTrade(seen)).isEqualTo(46);
    assertThat(player.client().items().offer(9, 10, List.of(new TradeView.Offered(true, 3, 1, 2))))
        .isPositive();
    gateway.until(() -> gateway.world.operations().size() == 6);

    assertThat(gateway.world.intentSessions()).containsOnly(session);
    assertThat(player.heard().intentRefusals).isEmpty();
    TradeDecoder confirm =
        new TradeDecoder()
            .wrapAndApplyHeader(
                new UnsafeBuffer(gateway.world.operations().get(4)), 0, new MessageHeaderDecoder());
    assertThat(confirm.action()).isEqualTo(TradeAction.CONFIRM);
    assertThat(confirm.entity()).isEqualTo(9);
    assertThat(confirm.revision()).isEqualTo(12);
    MoveItemDecoder drop =
        new MoveItemDecoder()
            .wrapAndApplyHeader(
                new UnsafeBuffer(gateway.world.operations().get(1)), 0, new MessageHeaderDecoder());
    assertThat(drop.session()).isEqualTo(session);
    assertThat(drop.operation()).isEqualTo(43);
    assertThat(drop.kind()).isEqualTo(OperationKind.DROP);
    assertThat(drop.slot()).isEqualTo((short) 3);
    assertThat(drop.count()).isEqualTo(2);
  }

  @Test
  void refusesWhatNoWorldWouldDoAndNamesTheOperation() {
    Player player = gateway.playing("alice");

    player.client().items().unequip(50);
    gateway.until(() -> !player.heard().operations.isEmpty());

    assertThat(player.heard().operations).containsExactly("refused 1 UNEQUIP BAD_INTENT");
    assertThat(gateway.world.operations()).isEmpty();
    assertThat(player.client().items().unequip(1)).isEqualTo(2);
  }

  @Test
  void tellsSavingSavedAndRefused() {
    Player player = gateway.playing("alice");
    OwnMessages says = new OwnMessages(gateway.world.onlySession());

    player.client().items().drop(0, 0);
    player.client().items().drop(1, 0);
    gateway.world.sayRaw(says.saving(1, OperationKind.DROP));
    gateway.world.sayRaw(says.saved(1, OperationKind.DROP));
    gateway.world.sayRaw(says.refused(2, RefusalReason.NOT_THERE));
    gateway.world.sayRaw(says.refused(99, RefusalReason.TOO_FAR));
    gateway.until(() -> player.heard().intentRefusals.size() == 1);

    assertThat(player.heard().operations)
        .containsExactly("saving 1", "saved 1", "refused 2 DROP NOT_THERE");
    assertThat(player.heard().intentRefusals).containsExactly(RefusalReason.TOO_FAR);
  }

  @Test
  void sendsNoNinthOperationBeforeOneIsAnswered() {
    Player player = gateway.playing("alice");
    OwnMessages says = new OwnMessages(gateway.world.onlySession());

    for (int i = 1; i <= 8; i++) {
      assertThat(player.client().items().drop(i, 0)).isEqualTo(i);
    }
    assertThat(player.client().items().drop(9, 0)).isZero();
    gateway.world.sayRaw(says.saved(5, OperationKind.DROP));
    gateway.until(() -> player.heard().operations.size() == 1);

    assertThat(player.client().items().drop(9, 0)).isEqualTo(9);
  }

  @Test
  void keepsWhatTheServerSaysOfThePlayersOwn() {
    Player player = gateway.playing("alice");
    OwnMessages says = new OwnMessages(gateway.world.onlySession());
    OwnState own = player.client().own();

    gateway.world.sayRaw(says.kind(31, "sword", 3));
    gateway.world.sayRaw(says.kind(1, "apple", 255));
    gateway.world.sayRaw(says.slot(250, Container.INVENTORY, 4, 31, 1));
    gateway.world.sayRaw(says.slot(250, Container.BANK, 95, 1, 7));
    gateway.world.sayRaw(says.slot(240, Container.EQUIPMENT, 3, 31, 1));
    gateway.world.sayRaw(says.slot(240, Container.INVENTORY, 4, 0, 0));
    gateway.world.sayRaw(says.slot(240, Container.GROUND, 4, 1, 1));
    gateway.world.sayRaw(says.slot(240, Container.INVENTORY, 200, 1, 1));
    gateway.world.sayRaw(says.standing(3, 2, 450));
    gateway.world.sayRaw(says.shop(1, 1, 50, 3));
    gateway.world.sayRaw(says.trade(TradeStage.OPEN, 9, "bob", 12));
    gateway.until(() -> own.trade() != null);

    assertThat(own.coins()).isEqualTo(240);
    assertThat(own.inventory().isEmpty(4)).isTrue();
    assertThat(own.inventory().emptyCount()).isEqualTo(28);
    assertThat(own.equipment().kind(3)).isEqualTo(31);
    assertThat(own.bank().count(95)).isEqualTo(7);
    assertThat(own.items().kindOf("Sword")).isEqualTo(31);
    assertThat(own.items().kindOf("nothing")).isZero();
    assertThat(own.items().name(1)).isEqualTo("apple");
    assertThat(own.items().name(77)).isEqualTo("item 77");
    assertThat(own.standing().level()).isEqualTo(3);
    assertThat(own.standing().skills()).containsExactly(new OwnState.Skill(2, 3, 450));
    assertThat(own.shop().goods()).containsExactly(new OwnState.Goods(1, 50, 3));
    TradeView trade = Objects.requireNonNull(own.trade());
    assertThat(trade.otherName()).isEqualTo("bob");
    assertThat(trade.theirCoins()).isEqualTo(12);
    assertThat(trade.offered()).containsExactly(new TradeView.Offered(true, 4, 1, 3));
    assertThat(trade.isOver()).isFalse();
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void comesBackAfterAReloadAndAsksForWhatWasLeftOpen() {
    Player first = gateway.playing("alice");
    long session = gateway.world.onlySession();
    OwnMessages says = new OwnMessages(session);
    first.client().items().drop(0, 0);
    first.client().items().equip(1);
    first.client().items().buy(1, 1);
    gateway.world.sayRaw(says.saving(1, OperationKind.DROP));
    gateway.world.sayRaw(says.saving(2, OperationKind.EQUIP));
    gateway.world.sayRaw(says.saved(1, OperationKind.DROP));
    gateway.world.sayRaw(says.farewell(FarewellReason.RELOAD));
    gateway.until(() -> first.client().state() == ClientState.CLOSED);
    gateway.world.operations().clear();
    gateway.world.lastOperation(2);

    Comeback comeback = Objects.requireNonNull(first.client().comeback());
    assertThat(comeback.unanswered())
        .containsExactly(
            new Unanswered(2, OperationKind.EQUIP), new Unanswered(3, OperationKind.BUY));
    Player second = gateway.ready();
    second.client().carryOver(comeback);
    second.client().resume(comeback);
    gateway.until(() -> gateway.world.operations().size() == 2);

    assertThat(asked(0)).isEqualTo(2);
    assertThat(asked(1)).isEqualTo(3);
    OwnMessages saysNow = new OwnMessages(gateway.world.lastEnter().session());
    gateway.world.sayRaw(saysNow.saved(2, OperationKind.EQUIP));
    gateway.world.sayRaw(saysNow.refused(2, RefusalReason.FORGOTTEN));
    gateway.until(() -> second.heard().operations.size() == 2);
    assertThat(second.heard().operations).containsExactly("saved 2", "refused 3 BUY FORGOTTEN");
    assertThat(second.client().items().drop(0, 0)).isEqualTo(4);
  }

  @Test
  void comesBackAfterMissingSomethingToo() {
    Player player = gateway.playing("alice");
    gateway.world.sayRaw(
        new OwnMessages(gateway.world.onlySession()).farewell(FarewellReason.OVERRUN));
    gateway.until(() -> player.client().state() == ClientState.CLOSED);

    assertThat(player.client().comeback()).isNotNull();
  }

  @Test
  void comesBackFromSilenceToo() {
    Player player = gateway.playing("alice");
    player.client().items().drop(0, 0);
    player.wire().block(true);
    gateway.advance(11_000);

    assertThat(player.client().state()).isEqualTo(ClientState.CLOSED);
    assertThat(Objects.requireNonNull(player.client().comeback()).unanswered())
        .containsExactly(new Unanswered(1, OperationKind.DROP));
  }

  @Test
  void doesNotComeBackFromALogoutOrATakeOver() {
    Player left = gateway.playing("alice");
    left.client().leave();
    gateway.until(() -> left.client().state() == ClientState.CLOSED);
    assertThat(left.client().comeback()).isNull();

    Player ousted = gateway.playing("bob");
    gateway.world.farewell(gateway.world.onlySession(), FarewellReason.TAKEN_OVER);
    gateway.until(() -> ousted.client().state() == ClientState.CLOSED);
    assertThat(ousted.client().comeback()).isNull();
  }

  @Test
  void asksForAnOperationThatTheWorldNeverBegan() {
    Player player = gateway.playing("alice");
    player.client().items().drop(0, 0);
    gateway.until(() -> gateway.world.operations().size() == 1);
    gateway.world.operations().clear();

    gateway.advance(4_900);
    assertThat(gateway.world.operations()).isEmpty();
    gateway.advance(200);

    assertThat(gateway.world.operations()).hasSize(1);
    assertThat(asked(0)).isEqualTo(1);
  }

  private long asked(int index) {
    return new AskDecoder()
        .wrapAndApplyHeader(
            new UnsafeBuffer(gateway.world.operations().get(index)), 0, new MessageHeaderDecoder())
        .operation();
  }
}
