package dev.keepstone.bench.players;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One real client that wants in, and does not let go: who is refused waits as long as the server
 * says and somewhat more, or longer each time where it says nothing, and tries again. One thread.
 */
final class LoginPlayer implements ClientHandler, AutoCloseable {
  private static final long FIRST_WAIT_MS = 500;
  private static final long LONGEST_WAIT_MS = 8_000;

  /** What a player waits for. */
  private enum State {
    /** Its turn, or the end of a wait after a lost connection. */
    OUTSIDE,
    /** The server's hello. */
    CONNECTING,
    /** The end of a wait after a refusal, still connected. */
    WAITING,
    /** The answer to its password. */
    ASKING,
    /** In the world. */
    PLAYING,
    /** The end of its farewell; only who registers. */
    LEAVING,
    /** Nothing. */
    DONE
  }

  private final String name;
  private final char[] password;
  private final boolean registers;
  private final LoginTally tally;
  private final Function<ClientHandler, GameClient> connector;
  private final SplittableRandom random;

  private State state = State.OUTSIDE;
  private @Nullable GameClient client;
  private long nowNs;
  private long firstTryNs;
  private boolean hasTried;
  private long nextTryNs;
  private int waits;

  /**
   * @param registers makes its account and leaves again; else it logs in and stays
   */
  LoginPlayer(
      int number,
      boolean registers,
      LoginTally tally,
      long nowNs,
      Function<ClientHandler, GameClient> connector) {
    this.registers = registers;
    this.tally = tally;
    this.connector = connector;
    nextTryNs = nowNs;
    name = "load_" + number;
    password = ("load-password-" + number).toCharArray();
    random = new SplittableRandom(number);
  }

  /** Whether it may connect now. */
  boolean isDue(long newNowNs) {
    return state == State.OUTSIDE && newNowNs - nextTryNs >= 0;
  }

  boolean isConnecting() {
    return state == State.CONNECTING;
  }

  /** Whether it has what it wants: it is in, or, where it registers, has been. */
  boolean isSatisfied() {
    return state == (registers ? State.DONE : State.PLAYING);
  }

  void connect(long newNowNs) {
    if (!hasTried) {
      hasTried = true;
      firstTryNs = newNowNs;
    }
    state = State.CONNECTING;
    client = connector.apply(this);
  }

  void poll(long newNowNs) {
    nowNs = newNowNs;
    if (client != null) {
      client.poll(nowNs);
    }
    if (state == State.WAITING && nowNs - nextTryNs >= 0) {
      ask();
    }
    if (client != null && (state == State.OUTSIDE || state == State.DONE)) {
      client.close();
      client = null;
    }
  }

  private void ask() {
    if (client == null) {
      return;
    }
    state = State.ASKING;
    boolean taken = registers ? client.register(name, password) : client.login(name, password);
    if (!taken) {
      state = State.WAITING; // its window is full: at the next poll
    }
  }

  @Override
  public void onReady(String serverFingerprint) {
    ask();
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    tally.onRefused(code);
    if (code == RefusalCode.NAME_TAKEN) {
      state = State.DONE; // its answer was lost the first time
    } else {
      state = State.WAITING;
      waitFor(retryAfterMs);
    }
  }

  @Override
  public void onEntered(EnteredDecoder entered) {
    state = State.PLAYING;
    tally.onEntered(nowNs - firstTryNs);
    if (registers && client != null) {
      state = State.LEAVING;
      client.leave();
    }
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    if (state == State.LEAVING) {
      state = State.DONE;
    } else if (state != State.DONE && reason != CloseReason.CLOSED_BY_CALLER) {
      tally.onLost(state == State.PLAYING, text);
      state = State.OUTSIDE;
      waitFor(0);
    }
  }

  /** Half as long again at most, so that not all come back at once. */
  private void waitFor(long hintMs) {
    long waitMs = hintMs > 0 ? hintMs : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << waits);
    waits = Math.min(waits + 1, 8);
    nextTryNs = nowNs + TimeUnit.MILLISECONDS.toNanos(waitMs + random.nextLong(waitMs / 2 + 1));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
