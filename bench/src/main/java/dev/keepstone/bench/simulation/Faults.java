package dev.keepstone.bench.simulation;

import dev.keepstone.bench.simulation.SimulationOptions.Armed;
import dev.keepstone.persistence.record.Incarnation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What goes wrong, and when: decided by the seed, step by step. */
final class Faults {
  /** Garbage collections, suspended machines. */
  static final int LONGEST_PAUSE_MS = 90_000;

  private static final int PILE_UP_MS = 900;

  /** About as long as a store that syncs once a second may lose what it was told. */
  private static final int REMEMBERS_MS = 1_500;

  private static final int REMEMBERS_WHEN_BUSY_MS = 12_000;

  private static final int CALM_INTERVAL_MS = 8_000;
  private static final int[] MEAN_INTERVALS_MS = {800, 2_000, 6_000, 20_000};

  private final SimulationOptions options;
  private final SplittableRandom random;
  private final SimulatedRedis redis;
  private final int meanIntervalMs;
  private final Set<Incarnation> forced = new HashSet<>();
  private final long[] disturbedUntilMs;
  private long powerBackMs;
  private boolean isOver;
  private boolean losesConfirmed;

  Faults(SimulationOptions options, SplittableRandom random, SimulatedRedis redis) {
    this.options = options;
    this.random = random;
    this.redis = redis;
    int interval = MEAN_INTERVALS_MS[random.nextInt(MEAN_INTERVALS_MS.length)];
    meanIntervalMs = options.isArmed(Armed.CALM_CRASHES) ? CALM_INTERVAL_MS : interval;
    redis.slow(options.isArmed(Armed.CALM_CRASHES));
    redis.syncsSlowly(options.isArmed(Armed.STORE_GOES_BACK));
    disturbedUntilMs = new long[options.servers()];
    isOver = options.faultMs() == 0;
  }

  /** Whether the store may have lost something that it had confirmed. */
  boolean losesConfirmed() {
    return losesConfirmed;
  }

  boolean isPowerOff() {
    return redis.nowMs() < powerBackMs;
  }

  /** Whether that run's lease was taken from it, and it can't know yet. */
  boolean isLeaseForced(Incarnation incarnation) {
    return losesConfirmed || forced.contains(incarnation);
  }

  /** Whether players go elsewhere without a word, to where their records are taken by force. */
  boolean takesByForce() {
    return options.isArmed(Armed.TAKEN_BY_FORCE);
  }

  /** Whether players rest for long, so that what they did last must be saved. */
  boolean lettingRest() {
    return options.isArmed(Armed.CALM_CRASHES) && !isOver;
  }

  /** Whether nothing has come between this server and its store since then. */
  boolean wasUndisturbed(int server, long sinceMs) {
    return disturbedUntilMs[server] < sinceMs;
  }

  private void disturb(int server, long untilMs) {
    disturbedUntilMs[server] = Math.max(disturbedUntilMs[server], untilMs);
  }

  private void disturbAll(long untilMs) {
    for (int i = 0; i < disturbedUntilMs.length; i++) {
      disturb(i, untilMs);
    }
  }

  SimulatedLink.Cut cut() {
    SimulatedLink.Cut[] all = SimulatedLink.Cut.values();
    return options.isArmed(Armed.LATE_COMMANDS) && random.nextInt(3) != 0
        ? SimulatedLink.Cut.LATE
        : all[random.nextInt(all.length - 1)];
  }

  /** For commands of dead links: seconds, sometimes a minute. */
  long lateMs() {
    return random.nextInt(4) == 0 ? 5_000 + random.nextInt(70_000) : 200 + random.nextInt(8_000);
  }

  /** A save or a commit was just handed to the network. */
  void onWrite(SimulatedServer server) {
    if (!isOver && options.isArmed(Armed.PAUSE_AFTER_SEND) && random.nextInt(25) == 0) {
      if (random.nextInt(4) == 0) {
        redis.at(redis.nowMs(), () -> server.crash(restartMs()));
      } else {
        pause(server);
      }
    }
  }

  /** Ids were reserved: sometimes the store dies before that is on disk. */
  void onReserved(SimulatedServer server) {
    if (isOver || !options.isArmed(Armed.STORE_GOES_BACK)) {
      return;
    }
    switch (random.nextInt(12)) {
      case 0, 1 -> dieIn(random.nextInt(REMEMBERS_MS));
      case 2 -> dieIn(random.nextInt(REMEMBERS_WHEN_BUSY_MS));
      case 3 -> {
        // Nor will it notice that the store has died.
        SimulatedStore store = server.store();
        SimulatedLink link = store == null ? null : store.newestLink();
        if (link != null) {
          redis.at(redis.nowMs() + 10, () -> link.cut(SimulatedLink.Cut.HALF_OPEN, 0));
          dieIn(random.nextInt(REMEMBERS_MS));
        }
      }
      default -> {}
    }
  }

  /** A zone event was executed: sometimes its answer is lost. */
  void onZoneEvent(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (link != null && !isOver && options.isArmed(Armed.LOST_ANSWERS) && random.nextInt(3) != 0) {
      disturb(server.index(), redis.nowMs() + 20_000);
      redis.at(redis.nowMs(), () -> link.cut(SimulatedLink.Cut.AFTER, 0));
    }
  }

  /** Whether the answer to a claim makes no sense. */
  boolean garblesClaim(SimulatedServer server) {
    boolean garbles = !isOver && options.isArmed(Armed.LOST_ANSWERS) && random.nextInt(4) == 0;
    if (garbles) {
      disturb(server.index(), redis.nowMs() + 10_000);
    }
    return garbles;
  }

  private void dieIn(long ms) {
    redis.at(
        redis.nowMs() + ms,
        () -> {
          if (!isOver) {
            stopRedis(true, 100 + random.nextInt(1_000));
          }
        });
  }

  private long restartMs() {
    return 300L + random.nextInt(random.nextInt(5) == 0 ? 70_000 : 4_000);
  }

  private void pause(SimulatedServer server) {
    long ms =
        random.nextInt(3) == 0 ? random.nextInt(LONGEST_PAUSE_MS) : 200 + random.nextInt(8_000);
    disturb(server.index(), redis.nowMs() + ms + 6_000);
    server.standStill(ms);
  }

  /** One step of virtual time. */
  void step(List<SimulatedServer> servers, long stepMs) {
    forced.removeIf(redis.monitor()::hasLease);
    if (!isOver && random.nextInt(meanIntervalMs) < stepMs) {
      SimulatedServer server = servers.get(random.nextInt(servers.size()));
      if (options.isArmed(Armed.CALM_CRASHES)) {
        server.crash(restartMs());
      } else if (options.isArmed(Armed.TAKEN_BY_FORCE) && random.nextInt(3) == 0) {
        takeLease(server);
      } else if (options.isArmed(Armed.LATE_COMMANDS) && random.nextInt(2) == 0) {
        cutWithMuchOnItsWay(server);
      } else if (options.isArmed(Armed.STORE_GOES_BACK) && random.nextInt(3) == 0) {
        stopRedis(true, 100 + random.nextInt(1_000));
      } else {
        strike(server, servers);
      }
    }
  }

  private void strike(SimulatedServer server, List<SimulatedServer> servers) {
    switch (random.nextInt(22)) {
      case 0, 1, 2 -> pause(server);
      case 3, 4 -> server.crash(restartMs());
      case 5, 6, 7, 8, 9 -> cut(server);
      case 10, 11, 12, 13 -> stall(server);
      case 14 -> stopRedis(false, 200 + random.nextInt(20_000));
      case 15 -> stopRedis(true, 200 + random.nextInt(5_000));
      case 16 -> {
        SimulatedRedis.Refusal[] all = SimulatedRedis.Refusal.values();
        long ms = 500L + random.nextInt(12_000);
        disturbAll(redis.nowMs() + ms + 8_000);
        redis.refuse(all[1 + random.nextInt(all.length - 1)], redis.nowMs() + ms);
      }
      case 17 -> powerCut(servers);
      case 18 -> takeLease(server);
      case 19, 20 -> garble(server);
      default -> {
        long ms = 200L + random.nextInt(6_000);
        disturb(server.index(), redis.nowMs() + ms + 4_000);
        server.takesNothing(ms);
      }
    }
  }

  private void cut(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (store == null || link == null) {
      return;
    }
    SimulatedLink.Cut how = random.nextInt(5) == 0 ? SimulatedLink.Cut.HALF_OPEN : cut();
    disturb(server.index(), redis.nowMs() + 20_000);
    redis
        .trace()
        .add(TraceEvent.FAULT_LINK, server.index(), link.identity().linkNumber(), code(how), 0);
    link.cut(how, lateMs());
    if (random.nextInt(3) == 0) {
      store.unreachableUntil(redis.nowMs() + random.nextInt(15_000));
    }
  }

  /** Commands pile up for a moment before the link is cut, and are executed later. */
  private void cutWithMuchOnItsWay(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (link != null) {
      disturb(server.index(), redis.nowMs() + 20_000);
      link.stall(redis.nowMs() + PILE_UP_MS, 0);
      redis
          .trace()
          .add(
              TraceEvent.FAULT_LINK,
              server.index(),
              link.identity().linkNumber(),
              code(SimulatedLink.Cut.LATE),
              PILE_UP_MS);
      redis.at(redis.nowMs() + PILE_UP_MS - 1, () -> link.cut(SimulatedLink.Cut.LATE, lateMs()));
    }
  }

  @SuppressWarnings("EnumOrdinal") // for the trace, in memory only
  private static int code(Enum<?> constant) {
    return constant.ordinal();
  }

  private void stall(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (link == null) {
      return;
    }
    long commandsMs = random.nextBoolean() ? random.nextInt(12_000) : 0;
    long repliesMs = random.nextBoolean() ? random.nextInt(60_000) : random.nextInt(4_000);
    disturb(server.index(), redis.nowMs() + Math.max(commandsMs, repliesMs) + 15_000);
    redis
        .trace()
        .add(
            TraceEvent.FAULT_STALL,
            server.index(),
            link.identity().linkNumber(),
            commandsMs,
            repliesMs);
    link.stall(redis.nowMs() + commandsMs, redis.nowMs() + repliesMs);
  }

  private void garble(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (link != null) {
      disturb(server.index(), redis.nowMs() + 10_000);
      link.garbleNext();
    }
  }

  private void stopRedis(boolean loses, long ms) {
    if (!redis.isUp()) {
      return;
    }
    disturbAll(redis.nowMs() + ms + 15_000);
    losesConfirmed |= loses && options.isEverySecond();
    redis.trace().add(TraceEvent.FAULT_REDIS_DOWN, -1, ms, loses ? 1 : 0, 0);
    redis.stop();
    redis.at(redis.nowMs() + ms, () -> comeBack(loses));
  }

  private void comeBack(boolean loses) {
    if (!redis.isUp()) {
      redis.start(loses);
    }
  }

  private void powerCut(List<SimulatedServer> servers) {
    long ms = 1_000L + random.nextInt(5_000);
    redis.trace().add(TraceEvent.FAULT_POWER, -1);
    powerBackMs = redis.nowMs() + ms;
    stopRedis(true, ms);
    servers.forEach(server -> server.crash(ms + random.nextInt(3_000)));
  }

  private void takeLease(SimulatedServer server) {
    SimulatedStore store = server.store();
    SimulatedLink link = store == null ? null : store.newestLink();
    if (link != null && redis.monitor().hasLease(link.identity().incarnation())) {
      redis.trace().add(TraceEvent.FAULT_LEASE, server.index());
      disturb(server.index(), redis.nowMs() + 20_000);
      forced.add(link.identity().incarnation());
      link.expireLease();
    }
  }

  /** Whether there never were any. */
  boolean isQuiet() {
    return options.faultMs() == 0;
  }

  boolean isOver() {
    return isOver;
  }

  /** Everything is put right, and nothing goes wrong any more. */
  void end(List<SimulatedServer> servers) {
    isOver = true;
    redis.trace().add(TraceEvent.FAULTS_END, -1);
    powerBackMs = 0;
    if (!redis.isUp()) {
      redis.start(false);
    }
    redis.refuse(SimulatedRedis.Refusal.NONE, 0);
    servers.forEach(SimulatedServer::heal);
  }
}
