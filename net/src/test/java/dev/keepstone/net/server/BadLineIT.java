package dev.keepstone.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.ItemIntents;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.harness.LossyRelay;
import dev.keepstone.net.server.tool.AccountTool;
import dev.keepstone.net.server.tool.LedgerTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Players on a line that loses a fifth of all datagrams each way, doubles some, takes 200 ms there
 * and back and lets them overtake each other. They get in and stay in, and each thing that they do
 * with what is theirs is answered once, and done as the answer says. Worse and for longer: {@code
 * -Dkeepstone.badline.delay=200 -Dkeepstone.badline.rounds=50 -Dkeepstone.badline.players=20}.
 */
final class BadLineIT {
  private static final int PLAYERS = Integer.getInteger("keepstone.badline.players", 2);
  private static final int ROUNDS = Integer.getInteger("keepstone.badline.rounds", 1);
  private static final long SEED = Long.getLong("keepstone.badline.seed", System.nanoTime());

  /** Each way. */
  private static final int DELAY_MS = Integer.getInteger("keepstone.badline.delay", 100);

  private static final LossyRelay.Weather WEATHER =
      new LossyRelay.Weather(20, 5, DELAY_MS, DELAY_MS / 4);

  /** As shipped. */
  private static final int PORT_PAIRS = 4;

  private static final int APPLE = 1;
  private static final int APPLE_BUYS_AT = 3;
  private static final int APPLE_SELLS_AT = 1;
  private static final int SWORD = 31;
  private static final long COINS = 1_000;

  /** Where things come to lie that are got one after the other. */
  private static final int SWORD_SLOT = 0;

  private static final int APPLE_SLOT = 1;
  private static final int WEAPON_SLOT = 3;

  /** Below the ten operations a second that a player may do, and the eight that may wait. */
  private static final long BETWEEN_NS = TimeUnit.MILLISECONDS.toNanos(120);

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

  @TempDir private Path home;

  /** A server, the clients' driver, and the ways to the server: the good one and the bad one. */
  private record Stage(
      RunningServer server, ClientDriver driver, ServerAddress direct, ServerAddress far) {
    Visitor visitor(ServerAddress way, String name) {
      return new Visitor(driver, way, server.key(), name);
    }
  }

  @Test
  void everythingIsAnsweredOnceAndDoneAsAnswered() throws Exception {
    try (RunningServer server = RunningServer.start(home);
        ClientDriver driver = new ClientDriver()) {
      Stage stage =
          new Stage(
              server,
              driver,
              ServerAddress.parse(server.address()),
              new ServerAddress("127.0.0.1", KeepstoneProcess.freePort()));
      ServerConfig config =
          ServerConfigReader.read(null, Map.of("keepstone.server.data", server.data().toString()));
      Visitor boss = operator(stage, config);
      try (LossyRelay relay =
          new LossyRelay(stage.far().port(), stage.direct().port(), PORT_PAIRS, WEATHER, SEED)) {
        List<Visitor> players = enter(stage, boss);
        for (int round = 0; round < ROUNDS; round++) {
          play(players);
        }
        for (Visitor player : players) {
          assertThat(player.answers.values()).as("%s, seed=%d", player.name, SEED).containsOnly(1);
          assertThat(player.refusals).as("%s, seed=%d", player.name, SEED).isEmpty();
          assertThat(player.told()).as("%s, seed=%d", player.name, SEED).isEqualTo(player.booked);
        }
        leave(players);
        assertThat(relay.lost()).isGreaterThan(relay.passed() / 8);
        assertThat(relay.doubled()).isPositive();
        players.forEach(player -> seesTheSameFromNearby(stage, player));
      }
      assertThat(LedgerTool.verify(config, count -> {}).faults()).isEmpty();
    }
  }

  private static Visitor operator(Stage stage, ServerConfig config) {
    leave(List.of(in(stage, "boss", true)));
    AccountTool.giveRole(config, "boss", true);
    return in(stage, "boss", false);
  }

  /** Everybody comes in through the relay and gets coins and a sword. */
  private static List<Visitor> enter(Stage stage, Visitor boss) {
    List<Visitor> players = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(stage.visitor(stage.far(), "far_" + i));
    }
    until(players, player -> player.client.state() == ClientState.READY);
    players.forEach(player -> assertThat(player.register()).isTrue());
    until(players, player -> player.client.state() == ClientState.PLAYING);
    ItemIntents orders = boss.client.items();
    List<Visitor> all = new ArrayList<>(players);
    all.add(boss);
    for (Visitor player : players) {
      one(all, boss, any -> orders.order(OperatorAction.GRANT_COINS, player.name, 0, COINS));
      one(all, boss, any -> orders.order(OperatorAction.GIVE, player.name, SWORD, 1));
      player.booked.put("coins", COINS);
      player.booked.put("carried " + SWORD, 1L);
    }
    until(all, Visitor::isAnswered);
    leave(List.of(boss));
    until(players, player -> player.told().equals(player.booked));
    return players;
  }

  /** All that can be done at the spawn point, where bank and market are within reach. */
  private static void play(List<Visitor> players) {
    String coins = "coins";
    String apples = "carried " + APPLE;
    String banked = "banked " + APPLE;
    String sword = "carried " + SWORD;
    String worn = "worn " + SWORD;
    doNext(players, player -> items(player).buy(APPLE, 5), apples, 5, coins, -5 * APPLE_BUYS_AT);
    doNext(players, player -> items(player).deposit(APPLE_SLOT, 2), apples, -2, banked, 2);
    doNext(players, player -> items(player).withdraw(0, 1), banked, -1, apples, 1);
    doNext(players, player -> items(player).equip(SWORD_SLOT), sword, -1, worn, 1);
    doNext(players, player -> items(player).unequip(WEAPON_SLOT), worn, -1, sword, 1);
    doNext(players, player -> items(player).consume(APPLE_SLOT), apples, -1, coins, 0);
    doNext(players, player -> items(player).drop(APPLE_SLOT, 1), apples, -1, coins, 0);
    doNext(players, player -> items(player).sell(APPLE_SLOT, 1), apples, -1, coins, APPLE_SELLS_AT);
    doNext(players, player -> items(player).swap(SWORD_SLOT, 5), coins, 0, apples, 0);
    doNext(players, player -> items(player).swap(SWORD_SLOT, 5), coins, 0, apples, 0);
    until(players, Visitor::isAnswered);
    Visitor first = players.get(0);
    first.apples.clear();
    assertThat(first.client.look()).isPositive();
    until(players, any -> first.apples.size() >= players.size());
    // Nobody reaches for what another one picks up.
    doNext(
        players,
        player -> items(player).take(first.apples.get(players.indexOf(player))),
        apples,
        1,
        coins,
        0);
    until(players, Visitor::isAnswered);
    players.forEach(player -> player.lastMove = player.client.move(0, 0, 1));
    until(players, player -> player.acknowledged >= player.lastMove);
  }

  private static ItemIntents items(Visitor player) {
    return player.client.items();
  }

  /** What the server has kept, told over a good line. */
  private static void seesTheSameFromNearby(Stage stage, Visitor player) {
    assertThat(player.isSaved).isTrue();
    Visitor near = in(stage, player.name, false);
    until(List.of(near), any -> near.client.own().coins() > 0);
    assertThat(near.told()).as("%s, seed=%d", player.name, SEED).isEqualTo(player.booked);
    leave(List.of(near));
  }

  /** Somebody who comes in on the good line. */
  private static Visitor in(Stage stage, String name, boolean isNew) {
    Visitor visitor = stage.visitor(stage.direct(), name);
    until(List.of(visitor), any -> visitor.client.state() == ClientState.READY);
    assertThat(isNew ? visitor.register() : visitor.login()).isTrue();
    until(List.of(visitor), any -> visitor.client.state() == ClientState.PLAYING);
    return visitor;
  }

  private static void leave(List<Visitor> visitors) {
    visitors.forEach(visitor -> assertThat(visitor.client.leave()).isPositive());
    until(visitors, visitor -> visitor.hasLeft);
  }

  /** Each does it, and what it changes is booked once it is done. */
  private static void doNext(
      List<Visitor> players,
      ToLongFunction<Visitor> operation,
      String one,
      long moreOfOne,
      String other,
      long moreOfOther) {
    Map<String, Long> change = Map.of(one, moreOfOne, other, moreOfOther);
    for (Visitor player : players) {
      poll(players, () -> player.sent(operation.applyAsLong(player), change));
    }
    pause(players);
  }

  /** One does it while all go on. */
  private static void one(List<Visitor> all, Visitor who, ToLongFunction<Visitor> operation) {
    poll(all, () -> who.sent(operation.applyAsLong(who), Map.of()));
    pause(all);
  }

  private static void pause(List<Visitor> players) {
    long endNs = System.nanoTime() + BETWEEN_NS;
    poll(players, () -> System.nanoTime() - endNs >= 0);
  }

  private static void until(List<Visitor> players, Predicate<Visitor> condition) {
    poll(players, () -> players.stream().allMatch(condition));
  }

  private static void poll(List<Visitor> players, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      for (Visitor player : players) {
        player.client.poll(System.nanoTime());
        assertThat(player.hasLeft ? "" : player.end)
            .as("%s goes on, seed=%d", player.name, SEED)
            .isEmpty();
      }
      assertThat(System.nanoTime() - startNs)
          .as(
              () ->
                  players.stream().map(p -> p.client.state() + " " + p.answers).toList()
                      + " in time, seed="
                      + SEED)
          .isLessThan(PATIENCE_NS);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
