package dev.keepstone.net.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.BuyDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OrderDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.net.harness.MemoryWorld;
import dev.keepstone.net.harness.OwnMessages;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.terminal.LinePlayer.Admission;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A script against a gateway and a world without rules; the test says what the world answers. */
final class LinePlayerTest {
  private final TestGateway gateway = new TestGateway("");
  private final StringWriter printed = new StringWriter();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final LinePlayer player =
      new LinePlayer(
          new PrintWriter(printed),
          lines,
          true,
          "alice",
          "",
          "correct horse".toCharArray(),
          Admission.REGISTER,
          null,
          gateway::connect);

  private long nowNs = 1;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void helpListsEveryCommand() {
    enter();

    lines.add("help");
    until("kill PLAYER");

    for (String verb :
        List.of(
            "look",
            "go",
            "say",
            "who",
            "where",
            "wait",
            "quit",
            "inventory",
            "take",
            "drop",
            "equip",
            "unequip",
            "swap",
            "eat",
            "skills",
            "bank",
            "deposit",
            "withdraw",
            "shop",
            "buy",
            "sell",
            "trade",
            "accept",
            "offer",
            "confirm",
            "cancel",
            "give",
            "coins",
            "xp",
            "kill",
            "help")) {
      assertThat(printed.toString().lines()).as(verb).anyMatch(line -> line.startsWith(verb + " "));
    }
  }

  @Test
  void doesOneOperationAfterTheOther() {
    OwnMessages says = enter();
    gateway.world.sayRaw(says.kind(1, "apple", 255));
    gateway.world.sayRaw(says.slot(12, Container.INVENTORY, 4, 1, 7));

    lines.add("inventory");
    until("7 apple");
    lines.add("drop 3");
    until("there is nothing in slot 3");
    lines.add("drop 4 2");
    lines.add("drop 4");
    untilOperations(1);
    gateway.world.sayRaw(says.saving(1, OperationKind.DROP));
    until("saving...");
    assertThat(gateway.world.operations()).hasSize(1);
    gateway.world.sayRaw(says.saved(1, OperationKind.DROP));
    until("saved");
    untilOperations(2);

    assertThat(printed.toString()).contains("12 coins").contains("carried  4  7 apple");
  }

  @Test
  void saysWhyAnOperationWasRefused() {
    OwnMessages says = enter();
    gateway.world.sayRaw(says.kind(5, "healing potion", 255));

    lines.add("buy sward");
    until("there is no item called 'sward'");
    lines.add("buy healing potion 3");
    untilOperations(1);
    BuyDecoder buy =
        new BuyDecoder().wrapAndApplyHeader(operation(0), 0, new MessageHeaderDecoder());
    assertThat(buy.kind()).isEqualTo(5);
    assertThat(buy.count()).isEqualTo(3);
    gateway.world.sayRaw(says.refused(buy.sequence(), RefusalReason.NOT_ENOUGH));

    until("refused: there is not enough of it.");
  }

  @Test
  void takesTheNearestItemOfThatName() {
    enter();

    lines.add("take");
    until("nothing lies near");
    gateway.world.near(EntityKind.ITEM, "sword");
    lines.add("take apple");
    until("there is no 'apple' near");
    lines.add("take Sword");
    untilOperations(1);

    assertThat(
            new TakeItemDecoder()
                .wrapAndApplyHeader(operation(0), 0, new MessageHeaderDecoder())
                .entity())
        .isEqualTo(MemoryWorld.NEAR_ENTITY);
  }

  /** An offer replaces the one before on the wire, and adds to it for the player. */
  @Test
  void addsToWhatIsOnTheTable() {
    OwnMessages says = enter();
    gateway.world.near(EntityKind.PLAYER, "bob");
    gateway.world.sayRaw(says.kind(1, "apple", 255));
    gateway.world.sayRaw(says.slot(12, Container.INVENTORY, 6, 1, 9));

    lines.add("trade bob");
    untilOperations(1);
    gateway.world.sayRaw(says.trade(TradeStage.REQUESTED, MemoryWorld.NEAR_ENTITY, "bob", 0));
    until("You ask bob to trade.");
    gateway.world.sayRaw(says.trade(TradeStage.OPEN, MemoryWorld.NEAR_ENTITY, "bob", 20));
    until("they give: 20 coins");
    lines.add("offer 6");
    untilOperations(2);

    TradeDecoder offer =
        new TradeDecoder().wrapAndApplyHeader(operation(1), 0, new MessageHeaderDecoder());
    TradeDecoder.OfferedDecoder offered = offer.offered();
    assertThat(offered.count()).isEqualTo(2);
    assertThat(offered.next().slot()).isEqualTo((short) 4);
    assertThat(offered.next().slot()).isEqualTo((short) 6);
    assertThat(offered.amount()).isEqualTo(9);

    gateway.world.sayRaw(says.trade(TradeStage.CANCELLED, MemoryWorld.NEAR_ENTITY, "bob", 0));
    until("The trade with bob is off.");
    lines.add("confirm");
    until("you trade with nobody");
  }

  @Test
  void ordersAsAnOperator() {
    OwnMessages says = enter();
    gateway.world.sayRaw(says.kind(40, "wooden shield", 5));

    lines.add("give bob wooden shield");
    untilOperations(1);
    OrderDecoder order =
        new OrderDecoder().wrapAndApplyHeader(operation(0), 0, new MessageHeaderDecoder());
    assertThat(order.what()).isEqualTo(40);
    assertThat(order.amount()).isEqualTo(1);
    assertThat(order.player()).isEqualTo("bob");
    gateway.world.sayRaw(says.refused(order.sequence(), RefusalReason.NOT_ALLOWED));

    until("refused: you may not do that.");
  }

  @Test
  void comesBackAndLearnsWhatBecameOfItsOperation() {
    OwnMessages says = enter();
    gateway.world.sayRaw(says.slot(12, Container.INVENTORY, 4, 1, 7));
    lines.add("inventory");
    until("7 item 1");

    lines.add("drop 4");
    lines.add("where");
    untilOperations(1);
    gateway.world.operations().clear();
    gateway.world.sayRaw(says.farewell(FarewellReason.RELOAD));
    until("Coming back...");
    untilOperations(1);
    assertThat(gateway.world.lastEnter().showsToken()).isTrue();
    assertThat(printed.toString()).contains("Welcome back").doesNotContain("saved");
    gateway.world.sayRaw(
        new OwnMessages(gateway.world.lastEnter().session()).saved(1, OperationKind.DROP));

    until("saved");
    until("in nowhere.");
  }

  @Test
  void logsInAgainWhenTheTokenIsBad() {
    OwnMessages says = enter();
    gateway.world.forgetTokens();

    gateway.world.sayRaw(says.farewell(FarewellReason.STORE_UNAVAILABLE));
    until("Welcome back");

    assertThat(gateway.world.lastEnter().showsToken()).isFalse();
    assertThat(gateway.world.lastEnter().takeOver()).isFalse();
  }

  @Test
  void givesUpComingBackAfterAWhile() {
    OwnMessages says = enter();
    gateway.world.refuse(RefusalReason.STORE_UNAVAILABLE);

    gateway.world.sayRaw(says.farewell(FarewellReason.STORE_UNAVAILABLE));
    until("Coming back...");
    for (int seconds = 0; seconds < 40 && !player.isOver(); seconds++) {
      nowNs += TimeUnit.SECONDS.toNanos(1);
      for (int i = 0; i < 20; i++) {
        step();
      }
    }

    assertThat(player.isOver()).isTrue();
    assertThat(gateway.world.enterCount()).isGreaterThan(20);
  }

  @Test
  void tellsOfDeathAndLevels() {
    OwnMessages says = enter();
    gateway.world.sayRaw(says.standing(1, 0, 10));
    gateway.world.sayRaw(says.standing(2, 0, 200));
    until("You are level 2 now.");

    lines.add("skills");
    until("skill  0  level   2  200 experience");
  }

  private OwnMessages enter() {
    player.start();
    until("Welcome, alice");
    return new OwnMessages(gateway.world.lastEnter().session());
  }

  private UnsafeBuffer operation(int index) {
    return new UnsafeBuffer(gateway.world.operations().get(index));
  }

  private void step() {
    gateway.step();
    player.step(nowNs);
  }

  private void until(String text) {
    await(() -> printed.toString().contains(text), "'" + text + "' in: " + printed);
  }

  private void untilOperations(int count) {
    await(() -> gateway.world.operations().size() == count, count + " operations");
  }

  /** Steps, for at most 10 s: only password hashing needs real time. */
  private void await(BooleanSupplier condition, String what) {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(limitNs);
      nowNs += TimeUnit.MILLISECONDS.toNanos(1);
      step();
      Thread.onSpinWait();
    }
  }
}
