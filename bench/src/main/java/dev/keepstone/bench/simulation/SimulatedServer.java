package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.CloseEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.world.World;
import dev.keepstone.ecs.world.WorldConfig;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.LinkState;
import dev.keepstone.persistence.vault.VaultAgent;
import dev.keepstone.persistence.vault.VaultConfig;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One server by name, over all its runs: the real world and the real vault of the run that lives
 * now, with queues in memory between them. It can stand still, die, and be started again.
 */
final class SimulatedServer {
  /** 10 ticks a second are the fewest that a world allows. */
  static final int TICK_MS = 100;

  /** 10 s, cut into slices as in production. */
  static final int FLUSH_WINDOW_TICKS = 100;

  /** Players and things that a player sees at once. */
  static final int MAX_NEAR = 100;

  private static final int QUEUE_MESSAGES = 256;
  private static final int GATEWAY_MESSAGES = 4_096;
  private static final int VAULT_STEPS = 4;

  private final int index;
  private final SimulatedRedis redis;
  private final VirtualTime time;
  private final SplittableRandom random;
  private final WorldContent content;
  private final LoadCheck loadCheck;
  private final Compositions compositions;
  private final Faults faults;
  private final VaultConfig vaultConfig;
  private long runs;
  private @Nullable Run run;
  private long standsStillUntilMs;
  private long startsAtMs;
  private long takesNothingUntilMs;

  /** One process. */
  private final class Run {
    final MessageQueue toWorld = new MessageQueue(QUEUE_MESSAGES);
    final MessageQueue toVault = new MessageQueue(QUEUE_MESSAGES);
    final MessageQueue toPlayers = new MessageQueue(GATEWAY_MESSAGES);
    final SimulatedStore store = new SimulatedStore(redis, index, new ToFaults());
    final World world;
    final VaultAgent vault;
    final VaultEar ear;

    Run() {
      world =
          new World(
              new WorldConfig(
                  1_000 / TICK_MS, FLUSH_WINDOW_TICKS, runs, 16, 12, MAX_NEAR, 512, 256 * 1024, 0),
              content,
              toWorld,
              List.of(toPlayers),
              new SmallBlocks(toVault),
              () -> 0,
              compositions);
      Incarnation incarnation = new Incarnation(random.nextLong() | 1, random.nextLong());
      ear = new VaultEar(index, toWorld, redis, incarnation);
      vault =
          new VaultAgent(
              vaultConfig,
              store,
              toVault,
              (buffer, offset, length) ->
                  time.elapsedMs() >= takesNothingUntilMs && ear.offer(buffer, offset, length),
              time,
              time,
              fault -> {
                throw new IllegalStateException("the vault survived a bug", fault);
              },
              loadCheck,
              incarnation);
    }

    private final class ToFaults implements SimulatedLink.Listener {
      @Override
      public void onWrite() {
        faults.onWrite(SimulatedServer.this);
      }

      @Override
      public void onReserved() {
        faults.onReserved(SimulatedServer.this);
      }

      @Override
      public void onZoneEvent() {
        faults.onZoneEvent(SimulatedServer.this);
      }

      @Override
      public boolean garblesClaim() {
        return faults.garblesClaim(SimulatedServer.this);
      }
    }
  }

  SimulatedServer(
      int index,
      SimulatedRedis redis,
      VirtualTime time,
      SplittableRandom random,
      WorldContent content,
      LoadCheck loadCheck,
      Compositions compositions,
      Faults faults) {
    this.index = index;
    this.redis = redis;
    this.time = time;
    this.random = random;
    this.content = content;
    this.loadCheck = loadCheck;
    this.compositions = compositions;
    this.faults = faults;
    vaultConfig =
        new VaultConfig(
            String.valueOf((char) ('a' + index)),
            60_000,
            5_000,
            10_000,
            3_000,
            5_000,
            100,
            5_000,
            64,
            2,
            32,
            1_024,
            10_000,
            64);
  }

  int index() {
    return index;
  }

  // ---- faults

  void standStill(long ms) {
    redis.trace().add(TraceEvent.FAULT_PAUSE, index, ms, 0, 0);
    standsStillUntilMs = Math.max(standsStillUntilMs, time.elapsedMs() + ms);
  }

  boolean standsStill() {
    return time.elapsedMs() < standsStillUntilMs;
  }

  /**
   * kill -9.
   *
   * @param startAgainMs when it is started again
   */
  void crash(long startAgainMs) {
    Run died = run;
    if (died != null) {
      redis.trace().add(TraceEvent.FAULT_CRASH, index);
      compositions.clear();
      SimulatedLink link = died.store.newestLink();
      if (link != null) {
        link.cut(faults.cut(), faults.lateMs());
      }
      run = null;
    }
    standsStillUntilMs = 0;
    startsAtMs = time.elapsedMs() + startAgainMs;
  }

  void takesNothing(long ms) {
    redis.trace().add(TraceEvent.FAULT_FULL, index, ms, 0, 0);
    takesNothingUntilMs = time.elapsedMs() + ms;
  }

  /** Everything that disturbs it is over. */
  void heal() {
    standsStillUntilMs = 0;
    takesNothingUntilMs = 0;
    startsAtMs = Math.min(startsAtMs, time.elapsedMs());
    Run current = run;
    if (current != null) {
      current.store.unreachableUntil(0);
      SimulatedLink link = current.store.newestLink();
      if (link != null) {
        link.heal();
      }
    }
  }

  @Nullable SimulatedStore store() {
    Run current = run;
    return current == null ? null : current.store;
  }

  // ---- life

  /** Is there a process that could be talked to? */
  boolean isRunning() {
    return run != null;
  }

  /** Counts starts: whoever was connected to an earlier one is not any more. */
  long runs() {
    return runs;
  }

  /** What players say to its world; false when it takes nothing. */
  boolean say(UnsafeBuffer buffer, int lengthBytes) {
    Run current = run;
    return current != null && current.toWorld.offer(buffer, 0, lengthBytes);
  }

  /** Hands on what its world says to players. */
  void hear(MessageHandler handler) {
    Run current = run;
    if (current != null && !standsStill()) {
      current.toPlayers.poll(handler, GATEWAY_MESSAGES);
    }
  }

  /** A part of a tick's time: the vault works. */
  void work() {
    Run current = run;
    if (current == null) {
      if (time.elapsedMs() >= startsAtMs && !faults.isPowerOff()) {
        runs++;
        run = new Run();
        redis.trace().add(TraceEvent.START, index, runs, 0, 0);
      }
      return;
    }
    for (int i = 0; i < VAULT_STEPS && !standsStill(); i++) {
      if (current.vault.doWork() == 0) {
        break;
      }
    }
    check(current);
  }

  /** One tick of the world. */
  void tick() {
    Run current = run;
    if (current != null && !standsStill()) {
      current.world.tick();
    }
  }

  private void check(Run current) {
    if (!standsStill()
        && current.vault.linkState() == LinkState.READY
        && !redis.monitor().hasLease(current.vault.incarnation())
        && !faults.isLeaseForced(current.vault.incarnation())) {
      throw new Violation(
          Invariant.NO_ACT_WITHOUT_LEASE,
          "a server is ready to act and has no lease: server=" + (char) ('a' + index));
    }
    Alarms.check(current.vault, redis, faults);
  }

  // ---- orderly stop

  /** Nobody may enter any more; everybody is saved. */
  void close() {
    Run current = run;
    if (current != null) {
      redis.trace().add(TraceEvent.CLOSES, index);
      UnsafeBuffer buffer =
          new UnsafeBuffer(
              new byte[MessageHeaderEncoder.ENCODED_LENGTH + CloseEncoder.BLOCK_LENGTH]);
      new CloseEncoder()
          .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
          .unused((short) 0);
      current.toWorld.offer(buffer, 0, buffer.capacity());
    }
  }

  /** Returns whether both are closed; closes the vault after the world. */
  boolean isClosed() {
    Run current = Objects.requireNonNull(run);
    if (!current.world.isClosed()) {
      return false;
    }
    current.vault.requestClose();
    return current.vault.isClosed();
  }

  /** What counts its world and its vault, for reports and rules. */
  @Nullable VaultAgent vault() {
    Run current = run;
    return current == null ? null : current.vault;
  }

  @Nullable World world() {
    Run current = run;
    return current == null ? null : current.world;
  }

  /** The scene is over. */
  void end() {
    compositions.clear();
    run = null;
  }
}
