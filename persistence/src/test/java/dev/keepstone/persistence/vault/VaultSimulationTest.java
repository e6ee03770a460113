package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.FaultyStore.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;

/**
 * Two servers, few players and all faults at random, in virtual time. Nothing confirmed may be
 * lost, every question gets exactly one answer, and when the faults stop, nobody is locked out.
 */
class VaultSimulationTest {
  private static final int SEEDS = Integer.getInteger("vault.simulation.seeds", 60);
  private static final int STEPS = 1_500;
  private static final int PLAYERS = 5;

  private long acknowledged;
  private long refused;

  private static final class Server {
    final FaultyStore store;
    final SimulatedWorld world;
    final VaultAgent vault;
    int pausedSteps;

    Server(String name, MemoryStore memory, SimulationHistory history, Clocks clocks) {
      store = new FaultyStore(memory);
      world = new SimulatedWorld(history, PLAYERS);
      vault =
          new VaultAgent(
              new VaultConfig(
                  name, 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 4, 8, 10_000, 3),
              store,
              world.queues.toVault,
              world.queues.fromVault,
              clocks.nano,
              clocks.epoch,
              fault -> {
                throw new AssertionError(fault);
              },
              LoadCheck.withoutContent());
    }

    void work(Random random) {
      for (int i = 0; i < 4; i++) {
        vault.doWork();
      }
      world.hear(random);
    }
  }

  private static final class Clocks {
    final CachedNanoClock nano = new CachedNanoClock();
    final CachedEpochClock epoch = new CachedEpochClock();

    void advance(long ms) {
      nano.advance(ms * 1_000_000);
      epoch.advance(ms);
    }
  }

  @Test
  void losesNothingAndLocksNobodyOut() {
    long firstSeed = Long.getLong("vault.simulation.from", 1);
    for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("seed=" + seed + ": " + e.getMessage(), e);
      }
    }
    // Otherwise all of the above would have been about nothing.
    assertThat(acknowledged).isGreaterThan(50L * SEEDS);
    assertThat(refused).isGreaterThan(SEEDS);
  }

  private void run(Random random) {
    Clocks clocks = new Clocks();
    MemoryStore memory = new MemoryStore(clocks.epoch);
    SimulationHistory history = new SimulationHistory(memory, PLAYERS);
    List<Server> servers = new ArrayList<>();
    servers.add(new Server("a", memory, history, clocks));
    servers.add(new Server("b", memory, history, clocks));

    for (int step = 0; step < STEPS; step++) {
      clocks.advance(50 + random.nextInt(400));
      for (Server server : servers) {
        disturb(server, random);
        if (server.pausedSteps > 0) {
          server.pausedSteps--;
          continue;
        }
        for (int i = 0; i < 3; i++) {
          server.world.act(random);
        }
        server.work(random);
      }
      history.checkConservation();
    }
    settle(servers, clocks, random);
    history.checkConservation();
    checkGround(servers, history);
    acknowledged += history.acknowledgedCount();
    refused += history.refusedCount();
    for (long id = 1; id <= PLAYERS; id++) {
      byte[] record = Objects.requireNonNull(memory.load(Keys.player(id)).join().value());
      assertThat(new RecordHeader().wrap(record).released()).as("player %d is free", id).isTrue();
    }
  }

  private static void disturb(Server server, Random random) {
    switch (random.nextInt(60)) {
      case 0 -> server.store.fault = Fault.LOSE_REPLY;
      case 1 -> server.store.fault = Fault.LOSE_COMMAND;
      case 2 -> server.store.fault = Fault.DELAY;
      case 3, 4, 5, 6 -> server.store.fault = Fault.NONE;
      case 7, 8 -> server.store.executeDelayed();
      case 9 -> server.store.cut();
      case 10 -> server.store.refusesLinks = true;
      case 11, 12, 13 -> server.store.refusesLinks = false;
      case 14 -> server.store.isSilentOnResume = true;
      case 15, 16, 17 -> server.store.isSilentOnResume = false;
      case 18 -> server.pausedSteps = random.nextInt(360);
      case 19 -> server.world.queues.fromVault.room = 0;
      case 20, 21, 22 -> server.world.queues.fromVault.room = Integer.MAX_VALUE;
      default -> {}
    }
  }

  private static void settle(List<Server> servers, Clocks clocks, Random random) {
    for (Server server : servers) {
      server.store.fault = Fault.NONE;
      server.store.refusesLinks = false;
      server.store.isSilentOnResume = false;
      server.world.queues.fromVault.room = Integer.MAX_VALUE;
      server.pausedSteps = 0;
      server.store.executeDelayed();
    }
    for (int step = 0; step < 600; step++) {
      clocks.advance(100);
      for (Server server : servers) {
        server.work(random);
        server.world.leaveAll(random);
      }
    }
    for (Server server : servers) {
      assertThat(server.world.isEmpty()).as("every question was answered").isTrue();
      assertThat(server.vault.counters().get(VaultCounter.RECORDS_HELD)).isZero();
      assertThat(server.vault.counters().get(VaultCounter.VERDICTS_STALE)).isZero();
    }
  }

  /** Whoever has the zone remembers just what lies there. */
  private static void checkGround(List<Server> servers, SimulationHistory history) {
    List<Server> owners = servers.stream().filter(server -> server.world.zone.isReady()).toList();
    assertThat(owners).hasSizeLessThanOrEqualTo(1);
    for (Server owner : owners) {
      assertThat(owner.world.zone.visible()).isEqualTo(history.groundEntries());
    }
  }
}
