package dev.keepstone.net.bot;

import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.GameClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A crowd of bots on one thread: all get in (a few at a time, as password hashing takes a while),
 * play for the given time, and leave in order.
 */
public final class BotSwarm {
  /** Told about once a second. */
  @FunctionalInterface
  public interface Progress {
    void onProgress(Phase phase, int playing, int failed, long secondsLeft);
  }

  /** What the swarm does now. */
  public enum Phase {
    ENTERING,
    PLAYING,
    LEAVING
  }

  private static final int ENTERING_AT_ONCE = 16;
  private static final long IDLE_NS = 500_000L;
  private static final long LEAVE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
  private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(1);

  /** Longer round trips than a minute are counted as a minute. */
  private static final long MAX_ROUND_TRIP_US = TimeUnit.MINUTES.toMicros(1);

  private final BotConfig config;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final @Nullable BotLedger ledger;
  private final OperationCounts operations = new OperationCounts();
  private final List<Bot> bots = new ArrayList<>();
  private final Histogram roundTripsUs = new Histogram(MAX_ROUND_TRIP_US, 3);
  private long nextProgressNs = System.nanoTime();

  /**
   * @param connector makes a client of the server that calls the given handler
   * @param stop asked often; true ends the run early, in order
   */
  public BotSwarm(
      BotConfig config,
      Function<ClientHandler, GameClient> connector,
      BooleanSupplier stop,
      Progress progress) {
    this(config, connector, stop, progress, null);
  }

  /**
   * @param ledger where all that is acknowledged is written, null: nowhere. Closed by the caller
   */
  public BotSwarm(
      BotConfig config,
      Function<ClientHandler, GameClient> connector,
      BooleanSupplier stop,
      Progress progress,
      @Nullable BotLedger ledger) {
    this.config = config;
    this.stop = stop;
    this.progress = progress;
    this.ledger = ledger;
    roundTripsUs.setAutoResize(false);
    for (int i = 0; i < config.count(); i++) {
      OperationWatch watch = new OperationWatch(operations);
      bots.add(
          new Bot(
              config.nameOf(i),
              config.passwordOf(i),
              config.mindOf(i, watch),
              watch,
              roundTripsUs,
              ledger,
              connector));
    }
  }

  /** Runs to the end on the calling thread. */
  public BotReport run() {
    try {
      enter();
      play();
      leave();
      return report();
    } finally {
      bots.forEach(Bot::close);
    }
  }

  private void enter() {
    while (!stop.getAsBoolean()) {
      long nowNs = System.nanoTime();
      int entering = 0;
      int pending = 0;
      for (Bot bot : bots) {
        Bot.State state = bot.state();
        boolean waits = state == Bot.State.WAITING || state == Bot.State.ENTERING;
        pending += waits ? 1 : 0;
        if (waits && !bot.isStarted() && entering < ENTERING_AT_ONCE) {
          bot.start(nowNs, nowNs + TimeUnit.SECONDS.toNanos(config.enterTimeoutSeconds()));
        }
        entering += waits && bot.isStarted() ? 1 : 0;
      }
      if (pending == 0) {
        return;
      }
      cycle(nowNs, Phase.ENTERING, 0);
    }
  }

  private void play() {
    long startNs = System.nanoTime();
    while (!stop.getAsBoolean() && isAnyoneActive()) {
      long nowNs = System.nanoTime();
      long secondsGone = TimeUnit.NANOSECONDS.toSeconds(nowNs - startNs);
      if (secondsGone >= config.seconds()) {
        return;
      }
      cycle(nowNs, Phase.PLAYING, config.seconds() - secondsGone);
    }
  }

  private void leave() {
    bots.forEach(Bot::leave);
    long deadlineNs = System.nanoTime() + LEAVE_TIMEOUT_NS;
    while (count(Bot.State.LEAVING) > 0) {
      long nowNs = System.nanoTime();
      if (nowNs - deadlineNs >= 0) {
        bots.forEach(Bot::abandon);
        return;
      }
      cycle(nowNs, Phase.LEAVING, TimeUnit.NANOSECONDS.toSeconds(deadlineNs - nowNs));
    }
  }

  private void cycle(long nowNs, Phase phase, long secondsLeft) {
    int work = 0;
    for (Bot bot : bots) {
      work += bot.poll(nowNs);
    }
    if (ledger != null) {
      ledger.sync();
    }
    if (nowNs - nextProgressNs >= 0) {
      nextProgressNs = nowNs + PROGRESS_NS;
      progress.onProgress(phase, count(Bot.State.PLAYING), count(Bot.State.FAILED), secondsLeft);
    }
    if (work == 0) {
      LockSupport.parkNanos(IDLE_NS);
    }
  }

  private boolean isAnyoneActive() {
    for (Bot bot : bots) {
      if (bot.isActive()) {
        return true;
      }
    }
    return false;
  }

  private int count(Bot.State state) {
    int count = 0;
    for (Bot bot : bots) {
      count += bot.state() == state ? 1 : 0;
    }
    return count;
  }

  private BotReport report() {
    List<String> problems = new ArrayList<>();
    List<BotReport.BotState> states = new ArrayList<>();
    int logins = 0;
    int dropped = 0;
    int saved = 0;
    long moves = 0;
    long updates = 0;
    for (Bot bot : bots) {
      boolean failed = bot.state() == Bot.State.FAILED;
      if (failed) {
        problems.add(bot.problem());
      }
      logins += bot.entered() ? 1 : 0;
      dropped += bot.entered() && failed ? 1 : 0;
      moves += bot.moves();
      updates += bot.updates();
      states.add(bot.report());
      saved += bot.report().saved() ? 1 : 0;
    }
    return new BotReport(
        bots.size(),
        logins,
        dropped,
        moves,
        updates,
        roundTripsUs.getValueAtPercentile(50),
        roundTripsUs.getValueAtPercentile(99),
        saved,
        operations.report(),
        problems,
        states);
  }
}
