package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.record.GroundItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A world as far as the vault can tell: claims, moves, trades, drops, takes, leaves; and checks
 * every answer against what it has asked.
 */
final class SimulatedWorld {
  private enum State {
    AWAY,
    LOADING,
    PLAYING,
    LEAVING
  }

  private static final class Player {
    final long id;
    State state = State.AWAY;
    long session;
    long version;
    long unsettled;

    /** The commit that the unsettled version is part of; 0: none. */
    long commit;

    /** Another server has asked for it. */
    boolean isWanted;

    PlayerState memory = new PlayerState();

    Player(long id) {
      this.id = id;
    }

    boolean isFree() {
      return state == State.PLAYING && unsettled == 0;
    }

    void part() {
      state = State.AWAY;
      unsettled = 0;
      commit = 0;
      isWanted = false;
    }
  }

  private record CommittedRow(Player player, long version, PlayerState state) {}

  private record PendingCommit(List<CommittedRow> rows, long event) {}

  final TestWorld queues = new TestWorld();
  final SimulatedZone zone = new SimulatedZone(queues);
  private final SimulationHistory history;
  private final Map<Long, Player> players = new TreeMap<>();
  private final Map<Long, PendingCommit> commits = new HashMap<>();
  private long sessions;

  SimulatedWorld(SimulationHistory history, int playerCount) {
    this.history = history;
    for (long id = 1; id <= playerCount; id++) {
      players.put(id, new Player(id));
    }
  }

  // Doing.

  /** One thing that a player does, if it can, and one thing of the zone. */
  void act(Random random) {
    zone.act(random);
    if (zone.isReady() && random.nextInt(20) == 0) {
      zoneEvent(random);
    }
    Player player = player(1L + random.nextInt(players.size()));
    if (player.state == State.AWAY) {
      player.state = State.LOADING;
      player.session = ++sessions;
      if (random.nextInt(3) == 0) {
        queues.takeOver(player.session, player.id);
      } else {
        queues.claim(player.session, player.id);
      }
    } else if (player.isFree()) {
      play(player, random);
    }
  }

  private void play(Player player, Random random) {
    switch (random.nextInt(20)) {
      case 0 -> leave(player, random);
      case 1 -> {
        player.part();
        queues.giveBack(player.id);
      }
      case 2, 3, 4, 5, 6 -> save(player, random, false);
      case 7, 8, 9, 10, 11, 12 -> trade(player, random);
      case 13, 14, 15, 16 -> drop(player, random);
      default -> take(player, random);
    }
  }

  private void leave(Player player, Random random) {
    player.state = State.LEAVING;
    save(player, random, true);
  }

  private void save(Player player, Random random, boolean releases) {
    player.unsettled = player.version + 1;
    player.memory.x = random.nextInt(1_000_000);
    queues.row(player.id, player.unsettled, player.memory, releases);
  }

  /** Coins go from the one to the other, and an item may go with them. */
  private void trade(Player player, Random random) {
    Player other = player(1L + random.nextInt(players.size()));
    if (other == player || !other.isFree()) {
      return;
    }
    long coins = player.memory.coins == 0 ? 0 : random.nextInt((int) player.memory.coins);
    player.memory.coins -= coins;
    other.memory.coins += coins;
    ItemSlots from = player.memory.inventory;
    int slot = from.find(SimulationHistory.ITEM_KIND);
    if (slot != ItemSlots.NONE && random.nextBoolean()) {
      put(other, from.unique(slot));
      from.clear(slot);
    }
    commit(random, null, player, other);
  }

  private void drop(Player player, Random random) {
    if (!zone.isReady()) {
      return;
    }
    GroundItem dropped;
    int slot = player.memory.inventory.find(SimulationHistory.ITEM_KIND);
    if (slot != ItemSlots.NONE && random.nextBoolean()) {
      dropped = item(SimulationHistory.ITEM_KIND, 1, player.memory.inventory.unique(slot));
      player.memory.inventory.clear(slot);
    } else if (player.memory.coins > 0) {
      dropped = item(0, 1 + random.nextInt((int) player.memory.coins), 0);
      player.memory.coins -= dropped.amount();
    } else {
      return;
    }
    commit(random, new Ground(null, dropped), player);
  }

  private void take(Player player, Random random) {
    GroundItem taken = zone.isReady() ? zone.take(random) : null;
    if (taken == null) {
      return;
    }
    if (taken.kind() == SimulationHistory.ITEM_KIND) {
      put(player, taken.unique());
    } else {
      player.memory.coins += taken.amount();
    }
    commit(random, new Ground(taken, null), player);
  }

  /** What lies there is put elsewhere: under another number, once. */
  private void zoneEvent(Random random) {
    long event = zone.nextEvent();
    GroundItem taken = event == 0 ? null : zone.take(random);
    if (taken != null) {
      GroundItem given = item(taken.kind(), taken.amount(), taken.unique());
      commit(random, new Ground(taken, given, event));
    } else if (event != 0) {
      zone.skipEvent();
    }
  }

  private GroundItem item(int kind, long amount, long unique) {
    return new GroundItem(history.newNumber(), kind, amount, unique, 0, 0, 0);
  }

  private static void put(Player player, long item) {
    ItemSlots inventory = player.memory.inventory;
    inventory.set(inventory.findEmpty(), SimulationHistory.ITEM_KIND, 1, item);
  }

  private record Ground(@Nullable GroundItem taken, @Nullable GroundItem given, long event) {
    Ground(@Nullable GroundItem taken, @Nullable GroundItem given) {
      this(taken, given, 0);
    }
  }

  private void commit(Random random, @Nullable Ground ground, Player... involved) {
    long id = history.newNumber();
    TestCommit commit = queues.commit(id).line(LINE);
    List<CommittedRow> rows = new ArrayList<>();
    for (Player player : involved) {
      player.unsettled = player.version + 1;
      player.commit = id;
      player.memory.x = random.nextInt(1_000_000);
      if (player == involved[0]) {
        long operation = history.newNumber();
        player.memory.remember(operation);
        commit.by(player.id, operation);
      }
      PlayerState frozen = new PlayerState();
      frozen.copyFrom(player.memory);
      rows.add(new CommittedRow(player, player.unsettled, frozen));
      commit.row(player.id, player.unsettled, frozen);
    }
    if (ground != null) {
      commit.in(SimulationHistory.ZONE).event(ground.event);
      zone.onSent();
      if (ground.taken != null) {
        commit.take(ground.taken.entry());
      }
      if (ground.given != null) {
        zone.give(ground.given);
        commit.give(ground.given);
      }
    }
    commits.put(id, new PendingCommit(rows, ground == null ? 0 : ground.event));
    commit.send();
  }

  /** What moves is checked in the records; the ledger is only to hold each commit once. */
  private static final LedgerLine LINE =
      new LedgerLine(0, 1, 0, Container.INVENTORY, 1, Container.INVENTORY, 2);

  // Ending.

  /** Sends everybody home who plays and has nothing unsettled. */
  void leaveAll(Random random) {
    for (Player player : players.values()) {
      if (player.isFree()) {
        leave(player, random);
      }
    }
  }

  boolean isEmpty() {
    return commits.isEmpty()
        && players.values().stream().allMatch(player -> player.state == State.AWAY);
  }

  // Hearing.

  void hear(Random random) {
    for (String message : queues.heard()) {
      List<String> words = List.of(message.split(" ", -1));
      switch (words.get(0)) {
        case "Loaded" -> loaded(words, message);
        case "Refused" -> asked(words, message).state = State.AWAY;
        case "Durable" -> durable(words, message);
        case "Lost" -> {
          // It may cross our give-back on its way; then it is about a claim that is over.
          Player player = player(Long.parseLong(words.get(1)));
          if (player.state == State.PLAYING || player.state == State.LEAVING) {
            player.part();
          }
        }
        case "Settled" -> settled(words);
        case "Zone" -> zone.onLoaded(words);
        case "ZoneRefused" -> zone.onRefused();
        case "ReleaseAsked" -> player(Long.parseLong(words.get(1))).isWanted = true;
        default -> throw new AssertionError(message);
      }
    }
    for (Player player : players.values()) {
      if (player.isWanted && player.isFree()) {
        leave(player, random);
      }
    }
  }

  private void loaded(List<String> words, String message) {
    Player player = asked(words, message);
    player.state = State.PLAYING;
    player.version = Long.parseLong(words.get(3).substring(1));
    player.memory = Objects.requireNonNull(queues.loaded.remove(player.session));
    history.loaded(player.id, player.version, player.memory.x);
  }

  private void durable(List<String> words, String message) {
    Player player = player(Long.parseLong(words.get(1)));
    assertThat(player.unsettled).as(message).isEqualTo(Long.parseLong(words.get(2).substring(1)));
    assertThat(player.commit).as(message).isZero();
    history.confirmed(player.id, player.unsettled, player.memory);
    player.version = player.unsettled;
    player.unsettled = 0;
    assertThat(message.endsWith("released")).isEqualTo(player.state == State.LEAVING);
    if (player.state == State.LEAVING) {
      player.part();
    }
  }

  private void settled(List<String> words) {
    long id = Long.parseLong(words.get(1));
    boolean isDurable = words.get(2).equals("DURABLE");
    PendingCommit pending = Objects.requireNonNull(commits.remove(id), "answered twice: " + words);
    history.settled(id, isDurable);
    for (CommittedRow row : pending.rows) {
      Player player = row.player;
      if (isDurable) {
        history.confirmed(player.id, row.version, row.state);
      }
      if (player.commit != id) {
        // Lost since, and told so.
        continue;
      }
      if (isDurable) {
        player.version = player.unsettled;
        player.unsettled = 0;
        player.commit = 0;
      } else {
        player.part();
      }
    }
    if (words.size() > 3) {
      zone.onSettled(words, pending.event);
    }
  }

  private Player asked(List<String> words, String message) {
    Player player = player(Long.parseLong(words.get(2)));
    assertThat(player.state).as(message).isEqualTo(State.LOADING);
    assertThat(player.session).as(message).isEqualTo(Long.parseLong(words.get(1)));
    return player;
  }

  private Player player(long id) {
    return Objects.requireNonNull(players.get(id));
  }
}
