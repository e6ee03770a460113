package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.TradeView;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One bot: gets in (registers, or logs in when its name is there already), does what its mind
 * wants, leaves. When its session is cut it comes back, with its token or its password. Stepped by
 * the swarm's thread.
 */
final class Bot implements ClientHandler {
  /** What the bot waits for. */
  enum State {
    /** its turn, or the end of a pause before the next try */
    WAITING,
    /** a server that answers, then the answer to register or login */
    ENTERING,
    /** the end of the run */
    PLAYING,
    /** the server's farewell */
    LEAVING,
    /** nothing: it left in order */
    DONE,
    /** nothing: it never got in, or was dropped */
    FAILED
  }

  private static final long STEP_NS = 50_000_000L;
  private static final long RETRY_PAUSE_NS = 500_000_000L;

  /** How long a bot tries to come back after its session was cut. */
  private static final long COMEBACK_NS = 60_000_000_000L;

  private final String name;
  private final char[] password;
  private final Function<ClientHandler, GameClient> connector;
  private final BotMind mind;
  private final OperationWatch watch;
  private final RoundTrips roundTrips;
  private final @Nullable BotLedger ledger;

  private State state = State.WAITING;
  private @Nullable GameClient client;
  private @Nullable Comeback comeback;
  private boolean loginInstead;
  private boolean tokenIsBad;
  private long nowNs;
  private long nextStepNs;
  private long retryAtNs;
  private long enterDeadlineNs;
  private boolean entered;
  private String lastProblem = "";
  private long playerId;
  private long moves;
  private long updates;
  private float enteredX;
  private float enteredY;
  private float x;
  private float y;
  private String farewell = "";
  private boolean saved;

  Bot(
      String name,
      char[] password,
      BotMind mind,
      OperationWatch watch,
      Histogram roundTripsUs,
      @Nullable BotLedger ledger,
      Function<ClientHandler, GameClient> connector) {
    this.name = name;
    this.password = password;
    this.connector = connector;
    this.mind = mind;
    this.watch = watch;
    this.roundTrips = new RoundTrips(roundTripsUs);
    this.ledger = ledger;
    loginInstead = ledger != null && ledger.knows(name);
  }

  State state() {
    return state;
  }

  /** Starts getting in; the bot gives up at the deadline. */
  void start(long nowNs, long enterDeadlineNs) {
    this.nowNs = nowNs;
    this.enterDeadlineNs = enterDeadlineNs;
    connect();
  }

  boolean isStarted() {
    return enterDeadlineNs != 0;
  }

  /** One duty cycle. Returns work done. */
  int poll(long nowNs) {
    this.nowNs = nowNs;
    int work = client == null ? 0 : client.poll(nowNs);
    switch (state) {
      case WAITING -> {
        if (isStarted() && nowNs - retryAtNs >= 0) {
          retry();
        }
      }
      case ENTERING -> {
        if (nowNs - enterDeadlineNs >= 0) {
          fail("did not get in: " + (lastProblem.isEmpty() ? "no answer" : lastProblem));
        }
      }
      case PLAYING -> {
        if (nowNs - nextStepNs >= 0) {
          nextStepNs = Math.max(nextStepNs + STEP_NS, nowNs - STEP_NS);
          step();
          work++;
        }
      }
      case LEAVING, DONE, FAILED -> {}
    }
    return work;
  }

  /** Asks to leave; a bot that is not in the world is done at once. */
  void leave() {
    if (state == State.PLAYING) {
      state = State.LEAVING;
      if (client != null) {
        client.leave();
      }
    } else if (state == State.WAITING || state == State.ENTERING) {
      fail("the run ended before it was in" + (lastProblem.isEmpty() ? "" : ": " + lastProblem));
    }
  }

  /** Ends without a farewell. */
  void abandon() {
    if (state == State.LEAVING) {
      fail("no farewell from the server");
    }
  }

  void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  /** Whether it plays, or is on its way back to playing. */
  boolean isActive() {
    return state == State.PLAYING || (comeback != null && state != State.FAILED);
  }

  boolean entered() {
    return entered;
  }

  long moves() {
    return moves;
  }

  long updates() {
    return updates;
  }

  String problem() {
    return state == State.FAILED ? name + ": " + lastProblem : "";
  }

  BotReport.BotState report() {
    return new BotReport.BotState(name, playerId, enteredX, enteredY, x, y, farewell, saved);
  }

  private void connect() {
    state = State.ENTERING;
    client = connector.apply(this);
  }

  private void retry() {
    if (nowNs - enterDeadlineNs >= 0) {
      fail("did not get in: " + lastProblem);
    } else if (client == null) {
      connect();
    } else {
      state = State.ENTERING;
      ask();
    }
  }

  private void ask() {
    if (client == null) {
      return;
    }
    boolean sent;
    if (comeback != null && !tokenIsBad) {
      sent = client.resume(comeback);
    } else if (loginInstead) {
      // Who keeps a ledger may have been killed: an older session of this bot is nobody else's.
      sent = client.login(name, password, ledger != null);
    } else {
      sent = client.register(name, password);
    }
    if (!sent) {
      pause("the connection takes nothing");
    }
  }

  private void step() {
    if (client == null) {
      return;
    }
    int sequence = mind.step(client, x, y, nowNs);
    if (sequence > 0) {
      moves++;
      roundTrips.onSent(sequence, nowNs);
    }
  }

  private void pause(String problem) {
    lastProblem = problem;
    state = State.WAITING;
    retryAtNs = nowNs + RETRY_PAUSE_NS;
  }

  private void fail(String problem) {
    lastProblem = problem;
    state = State.FAILED;
    close();
  }

  @Override
  public void onReady(String serverFingerprint) {
    if (comeback != null && client != null) {
      client.carryOver(comeback);
    }
    ask();
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    if (code == RefusalCode.NAME_TAKEN && !loginInstead) {
      loginInstead = true;
      ask();
      return;
    }
    if (code == RefusalCode.BAD_TOKEN && comeback != null) {
      tokenIsBad = true;
      ask();
      return;
    }
    switch (code) {
      case BUSY, EXPIRED, ALREADY_PLAYING, OWNED_ELSEWHERE, STORE_UNAVAILABLE, RATE_LIMITED -> {
        pause(text);
        retryAtNs += retryAfterMs * 1_000_000L;
      }
      default -> fail(text);
    }
  }

  @Override
  public void onEntered(EnteredDecoder message) {
    playerId = message.playerId();
    x = message.x();
    y = message.y();
    if (!entered) {
      enteredX = x;
      enteredY = y;
    }
    entered = true;
    loginInstead = true;
    if (comeback != null) {
      comeback = null;
      watch.onComeback();
    }
    tokenIsBad = false;
    if (ledger != null) {
      ledger.entered(name, playerId, message.lastOperation());
    }
    roundTrips.reset();
    mind.onEntered();
    nextStepNs = nowNs;
    state = State.PLAYING;
  }

  @Override
  public void onSnapshot(View message) {
    updates++;
    x = message.x();
    y = message.y();
    roundTrips.onAcked((int) message.ackedSequence(), nowNs);
  }

  @Override
  public void onFarewell(FarewellDecoder message) {
    farewell = message.reason().name();
    saved = message.saved() == 1;
    x = message.x();
    y = message.y();
    if (state == State.LEAVING) {
      state = State.DONE;
    } else if (!mayComeBackAfter(message.reason())) {
      fail("the server ended the session: " + farewell);
    }
  }

  /** The client says so too, but only once it has closed. */
  private boolean mayComeBackAfter(FarewellReason reason) {
    return state == State.PLAYING && Comeback.isPossibleAfter(reason);
  }

  @Override
  public void onSeen(SeenDecoder message) {
    mind.onSeen(message);
  }

  @Override
  public void onTradeWindow(TradeView trade) {
    mind.onTradeWindow(trade, nowNs);
  }

  @Override
  public void onSaving(Unanswered operation) {
    watch.onSaving(operation.operation(), nowNs);
  }

  @Override
  public void onSaved(Unanswered operation) {
    watch.onSaved(operation.operation(), nowNs);
    if (ledger != null && client != null) {
      ledger.saved(name, playerId, operation, watch.hasOpen() ? null : client.own());
    }
  }

  @Override
  public void onOperationRefused(Unanswered operation, RefusalReason reason) {
    watch.onRefused(operation.operation(), reason);
    if (ledger != null) {
      ledger.refused(name, playerId, operation, reason);
    }
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    Comeback cut = client == null ? null : client.comeback();
    close();
    if (cut != null && state == State.PLAYING) {
      comeback = cut;
      tokenIsBad = false;
      enterDeadlineNs = nowNs + COMEBACK_NS;
      pause(text);
      return;
    }
    switch (state) {
      case ENTERING, WAITING -> pause(text);
      case PLAYING, LEAVING -> fail(text);
      case DONE, FAILED -> {}
    }
  }
}
