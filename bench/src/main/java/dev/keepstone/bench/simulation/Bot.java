package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One player: comes in on some server, does what can be done there, drops out in the middle of it,
 * comes back elsewhere, and asks what became of every operation that it has no answer to.
 */
final class Bot {
  private enum State {
    OUT,
    ENTERING,
    IN
  }

  /** Half of what a record remembers. */
  private static final int MAX_UNANSWERED = 8;

  private static final int MAX_BANKED_COUNT = 3;
  private static final long ENTER_PATIENCE_MS = 12_000;
  private static final long SILENCE_MS = 20_000;
  private static final long LOOKS_AROUND_MS = 1_000;
  private static final long ASK_AFTER_MS = 4_000;
  private static final int REST_MS = 40_000;
  private static final int XP_GRANT = 90;

  private final long playerId;
  private final List<Bot> all;
  private final List<SimulatedServer> servers;
  private final SimulatedRedis redis;
  private final Faults faults;
  private final SplittableRandom random;
  private final Frames frames;
  private final PlayerEar ear;
  private final SessionIds sessionIds;
  private final BotView view = new BotView();
  private final Wanderings wanderings = new Wanderings();
  private final List<Unanswered> unanswered = new ArrayList<>();
  private final Map<Integer, Unanswered> bySequence = new HashMap<>();
  private State state = State.OUT;
  private SimulatedServer server;
  private long serverRun;
  private long session;
  private int sequence;
  private long newestOperation;
  private long entity;
  private long partner;
  private @Nullable TradeStage tradeStage;
  private boolean hasConfirmed;
  private boolean hasOffered;
  private long sinceMs;
  private long heardMs;
  private long enteredMs;
  private long nextMs;
  private byte[] token = new byte[32];
  private byte @Nullable [] held;
  private boolean mayLeave = true;

  /** An operation whose outcome this player doesn't know. */
  private static final class Unanswered {
    final long operation;
    final Request request;
    long askedMs;
    long askedIn;

    Unanswered(long operation, Request request, long askedMs, long askedIn) {
      this.operation = operation;
      this.request = request;
      this.askedMs = askedMs;
      this.askedIn = askedIn;
    }
  }

  /** Writes the frame of an operation; returns its length. */
  @FunctionalInterface
  private interface Request {
    int write(long inSession, int withSequence, long operation);
  }

  /** Numbers that no two sessions of a simulation share. */
  static final class SessionIds {
    private long newest;

    long next() {
      return ++newest;
    }
  }

  Bot(
      long playerId,
      List<Bot> all,
      List<SimulatedServer> servers,
      SimulatedRedis redis,
      Faults faults,
      SplittableRandom random,
      Frames frames,
      PlayerEar ear,
      SessionIds sessionIds) {
    this.playerId = playerId;
    this.all = all;
    this.servers = servers;
    this.redis = redis;
    this.faults = faults;
    this.random = random;
    this.frames = frames;
    this.ear = ear;
    this.sessionIds = sessionIds;
    server = servers.get(0);
    nextMs = random.nextInt(2_000);
  }

  long playerId() {
    return playerId;
  }

  /** As players are called. */
  static String nameOf(long playerId) {
    return "bot_" + playerId;
  }

  private boolean isAdmin() {
    return playerId == 1;
  }

  // ---- its life

  /** One step. */
  void act() {
    if (state != State.OUT && (!server.isRunning() || server.runs() != serverRun)) {
      onServerGone();
    }
    long nowMs = redis.nowMs();
    switch (state) {
      case OUT -> {
        if (nowMs >= nextMs) {
          enter();
        }
      }
      case ENTERING -> {
        if (nowMs - sinceMs > ENTER_PATIENCE_MS) {
          drop();
        }
      }
      case IN -> {
        if (nowMs - heardMs > SILENCE_MS) {
          drop();
        } else if (nowMs >= nextMs) {
          boolean rests = faults.lettingRest() && random.nextInt(8) == 0;
          nextMs = nowMs + 100 + random.nextInt(rests ? REST_MS : 600);
          play(nowMs);
        }
      }
    }
  }

  private void onServerGone() {
    if (state == State.IN) {
      wanderings.onCrash(server, faults, redis.nowMs());
    }
    out(200 + random.nextInt(3_000));
  }

  private void out(long againAfterMs) {
    ear.forget(session);
    state = State.OUT;
    nextMs = redis.nowMs() + againAfterMs;
    held = null;
    bySequence.clear();
  }

  private void enter() {
    int some = random.nextInt(servers.size());
    // At the end always the same one: nothing may depend on coming back to where one was.
    SimulatedServer chosen = servers.get(mayLeave ? some : (int) (playerId % servers.size()));
    nextMs = redis.nowMs() + 500 + random.nextInt(2_000);
    if (!chosen.isRunning()) {
      return;
    }
    server = chosen;
    serverRun = chosen.runs();
    session = sessionIds.next();
    sequence = 0;
    boolean showsToken = random.nextInt(6) == 0 && chosen.index() == lastServerIndex();
    boolean takeOver = random.nextInt(3) != 0 || !mayLeave;
    byte[] newToken = new byte[32];
    newToken[0] = (byte) (1 + random.nextInt(100));
    newToken[1] = (byte) playerId;
    byte[] shown = showsToken ? token : new byte[32];
    int length = frames.enter(session, playerId, isAdmin(), takeOver, newToken, shown);
    redis.trace().add(TraceEvent.BOT_ENTERS, server.index(), playerId, session, takeOver ? 1 : 0);
    if (server.say(frames.buffer, length)) {
      token = newToken;
      state = State.ENTERING;
      sinceMs = redis.nowMs();
      heardMs = sinceMs;
      ear.listen(session, this);
    }
  }

  private int lastServerIndex() {
    return server.index();
  }

  /** Its connection is gone; its gateway may tell the world. */
  private void drop() {
    redis.trace().add(TraceEvent.BOT_CRASHES, server.index(), playerId, session, 0);
    if ((random.nextInt(4) != 0 && !faults.takesByForce()) || faults.isOver()) {
      server.say(frames.buffer, frames.gone(session));
    }
    wanderings.forget();
    out(100 + random.nextInt(3_000));
  }

  // ---- playing

  private void play(long nowMs) {
    askForAnswers(nowMs);
    if (!mayLeave) {
      if (tradeStage != null && tradeStage != TradeStage.SAVING) {
        say(frames.trade(session, ++sequence, 0, TradeAction.CANCEL, partner, 0, -1));
      }
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 2 || (dice < 8 && faults.takesByForce())) {
      drop();
    } else if (dice < 4 || dice == 8) {
      redis.trace().add(TraceEvent.BOT_LEAVES, server.index(), playerId, session, 0);
      say(frames.leave(session, ++sequence));
    } else if (dice < 25) {
      say(
          frames.move(
              session,
              ++sequence,
              random.nextInt(3) - 1,
              random.nextInt(3) - 1,
              1 + random.nextInt(8)));
    } else if (unanswered.size() < MAX_UNANSWERED) {
      operate(dice);
    }
  }

  private void operate(int dice) {
    if (dice < 40) {
      trade();
    } else if (dice < 60) {
      take();
    } else if (dice < 72) {
      moveSome(OperationKind.DROP, view.someSlot(random));
    } else if (dice < 76) {
      moveSome(OperationKind.DEPOSIT, view.someSlot(random));
    } else if (dice < 80) {
      moveSome(OperationKind.WITHDRAW, view.someBankSlot(random));
    } else if (dice < 83) {
      wear();
    } else if (dice < 86) {
      moveSome(OperationKind.CONSUME, view.slotOf(SimulatedContent.APPLE, random));
    } else if (dice < 90) {
      moveSome(OperationKind.SELL, view.someSlot(random));
    } else if (dice < 94) {
      int kind = 1 + random.nextInt(3);
      request(OperationKind.BUY, (in, with, operation) -> frames.buy(in, with, operation, kind, 1));
    } else if (dice < 95) {
      moveSome(OperationKind.SWAP, view.someSlot(random));
    } else if (isAdmin()) {
      order();
    }
  }

  private void take() {
    long there = view.someItem(random);
    if (there != 0) {
      request(OperationKind.TAKE, (in, with, operation) -> frames.take(in, with, operation, there));
    }
  }

  private void wear() {
    int worn = view.wornSlot();
    if (worn >= 0) {
      moveSome(OperationKind.UNEQUIP, worn);
    } else {
      moveSome(OperationKind.EQUIP, view.slotOf(SimulatedContent.DAGGER, random));
    }
  }

  private void moveSome(OperationKind kind, int slot) {
    if (slot >= 0) {
      int to = random.nextInt(28);
      int count = random.nextInt(MAX_BANKED_COUNT);
      request(
          kind,
          (in, with, operation) -> frames.moveItem(in, with, operation, kind, slot, to, count));
    }
  }

  private void order() {
    Bot target = all.get(random.nextInt(all.size()));
    String name = nameOf(target.playerId);
    OperatorAction action =
        switch (random.nextInt(8)) {
          case 0 -> OperatorAction.GIVE;
          case 1 -> OperatorAction.GRANT_COINS;
          case 2 -> OperatorAction.KILL;
          default -> OperatorAction.GRANT_XP;
        };
    int what =
        action == OperatorAction.GIVE
            ? 1 + random.nextInt(3)
            : action == OperatorAction.GRANT_XP ? 1 : 0;
    long amount =
        switch (action) {
          case GIVE -> 1;
          case GRANT_COINS -> 7;
          case GRANT_XP -> XP_GRANT;
          case KILL, NULL_VAL -> 0;
        };
    request(
        OperationKind.GRANT,
        (in, with, operation) -> frames.order(in, with, operation, action, what, amount, name));
  }

  private void trade() {
    if (tradeStage == null) {
      long other = view.somePlayer(random);
      if (other != 0 && other != entity) {
        partner = other;
        say(frames.trade(session, ++sequence, 0, TradeAction.REQUEST, other, 0, -1));
      }
    } else if (tradeStage == TradeStage.REQUESTED) {
      say(frames.trade(session, ++sequence, 0, TradeAction.ACCEPT, partner, 0, -1));
    } else if (tradeStage == TradeStage.OPEN) {
      if (!hasOffered || random.nextInt(12) == 0) {
        long coins = view.coins() == 0 ? 0 : random.nextLong(view.coins());
        hasOffered = true;
        say(
            frames.trade(
                session, ++sequence, 0, TradeAction.OFFER, partner, coins, view.someSlot(random)));
      } else if (!hasConfirmed) {
        long with = partner;
        request(
            OperationKind.TRADE,
            (in, number, operation) ->
                frames.trade(in, number, operation, TradeAction.CONFIRM, with, 0, -1));
      }
    }
  }

  private void request(OperationKind kind, Request request) {
    long operation = ++newestOperation;
    Unanswered asked = new Unanswered(operation, request, redis.nowMs(), session);
    unanswered.add(asked);
    int number = ++sequence;
    bySequence.put(number, asked);
    redis.trace().add(TraceEvent.BOT_ASKS, server.index(), playerId, operation, kind.value());
    say(request.write(session, number, operation));
  }

  /** One at a time, oldest first: that is how a client does it. */
  private void askForAnswers(long nowMs) {
    for (Unanswered asked : unanswered) {
      if (asked.askedIn != session || nowMs - asked.askedMs > ASK_AFTER_MS) {
        asked.askedMs = nowMs;
        asked.askedIn = session;
        int number = ++sequence;
        bySequence.put(number, asked);
        redis.trace().add(TraceEvent.BOT_QUESTION, server.index(), playerId, asked.operation, 0);
        boolean asksAgain = random.nextInt(3) == 0;
        say(
            asksAgain
                ? asked.request.write(session, number, asked.operation)
                : frames.ask(session, number, asked.operation));
      }
    }
  }

  /** Sends a frame: mostly once and in order. */
  private void say(int length) {
    int dice = faults.isOver() ? 100 : random.nextInt(60);
    byte[] late = held;
    if (dice == 0 && late == null) {
      byte[] frame = new byte[length];
      frames.buffer.getBytes(0, frame);
      held = frame;
      return;
    }
    server.say(frames.buffer, length);
    if (dice == 1) {
      server.say(frames.buffer, length);
    }
    if (late != null) {
      held = null;
      frames.buffer.putBytes(0, late);
      server.say(frames.buffer, late.length);
    }
  }

  // ---- what it hears

  void onEnterRefused(int reason) {
    redis.trace().add(TraceEvent.BOT_REFUSED, server.index(), playerId, reason, 0);
    out(300 + random.nextInt(1_500));
  }

  void onEntered(EnteredDecoder entered) {
    redis
        .trace()
        .add(TraceEvent.BOT_IN, server.index(), playerId, session, entered.lastOperation());
    state = State.IN;
    entity = entered.entity();
    heardMs = redis.nowMs();
    enteredMs = heardMs;
    nextMs = heardMs + random.nextInt(300);
    newestOperation = Math.max(newestOperation, entered.lastOperation());
    view.clear();
    tradeStage = null;
    wanderings.onEntered(faults, playerId, entered.x(), entered.y(), redis.nowMs());
  }

  void onSnapshot(SnapshotDecoder snapshot) {
    heardMs = redis.nowMs();
    wanderings.onPosition(heardMs, snapshot.x(), snapshot.y());
  }

  void onAppeared(AppearedDecoder appeared) {
    view.onAppeared(appeared);
  }

  void onVanished(VanishedDecoder vanished) {
    view.onVanished(vanished);
  }

  void onOwnSlots(OwnSlotsDecoder own) {
    view.onOwnSlots(own);
  }

  void onTradeWindow(TradeWindowDecoder window) {
    partner = window.other();
    TradeStage stage = window.stage();
    boolean isOver = stage == TradeStage.DONE || stage == TradeStage.CANCELLED;
    if (tradeStage == null) {
      hasOffered = false;
    }
    tradeStage = isOver ? null : stage;
    hasConfirmed = window.youConfirmed() == 1;
  }

  void onSaved(long operation) {
    redis.trace().add(TraceEvent.BOT_SAVED, server.index(), playerId, operation, 0);
    redis.monitor().operations().onSaved(playerId, operation);
    unanswered.removeIf(asked -> asked.operation == operation);
  }

  void onIntentRefused(int refusedSequence, int reason) {
    Unanswered asked = bySequence.get(refusedSequence);
    if (asked != null && unanswered.remove(asked)) {
      redis.trace().add(TraceEvent.BOT_NOT_DONE, server.index(), playerId, asked.operation, reason);
      redis.monitor().operations().onNotDone(playerId, asked.operation);
    }
  }

  void onFarewell(FarewellDecoder farewell) {
    FarewellReason reason = farewell.reason();
    boolean isSaved = farewell.saved() == 1;
    redis
        .trace()
        .add(TraceEvent.BOT_FAREWELL, server.index(), playerId, reason.value(), isSaved ? 1 : 0);
    if (isSaved && !faults.losesConfirmed()) {
      checkSaved(farewell.x(), farewell.y());
    }
    if (faults.isQuiet() && !isSaved) {
      throw new Violation(
          Invariant.QUIET_LOSES_NOBODY,
          "a player left unsaved though nothing was wrong: player="
              + playerId
              + " reason="
              + reason);
    }
    if (isSaved) {
      wanderings.onSaved(redis.nowMs(), farewell.x(), farewell.y());
    } else {
      wanderings.forget();
    }
    out(200 + random.nextInt(2_000));
  }

  private void checkSaved(float x, float y) {
    RecordShadow stored = redis.monitor().shadow(playerId);
    long released = redis.monitor().releasedVersionOf(playerId);
    boolean wasReleased = stored.fence().released() || stored.fence().base() == released;
    boolean isThere = stored.fence().version() != released || (stored.x() == x && stored.y() == y);
    if (!wasReleased || !isThere) {
      throw new Violation(
          Invariant.FAREWELL_IS_TRUE,
          "told saved at "
              + x
              + ", "
              + y
              + " but the record says "
              + stored.x()
              + ", "
              + stored.y()
              + (wasReleased ? "" : " and was not released")
              + ": player="
              + playerId);
    }
  }

  // ---- the end

  /** From now on it stays in. */
  void stay() {
    mayLeave = false;
    nextMs = Math.min(nextMs, redis.nowMs() + 1_000);
  }

  boolean isSettled() {
    return state == State.IN && unanswered.isEmpty();
  }

  /** Why it is not settled, for people. */
  String complaint() {
    return "player="
        + playerId
        + " state="
        + state
        + " server="
        + (char) ('a' + server.index())
        + " unanswered="
        + unanswered.stream().map(asked -> asked.operation).toList();
  }

  /** Has it been in there long enough to have been told of everything? */
  boolean hasLookedAround(SimulatedServer other) {
    return state == State.IN && server == other && redis.nowMs() - enteredMs >= LOOKS_AROUND_MS;
  }

  int itemsInSight() {
    return view.itemCount();
  }

  /** Whether it is nowhere any more. */
  boolean isOut() {
    return state == State.OUT;
  }
}
