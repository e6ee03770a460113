package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.composition.Compositions;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.world.World;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.record.sbe.PlayerBodyDecoder;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.vault.VaultAgent;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seed: a time of faults, then a minute in which everything must come right again, then an
 * orderly stop. Used by one thread, for one seed after the other.
 */
public final class Simulation implements AutoCloseable {
  private static final int PARTS_OF_A_TICK = 3;
  private static final long LIVENESS_MS = 60_000;
  private static final long STOP_MS = 20_000;
  private static final long BOARDS_EVERY_MS = 2_000;
  private static final int COINS_EACH = 40;
  private static final int LAST_EVENTS = 100;
  private static final int STARTING_HP = 50;

  /** Until everybody has been told of what changed last. */
  private static final int STEPS_TO_SEE = 10;

  /** Longer than a server waits for an answer. */
  private static final long SIGHT_MS = 6_000;

  private final WorldContent content = SimulatedContent.read();
  private final LoadCheck loadCheck = LoadCheck.against(content);

  /** Of each server, for all its runs: making one takes longer than a whole seed. */
  private final List<Compositions> compositions = new ArrayList<>();

  /** A simulation of the yard. */
  public Simulation() {
    for (int i = 0; i < SimulationOptions.MAX_SERVERS; i++) {
      compositions.add(new Compositions());
    }
  }

  @Override
  public void close() {
    compositions.forEach(Compositions::close);
  }

  /** Runs a seed as it chooses its own circumstances. */
  public SimulationResult run(long seed) {
    return run(seed, SimulationOptions.of(seed), null, null);
  }

  /**
   * The same, told as it happens.
   *
   * @param out gets every event; null: nobody
   */
  public SimulationResult run(long seed, @Nullable PrintWriter out) {
    return run(seed, SimulationOptions.of(seed), out, null);
  }

  /**
   * Runs a seed beside a real store: every answer and all that is kept must be the same. What only
   * the mode everysec can lose is left out.
   *
   * @param beside emptied first; answers in far less than a lease
   */
  public SimulationResult runBeside(long seed, Store beside) {
    SimulationOptions chosen = SimulationOptions.of(seed);
    SimulationOptions kept =
        new SimulationOptions(
            chosen.servers(), chosen.bots(), false, chosen.faultMs(), chosen.armed());
    return run(seed, kept, null, beside);
  }

  /**
   * Runs a seed.
   *
   * @param out gets every event as it happens; null: nobody
   * @param beside gets every command as well and is emptied before; null: nobody
   */
  SimulationResult run(
      long seed, SimulationOptions options, @Nullable PrintWriter out, @Nullable Store beside) {
    Scene scene = new Scene(seed, options, out);
    StoreTwin twin = beside == null ? null : new StoreTwin(beside, scene.redis);
    if (twin != null) {
      scene.redis.twin(twin);
    }
    String violation = null;
    String explanation = "";
    List<String> lastEvents = List.of();
    long compared = 0;
    try {
      scene.play();
      if (twin != null) {
        compared = twin.finish(scene.redis, options.bots());
      }
    } catch (Violation e) {
      violation = e.invariant().name();
      explanation = e.getMessage() + " (" + e.invariant().rule() + ")";
    } catch (RuntimeException e) {
      Violation within = Failures.violationIn(e);
      violation = (within == null ? Invariant.NO_EXCEPTION : within.invariant()).name();
      explanation = within == null ? Failures.words(e) : String.valueOf(within.getMessage());
    } finally {
      scene.servers.forEach(SimulatedServer::end);
      if (twin != null) {
        twin.close();
      }
    }
    if (violation != null) {
      lastEvents = scene.trace.last(LAST_EVENTS);
    }
    OperationBook operations = scene.redis.monitor().operations();
    return new SimulationResult(
        seed,
        scene.trace.hash(),
        violation,
        explanation,
        lastEvents,
        scene.trace.count(),
        operations.acknowledgedCount(),
        operations.lostCount(),
        scene.time.elapsedMs(),
        compared);
  }

  /** Everything that one seed needs. */
  private final class Scene {
    final VirtualTime time = new VirtualTime();
    final SplittableRandom random;
    final SimulationOptions options;
    final Trace trace;
    final SimulatedRedis redis;
    final Faults faults;
    final List<SimulatedServer> servers = new ArrayList<>();
    final List<Bot> bots = new ArrayList<>();
    final PlayerEar ear = new PlayerEar();
    final Bot stranger;
    long nextBoardsMs;

    Scene(long seed, SimulationOptions options, @Nullable PrintWriter out) {
      this.options = options;
      random = new SplittableRandom(seed);
      trace = new Trace(time, out);
      redis = new SimulatedRedis(time, random.split(), trace, options.isEverySecond());
      faults = new Faults(options, random.split(), redis);
      for (int i = 0; i < options.servers(); i++) {
        servers.add(
            new SimulatedServer(
                i, redis, time, random.split(), content, loadCheck, compositions.get(i), faults));
      }
      Frames frames = new Frames();
      Bot.SessionIds sessionIds = new Bot.SessionIds();
      for (int i = 1; i <= options.bots(); i++) {
        bots.add(new Bot(i, bots, servers, redis, faults, random.split(), frames, ear, sessionIds));
      }
      stranger =
          new Bot(
              options.bots() + 1,
              bots,
              servers,
              redis,
              faults,
              random.split(),
              frames,
              ear,
              sessionIds);
      found();
    }

    /** Records of players who were never in, each with a few coins and one item of its own. */
    private void found() {
      PlayerCodec codec = new PlayerCodec();
      PlayerRecord born = new PlayerRecord();
      for (Bot bot : bots) {
        long item = redis.memory().reserve(Keys.ITEM_IDS, 1).join();
        born.playerId = bot.playerId();
        born.name = Bot.nameOf(bot.playerId());
        born.state.clear();
        born.state.coins = COINS_EACH;
        born.state.hp = STARTING_HP;
        born.state.inventory.set(0, SimulatedContent.DAGGER, 1, item);
        born.state.inventory.set(1, SimulatedContent.APPLE, 2, 0);
        redis.memory().overwrite(Keys.player(bot.playerId()), codec.encode(born, Fence.NEW));
        redis.monitor().begin(bot.playerId());
      }
      foundNewer(codec, born);
      redis.remember();
    }

    /** One more record, of a version that no server knows, and somebody who wants it. */
    private void foundNewer(PlayerCodec codec, PlayerRecord born) {
      born.playerId = stranger.playerId();
      byte[] record = codec.encode(born, Fence.NEW);
      new RecordHeader()
          .write(record, RecordKind.PLAYER, PlayerBodyDecoder.SCHEMA_VERSION + 1, Fence.NEW);
      redis.memory().overwrite(Keys.player(born.playerId), record);
      redis.monitor().leaveAlone(Keys.player(born.playerId));
    }

    void play() {
      while (time.elapsedMs() < options.faultMs()) {
        step();
      }
      if (options.faultMs() == 0) {
        while (time.elapsedMs() < LIVENESS_MS / 2) {
          step();
        }
      }
      faults.end(servers);
      bots.forEach(Bot::stay);
      long endsMs = time.elapsedMs() + LIVENESS_MS;
      while (!bots.stream().allMatch(Bot::isSettled)
          || !servers.stream().allMatch(SimulatedServer::isRunning)) {
        if (time.elapsedMs() > endsMs) {
          throw new Violation(
              Invariant.LIVENESS,
              bots.stream()
                  .filter(bot -> !bot.isSettled())
                  .map(Bot::complaint)
                  .reduce((a, b) -> a + "; " + b)
                  .orElse("nobody"));
        }
        step();
      }
      for (int i = 0; i < STEPS_TO_SEE; i++) {
        step();
      }
      checkAll();
      checkSight();
      stop();
      checkAll();
    }

    private void step() {
      long startMs = time.elapsedMs();
      faults.step(servers, SimulatedServer.TICK_MS);
      for (int part = 1; part <= PARTS_OF_A_TICK; part++) {
        redis.runUntil(startMs + (long) SimulatedServer.TICK_MS * part / PARTS_OF_A_TICK);
        for (SimulatedServer server : servers) {
          server.work();
        }
      }
      for (Bot bot : bots) {
        bot.act();
      }
      stranger.act();
      for (SimulatedServer server : servers) {
        server.tick();
        server.hear(ear);
        checkWorld(server);
      }
      if (time.elapsedMs() >= nextBoardsMs) {
        nextBoardsMs = time.elapsedMs() + BOARDS_EVERY_MS;
        redis.monitor().checkBoards();
      }
    }

    private void checkWorld(SimulatedServer server) {
      World world = server.world();
      if (world != null
          && (world.counters().get(WorldCounter.FAULTS) != 0
              || world.counters().get(WorldCounter.MALFORMED_MESSAGES) != 0)) {
        List<Throwable> distinct = world.faults().distinct();
        throw new Violation(
            Invariant.NO_ALARM,
            distinct.isEmpty()
                ? "the world counted a malformed message"
                : "the world survived a bug: " + Failures.words(distinct.get(0)));
      }
    }

    private void checkAll() {
      redis.monitor().checkRecords();
      redis.monitor().checkLeftAlone();
      redis.monitor().checkBoards();
      redis.monitor().operations().check();
    }

    /** Who plays where the zone is held sees just what the store says lies there. */
    private void checkSight() {
      int stored = redis.memory().readZone(SimulatedContent.ZONE).join().entries().size();
      for (SimulatedServer server : servers) {
        VaultAgent vault = server.vault();
        if (vault == null
            || !redis.monitor().holdsZone(SimulatedContent.ZONE, vault.incarnation(), SIGHT_MS)
            || stored > SimulatedServer.MAX_NEAR - bots.size()) {
          continue;
        }
        for (Bot bot : bots) {
          if (bot.hasLookedAround(server) && bot.itemsInSight() != stored) {
            throw new Violation(
                Invariant.GROUND_AS_STORED,
                "player="
                    + bot.playerId()
                    + " sees "
                    + bot.itemsInSight()
                    + " things on the ground, stored are "
                    + stored);
          }
        }
      }
    }

    private void stop() {
      servers.forEach(SimulatedServer::close);
      long endsMs = time.elapsedMs() + STOP_MS;
      while (!servers.stream().allMatch(SimulatedServer::isClosed)) {
        if (time.elapsedMs() > endsMs) {
          throw new Violation(Invariant.ORDERLY_STOP, "a server doesn't come to its end");
        }
        step();
      }
      for (Bot bot : bots) {
        if (!redis.monitor().shadow(bot.playerId()).fence().released()) {
          throw new Violation(
              Invariant.ORDERLY_STOP, "a record is not released: player=" + bot.playerId());
        }
      }
      if (!redis.monitor().isZoneFree(SimulatedContent.ZONE)) {
        throw new Violation(
            Invariant.ORDERLY_STOP, "the zone is neither released nor without an owner");
      }
    }
  }

  /** Words for what should never have been thrown. */
  private static final class Failures {
    private Failures() {}

    /** A violation that production code has caught as if it were a bug of its own, or null. */
    static @Nullable Violation violationIn(Throwable failure) {
      Throwable cause = failure;
      while (cause != null && !(cause instanceof Violation)) {
        cause = cause.getCause();
      }
      return (Violation) cause;
    }

    static String words(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = Objects.requireNonNull(cause.getCause());
      }
      StackTraceElement[] where = cause.getStackTrace();
      StringBuilder words = new StringBuilder(cause.toString());
      for (int i = 0; i < Math.min(6, where.length); i++) {
        words.append(" <- ").append(where[i]);
      }
      return words.toString();
    }
  }
}
