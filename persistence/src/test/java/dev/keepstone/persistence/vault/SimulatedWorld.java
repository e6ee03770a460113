package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A world as far as the vault can tell: claims, moves, leaves; and checks every answer against what
 * it has asked.
 */
final class SimulatedWorld {
  private enum State {
    AWAY,
    LOADING,
    PLAYING,
    LEAVING
  }

  private static final class Player {
    State state = State.AWAY;
    long session;
    long version;
    long unsettled;
    float x;
  }

  final TestWorld queues = new TestWorld();
  private final History history;
  private final Map<Long, Player> players = new TreeMap<>();
  private long sessions;

  /** What all worlds together know to be durable, and what the store says at that moment. */
  static final class History {
    private final MemoryStore store;
    private final Map<Long, Map<Long, Float>> durable = new HashMap<>();
    private final Map<Long, Long> lastStored = new HashMap<>();
    private final PlayerRecord player = new PlayerRecord();
    private final PlayerCodec codec = new PlayerCodec();
    private final RecordHeader header = new RecordHeader();

    History(MemoryStore store) {
      this.store = store;
    }

    /** Versions only rise, so what was there when it was confirmed is never lost. */
    long stored(long id) {
      byte[] record = Objects.requireNonNull(store.load(Keys.player(id)).join().value());
      assertThat(codec.decode(record, id, player)).isEqualTo(DecodeOutcome.OK);
      long version = header.wrap(record).version();
      assertThat(version).isGreaterThanOrEqualTo(lastStored.getOrDefault(id, 0L));
      lastStored.put(id, version);
      return version;
    }

    void confirmed(long id, long version, float x) {
      long stored = stored(id);
      assertThat(stored).as("player %d confirmed", id).isGreaterThanOrEqualTo(version);
      if (stored == version) {
        assertThat(player.state.x).as("player %d version %d", id, version).isEqualTo(x);
      }
      Float before = durable.computeIfAbsent(id, k -> new TreeMap<>()).put(version, x);
      assertThat(before).as("player %d version %d confirmed twice", id, version).isNull();
    }

    /** May be told late, after another server has gone on: then our rows will lose. */
    void loaded(long id, long version, float x) {
      assertThat(stored(id)).isGreaterThanOrEqualTo(version);
      Float saved = durable.getOrDefault(id, Map.of()).get(version);
      if (saved != null) {
        assertThat(x).as("player %d version %d", id, version).isEqualTo(saved);
      }
    }
  }

  SimulatedWorld(History history, int playerCount) {
    this.history = history;
    for (long id = 1; id <= playerCount; id++) {
      players.put(id, new Player());
    }
  }

  /** One thing that a player does, if it can. */
  void act(Random random) {
    long id = 1L + random.nextInt(players.size());
    Player player = player(id);
    switch (player.state) {
      case AWAY -> {
        player.state = State.LOADING;
        player.session = ++sessions;
        queues.claim(player.session, id);
      }
      case PLAYING -> {
        if (player.unsettled == 0) {
          int dice = random.nextInt(10);
          if (dice == 0) {
            leave(id, player, random);
          } else if (dice == 1) {
            player.state = State.AWAY;
            queues.giveBack(id);
          } else {
            player.unsettled = player.version + 1;
            player.x = random.nextInt(1_000_000);
            queues.row(id, player.unsettled, player.x);
          }
        }
      }
      case LOADING, LEAVING -> {}
    }
  }

  private void leave(long id, Player player, Random random) {
    player.state = State.LEAVING;
    player.unsettled = player.version + 1;
    player.x = random.nextInt(1_000_000);
    queues.lastRow(id, player.unsettled, player.x);
  }

  /** Sends everybody home who plays and has nothing unsettled. */
  void leaveAll(Random random) {
    players.forEach(
        (id, player) -> {
          if (player.state == State.PLAYING && player.unsettled == 0) {
            leave(id, player, random);
          }
        });
  }

  boolean isEmpty() {
    return players.values().stream().allMatch(player -> player.state == State.AWAY);
  }

  void hear() {
    for (String message : queues.heard()) {
      List<String> words = List.of(message.split(" ", -1));
      switch (words.get(0)) {
        case "Loaded" -> {
          Player player = asked(words, message);
          player.state = State.PLAYING;
          player.unsettled = 0;
          player.version = Long.parseLong(words.get(3).substring(1));
          float x = Float.parseFloat(words.get(5).substring(1));
          history.loaded(Long.parseLong(words.get(2)), player.version, x);
        }
        case "Refused" -> asked(words, message).state = State.AWAY;
        case "Durable" -> {
          long id = Long.parseLong(words.get(1));
          Player player = player(id);
          assertThat(player.unsettled)
              .as(message)
              .isEqualTo(Long.parseLong(words.get(2).substring(1)));
          history.confirmed(id, player.unsettled, player.x);
          player.version = player.unsettled;
          player.unsettled = 0;
          assertThat(message.endsWith("released")).isEqualTo(player.state == State.LEAVING);
          if (player.state == State.LEAVING) {
            player.state = State.AWAY;
          }
        }
        case "Lost" -> {
          // It may cross our give-back on its way; then it is about a claim that is over.
          Player player = player(Long.parseLong(words.get(1)));
          if (player.state == State.PLAYING || player.state == State.LEAVING) {
            player.state = State.AWAY;
            player.unsettled = 0;
          }
        }
        default -> throw new AssertionError(message);
      }
    }
  }

  private Player asked(List<String> words, String message) {
    Player player = player(Long.parseLong(words.get(2)));
    assertThat(player.state).as(message).isEqualTo(State.LOADING);
    assertThat(player.session).as(message).isEqualTo(Long.parseLong(words.get(1)));
    return player;
  }

  private Player player(long id) {
    Player player = players.get(id);
    assertThat(player).isNotNull();
    return Objects.requireNonNull(player);
  }
}
