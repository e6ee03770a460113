package dev.keepstone.bench.load;

import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.DecodeOutcome;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.LinkState;
import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultConfig;
import dev.keepstone.persistence.vault.VaultIdle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * What every measurement plays on: a filled store, the real vault on a thread of its own, and a
 * world in which everybody has logged in. Everything but the vault runs on the calling thread.
 */
public final class LoadStage {
  private static final int RING_BYTES = 4 * 1024 * 1024;
  private static final int SEED_AT_ONCE = 64;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_NS = 20_000;
  private static final byte[] GET = {'G', 'E', 'T'};
  private static final byte[] SET = {'S', 'E', 'T'};

  private final int traders;
  private final int players;
  private final RecordShape shape;
  private final LoadStore store;
  private final VaultConfig vaultConfig;
  private final Progress progress;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private volatile boolean cancelled;

  /**
   * Prepares a run and does nothing yet.
   *
   * @param traders players, the first ones, who take part in commits and not in flushes
   * @param players all, those too
   */
  LoadStage(
      int traders,
      int players,
      RecordShape shape,
      LoadStore store,
      VaultConfig vaultConfig,
      Progress progress) {
    this.traders = traders;
    this.players = players;
    this.shape = shape;
    this.store = store;
    this.vaultConfig = vaultConfig;
    this.progress = progress;
  }

  /** Hears how far a run is. */
  public interface Progress {
    void show(String what, int done, int of);
  }

  /** What is on the stage. */
  record Cast(
      LoadedWorld world,
      VaultAgent vault,
      Thread vaultThread,
      RespSocket socket,
      RedisStore redis) {}

  /** A measurement. */
  interface Play<R> {
    R play(Cast cast);
  }

  /** Ends the run soon, by a LoadException. Any thread. */
  void cancel() {
    cancelled = true;
  }

  /** Says how far the run is, and ends it when it was cancelled. */
  void step(String what, int done, int of) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    progress.show(what, done, of);
  }

  /**
   * Builds all this up, plays, and closes the vault in order.
   *
   * @throws LoadException when the store fails under it
   */
  <R> R run(Play<R> play) {
    MessageRing toVault = new MessageRing(RING_BYTES);
    MessageRing toWorld = new MessageRing(RING_BYTES);
    LoadedWorld world = new LoadedWorld(traders, players, shape.state(), toWorld, toVault);
    try (RespSocket socket = store.connect();
        RedisStore redis = store.open()) {
      seed(socket);
      VaultAgent vault =
          new VaultAgent(
              vaultConfig,
              redis,
              toVault,
              toWorld,
              SystemNanoClock.INSTANCE,
              SystemEpochClock.INSTANCE,
              fault::set,
              LoadCheck.withoutContent());
      try (AgentRunner runner = new AgentRunner(VaultIdle.strategy(), fault::set, null, vault)) {
        AgentRunner.startOnThread(runner);
        await(() -> vault.linkState() == LinkState.READY, "the vault's link");
        await(() -> login(world), "the players");
        R result = play.play(new Cast(world, vault, runner.thread(), socket, redis));
        vault.requestClose();
        await(vault::isClosed, "the vault to close");
        return result;
      }
    }
  }

  private void seed(RespSocket socket) {
    int waiting = 0;
    for (int id = 1; id <= players; id++) {
      socket.put(SET, ascii(Keys.player(id)), shape.newRecord(id));
      waiting++;
      if (waiting == SEED_AT_ONCE || id == players) {
        socket.send();
        for (; waiting > 0; waiting--) {
          socket.receive();
        }
        step("filling", id, players);
      }
    }
  }

  private boolean login(LoadedWorld world) {
    boolean done = world.login();
    if (world.poll() == 0) {
      rest();
    }
    if (done && world.rejected() > 0) {
      throw new LoadException("the vault refused claims: refused=" + world.rejected());
    }
    return done;
  }

  private void await(BooleanSupplier condition, String what) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      rest(startNs, what);
    }
  }

  private static void rest() {
    LockSupport.parkNanos(REST_NS);
  }

  /**
   * Waits a little, for whoever found nothing to do.
   *
   * @throws LoadException when the vault has failed, or this has lasted too long
   */
  void rest(long startNs, String what) {
    if (cancelled) {
      throw new LoadException("stopped before its end");
    }
    Throwable seen = fault.get();
    if (seen != null) {
      throw new LoadException("the vault failed: " + seen, seen);
    }
    if (System.nanoTime() - startNs > PATIENCE_NS) {
      throw new LoadException("waited in vain for " + what + ": seconds=60; see the log above");
    }
    rest();
  }

  /** Records that are not, byte for byte, what the world has. */
  int wrongRecords(Cast cast) {
    PlayerCodec codec = new PlayerCodec();
    PlayerRecord record = new PlayerRecord();
    RecordHeader header = new RecordHeader();
    PlayerStateCodec states = new PlayerStateCodec();
    ExpandableArrayBuffer stored = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
    ExpandableArrayBuffer known = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
    LoadedWorld world = cast.world();
    RespSocket socket = cast.socket();
    int wrong = 0;
    for (int row = 0; row < players; row++) {
      socket.put(GET, ascii(Keys.player(row + 1L)));
      socket.send();
      boolean same = false;
      if (socket.receive() instanceof byte[] bytes
          && codec.decode(bytes, row + 1L, record) == DecodeOutcome.OK) {
        PlayerState state = world.state(row, 0);
        // The tick at which a row was written is in its play time; everything else must agree.
        record.state.playtimeMs = state.playtimeMs;
        int storedBytes = states.encode(record.state, stored, 0);
        int knownBytes = states.encode(state, known, 0);
        same =
            storedBytes == knownBytes
                && stored.compareTo(known) == 0
                && header.wrap(bytes).version() == world.version(row)
                && record.name.equals(shape.name())
                && bytes.length == shape.recordBytes();
      }
      wrong += same ? 0 : 1;
      if (row % 1_000 == 0) {
        step("comparing", row, players);
      }
    }
    step("comparing", players, players);
    return wrong;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
