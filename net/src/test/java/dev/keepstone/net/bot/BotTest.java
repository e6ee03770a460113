package dev.keepstone.net.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.content.Place;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.net.harness.MemoryWorld;
import dev.keepstone.net.harness.OwnMessages;
import dev.keepstone.net.harness.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One bot, of either kind, against a gateway and a world without rules. */
final class BotTest {
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The test world is flat and everybody starts at (0, 0). */
  private static final Place BANK = new Place(Place.BANK, -2, -2, 4, 4);

  private final TestGateway gateway = new TestGateway("");
  private final OperationCounts counts = new OperationCounts();
  private long nowNs = 1;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void doesWhatCanBeDoneAndCountsIt() {
    Bot bot = enter(BotMode.ECONOMY);
    OwnMessages says = new OwnMessages(gateway.world.onlySession());
    gateway.world.answerOperations();
    gateway.world.near(EntityKind.ITEM, "apple");
    gateway.world.sayRaw(says.kind(31, "sword", 3));
    gateway.world.sayRaw(says.slot(100, Container.INVENTORY, 0, 31, 1));
    gateway.world.sayRaw(says.slot(100, Container.BANK, 7, 31, 1));

    play(bot, 120);

    OperationReport report = counts.report();
    assertThat(report.sent()).isBetween(40L, 300L);
    assertThat(report.saved() + report.unanswered()).isEqualTo(report.sent());
    assertThat(report.unanswered()).isLessThanOrEqualTo(1);
    assertThat(report.refused()).isEmpty();
    assertThat(kinds())
        .contains(
            OperationKind.TAKE,
            OperationKind.DROP,
            OperationKind.EQUIP,
            OperationKind.DEPOSIT,
            OperationKind.WITHDRAW);
    assertThat(bot.state()).isEqualTo(Bot.State.PLAYING);
  }

  @Test
  void tradesWithWhoeverAsks() {
    Bot bot = enter(BotMode.ECONOMY);
    OwnMessages says = new OwnMessages(gateway.world.onlySession());

    // Some requests are refused, by chance: it is asked until it accepts.
    for (int i = 0; i < 20 && !actions().contains(TradeAction.ACCEPT); i++) {
      gateway.world.sayRaw(says.trade(TradeStage.CANCELLED, 9, "bob", 0));
      gateway.world.sayRaw(says.trade(TradeStage.REQUESTED, 9, "bob", 0));
      play(bot, 1);
    }
    gateway.world.sayRaw(says.trade(TradeStage.OPEN, 9, "bob", 2));
    play(bot, 2);
    assertThat(actions()).endsWith(TradeAction.ACCEPT, TradeAction.OFFER, TradeAction.CONFIRM);
    assertThat(counts.report().sent()).isEqualTo(1);
    gateway.world.sayRaw(says.saved(1, OperationKind.TRADE));
    gateway.world.sayRaw(says.trade(TradeStage.DONE, 9, "bob", 2));
    play(bot, 1);

    assertThat(counts.report().saved()).isEqualTo(1);
  }

  @Test
  void takesItsSessionUpAgain() {
    Bot bot = enter(BotMode.ECONOMY);
    OwnMessages says = new OwnMessages(gateway.world.onlySession());
    gateway.world.near(EntityKind.ITEM, "apple");
    until(bot, () -> counts.report().sent() == 1);
    gateway.world.operations().clear();

    gateway.world.sayRaw(says.farewell(FarewellReason.STORE_UNAVAILABLE));
    until(bot, () -> bot.state() == Bot.State.WAITING);
    assertThat(bot.isActive()).isTrue();
    gateway.world.answerOperations();
    until(bot, () -> counts.report().saved() >= 1);

    assertThat(bot.state()).isEqualTo(Bot.State.PLAYING);
    assertThat(gateway.world.lastEnter().showsToken()).isTrue();
    assertThat(counts.report().comebacks()).isEqualTo(1);
  }

  @Test
  void aBotThatOnlyWalksComesBackTooAndWalksOn() {
    Bot bot = enter(BotMode.WALK);

    gateway.world.sayRaw(
        new OwnMessages(gateway.world.onlySession()).farewell(FarewellReason.RELOAD));
    until(bot, () -> bot.state() == Bot.State.WAITING);
    assertThat(bot.isActive()).isTrue();
    until(bot, () -> bot.state() == Bot.State.PLAYING);
    long moves = bot.moves();
    play(bot, 1);

    assertThat(bot.moves()).isGreaterThan(moves + 10);
    assertThat(gateway.world.lastEnter().showsToken()).isTrue();
    assertThat(counts.report().comebacks()).isEqualTo(1);
  }

  @Test
  void aFarewellForGoodEndsIt() {
    Bot bot = enter(BotMode.WALK);

    gateway.world.sayRaw(
        new OwnMessages(gateway.world.onlySession()).farewell(FarewellReason.TAKEN_OVER));
    until(bot, () -> bot.state() == Bot.State.FAILED);

    assertThat(bot.isActive()).isFalse();
    assertThat(counts.report().comebacks()).isZero();
  }

  private Bot enter(BotMode mode) {
    BotConfig config = new BotConfig(1, 1, 7, 60, mode, List.of(BANK));
    OperationWatch watch = new OperationWatch(counts);
    Bot bot =
        new Bot(
            config.nameOf(0),
            config.passwordOf(0),
            config.mindOf(0, watch),
            watch,
            new Histogram(1_000_000, 3),
            null,
            gateway::connect);
    bot.start(nowNs, nowNs + TimeUnit.MINUTES.toNanos(1));
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (bot.state() != Bot.State.PLAYING) {
      assertThat(System.nanoTime()).isLessThan(limitNs);
      gateway.step();
      bot.poll(nowNs);
    }
    return bot;
  }

  private void play(Bot bot, int seconds) {
    for (int i = 0; i < 20 * seconds; i++) {
      step(bot);
    }
  }

  private void until(Bot bot, BooleanSupplier condition) {
    for (int i = 0; i < 20 * 60 && !condition.getAsBoolean(); i++) {
      step(bot);
    }
    assertThat(condition.getAsBoolean()).as("reached within a minute").isTrue();
  }

  private void step(Bot bot) {
    nowNs += STEP_NS;
    gateway.advance(50);
    bot.poll(nowNs);
  }

  private List<OperationKind> kinds() {
    List<OperationKind> kinds = new ArrayList<>();
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    for (byte[] intent : gateway.world.operations()) {
      UnsafeBuffer buffer = new UnsafeBuffer(intent);
      int templateId = header.wrap(buffer, 0).templateId();
      if (templateId == TakeItemDecoder.TEMPLATE_ID) {
        kinds.add(OperationKind.TAKE);
        assertThat(new TakeItemDecoder().wrapAndApplyHeader(buffer, 0, header).entity())
            .isEqualTo(MemoryWorld.NEAR_ENTITY);
      } else if (templateId == MoveItemDecoder.TEMPLATE_ID) {
        kinds.add(new MoveItemDecoder().wrapAndApplyHeader(buffer, 0, header).kind());
      }
    }
    return kinds;
  }

  private List<TradeAction> actions() {
    List<TradeAction> actions = new ArrayList<>();
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    for (byte[] intent : gateway.world.operations()) {
      UnsafeBuffer buffer = new UnsafeBuffer(intent);
      if (header.wrap(buffer, 0).templateId() == TradeDecoder.TEMPLATE_ID) {
        actions.add(new TradeDecoder().wrapAndApplyHeader(buffer, 0, header).action());
      }
    }
    return actions;
  }
}
