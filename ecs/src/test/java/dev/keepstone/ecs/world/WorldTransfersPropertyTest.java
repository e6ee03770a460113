package dev.keepstone.ecs.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.component.Archetypes;
import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever players want and whatever happens to the store: nothing is lost, nothing is there twice,
 * nobody is told that something is saved which is not. Twenty bots want everything there is, at
 * random, of a vault that answers late, refuses, loses players and zones, and is full at times;
 * after each tick the books are compared with what is there.
 */
class WorldTransfersPropertyTest {
  private static final int BOTS = 20;
  private static final int ITEM_KINDS = 5;

  /** As many names as this fill a backlog; the last of them is missed. */
  private static final int QUESTIONS = 6_000;

  /** Once in so many ticks the gateway takes nothing for some. */
  private static final int STALL_EVERY_TICKS = 50;

  private static final int STALL_TICKS = 10;

  /** Ticks of each run; the long one has 100 000 (docs/contributing.md). */
  private static final int TICKS = Integer.getInteger("keepstone.transfers.ticks", 1_500);

  private static final OperationKind[] MOVES = {
    OperationKind.DROP,
    OperationKind.DROP,
    OperationKind.EQUIP,
    OperationKind.UNEQUIP,
    OperationKind.DEPOSIT,
    OperationKind.WITHDRAW,
    OperationKind.CONSUME,
    OperationKind.SELL,
  };

  private static final OperatorAction[] ORDERS = {
    OperatorAction.GIVE,
    OperatorAction.GIVE,
    OperatorAction.GIVE,
    OperatorAction.GRANT_COINS,
    OperatorAction.GRANT_COINS,
    OperatorAction.GRANT_XP,
    OperatorAction.GRANT_XP,
    OperatorAction.KILL,
  };

  @Test
  void nothingIsLostAndNothingIsThereTwice() {
    for (long seed = 1; seed <= 2; seed++) {
      try (Run run = new Run(seed, false)) {
        run.run();
      }
    }
  }

  /**
   * A gateway that takes nothing for half a second, over and over, and whose backlog is full by
   * then: any message may be the one for which there is no room. Its player comes back.
   */
  @Test
  void whoMissesAMessageComesBackToWhatIsTrue() {
    for (long seed = 11; seed <= 12; seed++) {
      try (Run run = new Run(seed, true)) {
        run.run();
        assertThat(run.world.count(WorldCounter.SESSIONS_OVERRUN)).isGreaterThan(TICKS / 50);
      }
    }
  }

  private static final class Run implements AutoCloseable {
    private final long seed;
    private final boolean gatewayStalls;
    private final SeededRandom random;
    private final TestWorld world =
        TestWorld.of(
            TestContent.fields(
                2,
                32,
                0,
                TestContent.spot("coins", 4, 4, 10, 10),
                TestContent.spot("axe", 5, 4, 1, 10),
                TestContent.spot("bread", 5, 4, 7, 30)));
    private final List<TestPlayer> bots = new ArrayList<>();
    private final Books books;

    /** By session and sequence of the intent: which operation it asks for, for the first time. */
    private final Map<String, Long> asked = new HashMap<>();

    /** Who each session is. */
    private final Map<Long, Long> players = new HashMap<>();

    private final Map<Long, Set<Long>> refused = new HashMap<>();
    private int saved;
    private int tick;

    Run(long seed, boolean gatewayStalls) {
      this.seed = seed;
      this.gatewayStalls = gatewayStalls;
      random = new SeededRandom(seed);
      for (int i = 0; i < BOTS; i++) {
        TestPlayer bot =
            world
                .player()
                .named("bot" + i)
                .at(3.5f + i % 5, 2.5f + i % 4)
                .inZone(i % 7 == 6 ? 2 : 1)
                .withCoins(random.nextInt(2_000))
                .with(0, 1, 1 + random.nextInt(100), 0)
                .with(1, 2, 1, 1_000_000 + 2 * i)
                .with(2, 5, 1, 1_000_001 + 2 * i)
                .with(3, 3, 1 + random.nextInt(1_000), 0);
        bots.add(i % 10 == 0 ? bot.inRole(Role.ADMIN) : bot);
        bot.enter();
      }
      books = new Books(world.vault());
    }

    void run() {
      for (tick = 0; tick < TICKS; tick++) {
        disturb();
        for (int i = 0; i < BOTS; i++) {
          act(i);
        }
        world.tick();
        checkAnswers();
        checkWorld();
        books.check(where());
      }
      settle();
      assertThat(saved).as(summary()).isGreaterThan(TICKS / (gatewayStalls ? 10 : 5));
      assertThat(world.count(WorldCounter.TRADES)).as(where()).isPositive();
      assertThat(world.count(WorldCounter.COMMITS_REFUSED)).as(where()).isPositive();
      assertThat(world.count(WorldCounter.ZONES_BROKEN)).as(where()).isPositive();
      assertThat(world.count(WorldCounter.ITEMS_EXPIRED)).as(where()).isPositive();
      assertThat(world.count(WorldCounter.ITEMS_SPAWNED)).as(where()).isGreaterThan(6);
      assertThat(world.world().faults().distinct()).as(where()).isEmpty();
    }

    /** The store gets well, everybody leaves, and what was in memory is in the store. */
    private void settle() {
      world.gateway().full(false);
      world.vault().hold(false);
      world.vault().full(false);
      world.vault().refuseCommits(0);
      world.tick(20);
      world.inbox().close();
      world.tick(20);
      checkAnswers();
      books.check(where());
      assertThat(world.world().isClosed()).as(where()).isTrue();
      for (StoredPlayer player : world.vault().players()) {
        assertThat(player.isClaimed()).as("player=%d %s", player.id, where()).isFalse();
      }
    }

    private void disturb() {
      if (gatewayStalls) {
        stall();
      }
      TestVault vault = world.vault();
      if (random.nextInt(6) == 0) {
        vault.hold(random.nextInt(3) == 0);
      }
      vault.full(random.nextInt(40) == 0);
      if (random.nextInt(100) == 0) {
        vault.refuseCommits(1);
      }
      if (random.nextInt(200) == 0) {
        vault.loseZone(1 + random.nextInt(2));
      }
      if (random.nextInt(100) == 0) {
        TestPlayer bot = bots.get(random.nextInt(BOTS));
        if (bot.isInside() && bot.stored().isClaimed()) {
          vault.lose(bot.id());
        }
      }
      if (random.nextInt(50) == 0) {
        vault.pass(random.nextInt(600_000));
      }
    }

    private void stall() {
      int phase = tick % STALL_EVERY_TICKS;
      world.gateway().full(phase >= STALL_EVERY_TICKS - STALL_TICKS);
      TestPlayer asking = bots.get(tick / STALL_EVERY_TICKS % BOTS);
      if (phase == STALL_EVERY_TICKS - STALL_TICKS && asking.isInside()) {
        for (int i = 0; i < QUESTIONS; i++) {
          asking.who();
        }
      }
    }

    private void act(int i) {
      TestPlayer bot = bots.get(i);
      if (!bot.isInside()) {
        if (random.nextInt(5) == 0) {
          boolean isOperator = i % 10 == 0;
          // An older session of it may still be on its way in, and would be nobody's.
          TestPlayer again = world.again(bot).takingOver();
          bots.set(i, isOperator ? again.inRole(Role.ADMIN).enter() : again.enter());
        }
        return;
      }
      players.put(bot.session(), bot.id());
      long before = bot.lastOperation();
      int choice = random.nextInt(100);
      int slot = random.nextInt(8);
      TestPlayer other = bots.get(random.nextInt(BOTS));
      if (choice < 20) {
        bot.moveItem(MOVES[random.nextInt(MOVES.length)], slot, random.nextInt(3));
      } else if (choice < 26) {
        bot.take(someItem());
      } else if (choice < 30) {
        bot.buy(1 + random.nextInt(ITEM_KINDS), 1 + random.nextInt(2));
      } else if (choice < 32) {
        bot.swap(slot, random.nextInt(28));
      } else if (choice < 34) {
        order(bot, other);
      } else if (choice < 50 && other.isInside()) {
        trade(bot, other, slot);
      } else if (choice == 50 && !isRefused(bot.id(), bot.lastOperation())) {
        // A new session that repeats what was refused in an older one asks for it anew.
        bot.repeat(OperationKind.DROP, slot, 1);
      } else if (choice == 51) {
        bot.ask(1 + random.nextInt(20));
      } else if (choice == 52 && random.nextInt(5) == 0) {
        bot.gone();
      }
      if (bot.lastOperation() != before) {
        asked.put(bot.session() + " " + bot.lastSequence(), bot.lastOperation());
      }
    }

    private void order(TestPlayer bot, TestPlayer other) {
      bot.order(
          ORDERS[random.nextInt(ORDERS.length)],
          1 + random.nextInt(ITEM_KINDS),
          1 + random.nextInt(3),
          other.stored().name);
    }

    /** Mostly with the same neighbour, so that trades come to an end. */
    private void trade(TestPlayer bot, TestPlayer any, int slot) {
      int partner = bots.indexOf(bot) ^ 1;
      TestPlayer other = random.nextInt(10) == 0 ? any : bots.get(partner);
      if (!other.isInside()) {
        return;
      }
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> bot.request(other);
        case 3, 4, 5 -> bot.accept(other);
        case 6, 7 -> bot.offer(other, random.nextInt(20), slot, random.nextInt(2));
        case 8 -> bot.cancelTrade(other);
        default -> bot.confirmSeen(other);
      }
    }

    /** One that lies there, or an entity that is none. */
    private long someItem() {
      Table items = world.world().tables().table(Archetypes.ITEM);
      return items.size() == 0 || random.nextInt(10) == 0
          ? random.nextInt(100)
          : items.chunk(0).entities()[random.nextInt(items.size())];
    }

    private void checkAnswers() {
      for (Update update : world.gateway().updates()) {
        if (update instanceof Update.Saved answer) {
          saved++;
          long player = players.getOrDefault(answer.session(), 0L);
          assertThat(world.vault().stored(player).state.isDone(answer.operation()))
              .as(
                  "saved, but is not: player=%d operation=%d %s",
                  player, answer.operation(), where())
              .isTrue();
        } else if (update instanceof Update.IntentRefused answer) {
          note(answer);
        }
      }
      world.gateway().updates().removeIf(update -> !(update instanceof Update.Entered));
      for (StoredPlayer player : world.vault().players()) {
        for (long operation : player.state.operations) {
          if (isRefused(player.id, operation)) {
            throw new AssertionError(
                "refused, but done: player=" + player.id + " operation=" + operation + where());
          }
        }
      }
    }

    private boolean isRefused(long player, long operation) {
      return refused.getOrDefault(player, Set.of()).contains(operation);
    }

    private void note(Update.IntentRefused answer) {
      Long operation = asked.get(answer.session() + " " + answer.sequence());
      if (operation != null) {
        refused
            .computeIfAbsent(players.getOrDefault(answer.session(), 0L), unused -> new HashSet<>())
            .add(operation);
      }
    }

    /** Memory against the store: rows that are settled agree with it; nothing is in two places. */
    private void checkWorld() {
      Map<Long, String> inStore = Books.uniques(world.vault(), where());
      assertThat(inStore.size()).as(where()).isPositive();
      Map<Long, String> places = new TreeMap<>();
      Table rows = world.world().tables().table(Archetypes.PLAYER);
      for (int c = 0; c < rows.chunkCount(); c++) {
        Chunk chunk = rows.chunk(c);
        for (int row = 0; row < chunk.size(); row++) {
          checkPlayer(chunk, row, places);
        }
      }
      checkGround(places);
      checkSpots();
    }

    /** What appears by itself is there once. */
    private void checkSpots() {
      for (TestZone zone : world.vault().zones()) {
        Set<List<Number>> spots = new HashSet<>();
        for (TestZone.Entry entry : zone.entries.values()) {
          if (entry.expiresAtMs() == 0 && !spots.add(List.of(entry.kind(), entry.x(), entry.y()))) {
            throw new AssertionError("appeared twice: " + entry + where());
          }
        }
      }
    }

    private void checkPlayer(Chunk chunk, int row, Map<Long, String> places) {
      long id = chunk.column(Columns.PLAYER_ID)[row];
      PlayerState state = new PlayerState();
      new PlayerStates(20).read(chunk, row, 0, state);
      Books.addUniques(places, state.inventory, "inventory of " + id, where());
      Books.addUniques(places, state.equipment, "equipment of " + id, where());
      Books.addUniques(places, state.bank, "bank of " + id, where());
      StoredPlayer stored = world.vault().stored(id);
      if (!PlayerSaves.isUnsettled(chunk, row)
          && stored.isClaimed()
          && stored.version == chunk.column(Columns.VERSION)[row]) {
        checkSame(id, stored.state.inventory, state.inventory);
        checkSame(id, stored.state.equipment, state.equipment);
        checkSame(id, stored.state.bank, state.bank);
        assertThat(state.coins).as("coins of %d %s", id, where()).isEqualTo(stored.state.coins);
        assertThat(state.lifetimeXp).as(where()).isEqualTo(stored.state.lifetimeXp);
        assertThat(state.operations).as(where()).isEqualTo(stored.state.operations);
      }
    }

    private void checkSame(long id, ItemSlots stored, ItemSlots held) {
      for (int slot = 0; slot < stored.size(); slot++) {
        boolean same =
            stored.kind(slot) == held.kind(slot)
                && stored.count(slot) == held.count(slot)
                && stored.unique(slot) == held.unique(slot);
        if (!same) {
          throw new AssertionError("memory differs: player=" + id + " slot=" + slot + where());
        }
      }
    }

    /** What can be seen on the ground is there, once. */
    private void checkGround(Map<Long, String> places) {
      Table items = world.world().tables().table(Archetypes.ITEM);
      for (int c = 0; c < items.chunkCount(); c++) {
        Chunk chunk = items.chunk(c);
        for (int row = 0; row < chunk.size(); row++) {
          assertThat(chunk.column(Columns.KIND)[row]).isEqualTo((byte) EntityKind.ITEM.value());
          int zone = Short.toUnsignedInt(chunk.column(Columns.ZONE)[row]);
          long id = chunk.column(Columns.GROUND_ENTRY)[row];
          TestZone.Entry entry = world.vault().zone(zone).entries.get(id);
          if (entry == null) {
            throw new AssertionError("seen, but not there: entry=" + id + where());
          }
          Books.addUnique(places, entry.unique(), "ground", where());
        }
      }
    }

    /** What kinds of operations were done, how often. */
    private String summary() {
      Map<OperationKind, Integer> done = new TreeMap<>();
      world.vault().written().forEach(commit -> done.merge(commit.kind(), 1, Integer::sum));
      return done + " entered=" + world.count(WorldCounter.PLAYERS_ENTERED) + where();
    }

    private String where() {
      return " | seed=" + seed + " tick=" + tick;
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
