package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.CreateReply;
import dev.keepstone.persistence.inspect.PlayerInspector;
import dev.keepstone.persistence.inspect.PlayerView;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.store.LedgerEntry;
import dev.keepstone.persistence.store.redis.TestRedis;
import dev.keepstone.persistence.validation.LoadCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

/** The real Redis is killed under a vault in full work: nothing confirmed is lost. */
class VaultRedisKillTest {
  private static final int PLAYERS = 30;
  private static final int KILLS = 2;
  private static final long DEADLINE_NS = 30_000_000_000L;

  private static final class Player {
    String name = "";
    long version;
    float x;
    boolean unsettled;
    boolean gone;
  }

  private final TestWorld world = new TestWorld();
  private final Map<Long, Player> players = new TreeMap<>();

  /** Players of the commits that are not settled. */
  private final Map<Long, List<Long>> commits = new HashMap<>();

  private final Set<Long> acknowledged = new TreeSet<>();
  private long lastCommit;

  @Test
  void losesNothingWhenRedisIsKilledInMidFlight() {
    try (TestRedis redis = new TestRedis()) {
      register(redis);
      VaultAgent vault =
          new VaultAgent(
              VaultHarness.CONFIG,
              redis.store,
              world.toVault,
              world.fromVault,
              SystemNanoClock.INSTANCE,
              SystemEpochClock.INSTANCE,
              fault -> {
                throw new AssertionError(fault);
              },
              LoadCheck.withoutContent());
      try {
        play(redis, vault);
      } finally {
        vault.onClose();
      }
      compare(redis);
    }
  }

  private void register(TestRedis redis) {
    Accounts accounts = new Accounts(redis.store, SystemEpochClock.INSTANCE);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      names.add("player_" + i);
    }
    for (String name : names) {
      CreateReply reply = accounts.create(name, "$argon2id$x").join();
      assertThat(reply.outcome()).isEqualTo(CreateReply.Outcome.CREATED);
      Player player = new Player();
      player.name = name;
      players.put(reply.playerId(), player);
    }
    assertThat(players).hasSize(PLAYERS);
  }

  private void play(TestRedis redis, VaultAgent vault) {
    work(vault, () -> vault.linkState() == LinkState.READY);
    players.keySet().forEach(id -> world.claim(id, id));
    work(vault, () -> players.values().stream().allMatch(player -> player.version == 1));

    long durable = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      long wanted = durable + 5L * PLAYERS;
      work(
          vault,
          () -> {
            moveAll();
            return vault.counters().get(VaultCounter.ROWS_DURABLE) >= wanted;
          });
      durable = vault.counters().get(VaultCounter.ROWS_DURABLE);
      if (kill < KILLS) {
        moveAll();
        vault.doWork();
        TestRedis.kill(redis.redis.pid());
      }
    }
    work(vault, () -> players.values().stream().noneMatch(player -> player.unsettled));
    players.forEach((id, player) -> world.lastRow(id, player.version + 1, player.x));
    work(vault, () -> players.values().stream().allMatch(player -> player.gone));
    vault.requestClose();
    work(vault, vault::isClosed);

    assertThat(vault.counters().get(VaultCounter.LINK_DOWNS)).isGreaterThanOrEqualTo(1);
    assertThat(vault.counters().get(VaultCounter.ROWS_LOST)).isZero();
    assertThat(redis.redis.restarts()).isEqualTo(KILLS);
  }

  /** Everybody moves; every other one together with whoever comes next. */
  private void moveAll() {
    long waiting = 0;
    for (long id : players.keySet()) {
      Player player = player(id);
      if (player.unsettled) {
        continue;
      }
      player.unsettled = true;
      player.x += 1;
      if (id % 2 == 0) {
        world.row(id, player.version + 1, player.x);
      } else if (waiting == 0) {
        waiting = id;
      } else {
        commit(waiting, id);
        waiting = 0;
      }
    }
    if (waiting != 0) {
      world.row(waiting, player(waiting).version + 1, player(waiting).x);
    }
  }

  private void commit(long first, long second) {
    lastCommit++;
    commits.put(lastCommit, List.of(first, second));
    world
        .commit(lastCommit)
        .by(first, lastCommit)
        .row(first, player(first).version + 1, player(first).x)
        .row(second, player(second).version + 1, player(second).x)
        .line(new LedgerLine(0, 1, 0, Container.INVENTORY, first, Container.INVENTORY, second))
        .send();
  }

  private void compare(TestRedis redis) {
    List<Long> executed = new ArrayList<>();
    redis
        .store
        .readLedger(LedgerEntry.BEGINNING, 1_000_000)
        .join()
        .forEach(entry -> executed.add(entry.commit()));
    assertThat(executed).doesNotHaveDuplicates().hasSameElementsAs(acknowledged).isNotEmpty();
    PlayerInspector inspector = new PlayerInspector(redis.store);
    players.forEach(
        (id, player) -> {
          PlayerView view = inspector.inspect(player.name).join();
          assertThat(Objects.requireNonNull(view.player()).state.x).isEqualTo(player.x);
          Fence fence = Objects.requireNonNull(Objects.requireNonNull(view.playerHeader()).fence());
          assertThat(fence.version()).isEqualTo(player.version);
          assertThat(fence.released()).isTrue();
        });
  }

  private void work(VaultAgent vault, BooleanSupplier until) {
    long startNs = System.nanoTime();
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("in time").isLessThan(DEADLINE_NS);
      if (vault.doWork() == 0) {
        Thread.onSpinWait();
      }
      world.heard().forEach(this::hear);
    }
  }

  private void hear(String message) {
    String[] words = message.split(" ", -1);
    switch (words[0]) {
      case "Loaded" -> player(words[2]).version = Long.parseLong(words[3].substring(1));
      case "Durable" -> {
        Player player = player(words[1]);
        long version = Long.parseLong(words[2].substring(1));
        assertThat(version).isEqualTo(player.version + 1);
        player.version = version;
        player.unsettled = false;
        player.gone = message.endsWith("released");
      }
      case "Settled" -> {
        assertThat(words[2]).isEqualTo("DURABLE");
        long commit = Long.parseLong(words[1]);
        acknowledged.add(commit);
        for (long id : Objects.requireNonNull(commits.remove(commit))) {
          player(id).version++;
          player(id).unsettled = false;
        }
      }
      default -> throw new AssertionError(message);
    }
  }

  private Player player(String id) {
    return player(Long.parseLong(id));
  }

  private Player player(long id) {
    return Objects.requireNonNull(players.get(id));
  }
}
