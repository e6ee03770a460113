package dev.keepstone.persistence.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardEntry;
import dev.keepstone.persistence.store.memory.MemoryStore;
import dev.keepstone.persistence.validation.LoadCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;

/** A vault on a faulty memory store with clocks that only the test moves. */
final class VaultHarness {
  static final VaultConfig CONFIG =
      new VaultConfig(
          "test", 60_000, 5_000, 10_000, 3_000, 5_000, 100, 5_000, 64, 2, 32, 1_024, 10_000, 64);

  final CachedNanoClock nanoClock = new CachedNanoClock();
  final CachedEpochClock epochClock = new CachedEpochClock();
  final MemoryStore memory = new MemoryStore(epochClock);
  final FaultyStore store = new FaultyStore(memory);
  final TestWorld world = new TestWorld();
  final List<Throwable> faults = new ArrayList<>();
  private final LoadCheck loadCheck;
  VaultAgent vault;

  VaultHarness() {
    this(CONFIG);
  }

  VaultHarness(VaultConfig config) {
    this(config, LoadCheck.withoutContent());
  }

  VaultHarness(VaultConfig config, LoadCheck loadCheck) {
    this.loadCheck = loadCheck;
    epochClock.update(1_000_000);
    vault = newVault(config);
  }

  VaultAgent newVault(VaultConfig config) {
    return newVault(config, store, world, nanoClock, epochClock);
  }

  VaultAgent newVault(
      VaultConfig config,
      FaultyStore itsStore,
      TestWorld itsWorld,
      CachedNanoClock itsNanoClock,
      CachedEpochClock itsEpochClock) {
    return new VaultAgent(
        config,
        itsStore,
        itsWorld.toVault,
        itsWorld.fromVault,
        itsNanoClock,
        itsEpochClock,
        faults::add,
        loadCheck);
  }

  /** A vault whose link is READY. */
  static VaultHarness ready() {
    VaultHarness harness = new VaultHarness();
    harness.work();
    assertThat(harness.vault.linkState()).isEqualTo(LinkState.READY);
    return harness;
  }

  /** Steps until nothing is done any more; time stands still. */
  List<String> work() {
    for (int i = 0; i < 1_000; i++) {
      if (vault.doWork() == 0) {
        return world.heard();
      }
    }
    throw new AssertionError("the vault never rests");
  }

  /** Lets time pass in steps of 100 ms, working at each. */
  List<String> pass(long ms) {
    List<String> heard = new ArrayList<>();
    for (long passed = 0; passed < ms; passed += 100) {
      jump(Math.min(100, ms - passed));
      heard.addAll(work());
    }
    return heard;
  }

  /** Lets time pass while the vault stands still, as in a long pause of the process. */
  void jump(long ms) {
    nanoClock.advance(ms * 1_000_000);
    epochClock.advance(ms);
  }

  /** A player that was never claimed, at version 1. */
  void newPlayer(long id) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = id;
    player.name = "p" + id;
    memory.overwrite(Keys.player(id), new PlayerCodec().encode(player, Fence.NEW));
  }

  /** A player in this state that was never claimed; returns what is stored. */
  byte[] put(long id, PlayerState state) {
    PlayerRecord player = new PlayerRecord();
    player.playerId = id;
    player.name = "p" + id;
    player.state.copyFrom(state);
    byte[] record = new PlayerCodec().encode(player, Fence.NEW);
    memory.overwrite(Keys.player(id), record);
    return record;
  }

  /** The first lines of a leaderboard. */
  List<BoardEntry> board(Board board) {
    return memory.readBoard(board, 0, 10).join();
  }

  /** A player that the world has loaded. */
  void play(long id) {
    newPlayer(id);
    world.claim(id * 10, id);
    assertThat(work()).containsExactly("Loaded " + id * 10 + " " + id + " v1 zone0 x0.0 p" + id);
  }

  /** Another server takes the record by force. */
  void steal(long id) {
    byte[] record = stored(id);
    RecordHeader header = new RecordHeader().wrap(record);
    header.rewriteFence(header.fence().claimedBy(new Incarnation(9, 9)));
    memory.overwrite(Keys.player(id), record);
  }

  byte[] stored(long id) {
    return Objects.requireNonNull(memory.load(Keys.player(id)).join().value());
  }

  Fence fence(long id) {
    RecordHeader header = new RecordHeader().wrap(stored(id));
    assertThat(header.isHeaderIntact()).isTrue();
    return header.fence();
  }

  PlayerRecord player(long id) {
    PlayerRecord player = new PlayerRecord();
    assertThat(new PlayerCodec().decode(stored(id), id, player)).isEqualTo(DecodeOutcome.OK);
    return player;
  }

  long count(VaultCounter counter) {
    return vault.counters().get(counter);
  }
}
