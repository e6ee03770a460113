package dev.keepstone.bench.players;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.net.bot.RoundTrips;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One real client that does nothing but walk about, an input each interval. One thread. */
final class GamePlayer implements ClientHandler, AutoCloseable {
  /** Ticks that one input keeps a player walking: bridges three lost inputs. */
  private static final int WALK_TICKS = 4;

  /** Inputs with one heading. */
  private static final int HEADING_INPUTS = 20;

  /** What a player waits for. */
  private enum State {
    OUTSIDE,
    CONNECTING,
    PLAYING,
    LOST
  }

  private final String name;
  private final char[] password;
  private final long intervalNs;
  private final Function<ClientHandler, GameClient> connector;
  private final SplittableRandom random;

  private State state = State.OUTSIDE;
  private @Nullable GameClient client;
  private @Nullable RoundTrips roundTrips;
  private long nowNs;
  private long nextInputNs;
  private int inputsWithHeading;
  private int directionX;
  private int directionY;
  private long inputs;
  private long updates;

  /**
   * @param firstInputNs after it has entered: players are spread over the interval
   */
  GamePlayer(
      String name,
      int number,
      long intervalNs,
      long firstInputNs,
      Function<ClientHandler, GameClient> connector) {
    this.name = name;
    this.intervalNs = intervalNs;
    this.connector = connector;
    nextInputNs = firstInputNs;
    password = ("load-password-" + number).toCharArray();
    random = new SplittableRandom(number);
  }

  boolean isOutside() {
    return state == State.OUTSIDE;
  }

  boolean isPlaying() {
    return state == State.PLAYING;
  }

  boolean isLost() {
    return state == State.LOST;
  }

  long inputs() {
    return inputs;
  }

  long updates() {
    return updates;
  }

  void connect() {
    state = State.CONNECTING;
    client = connector.apply(this);
  }

  void countInto(Histogram roundTripsUs) {
    roundTrips = new RoundTrips(roundTripsUs);
    inputs = 0;
    updates = 0;
  }

  int poll(long newNowNs, boolean mayInput) {
    nowNs = newNowNs;
    if (client == null) {
      return 0;
    }
    int work = client.poll(nowNs);
    if (mayInput && state == State.PLAYING && nowNs - nextInputNs >= 0) {
      // Who was held up does not catch up: that would be another load.
      nextInputNs += Math.max(1, (nowNs - nextInputNs) / intervalNs) * intervalNs;
      input();
      work++;
    }
    return work;
  }

  private void input() {
    if (client == null) {
      return;
    }
    if (inputsWithHeading++ % HEADING_INPUTS == 0) {
      directionX = random.nextInt(3) - 1;
      directionY = random.nextInt(3) - 1;
    }
    int sequence = client.move(directionX, directionY, WALK_TICKS);
    if (sequence > 0 && roundTrips != null) {
      inputs++;
      roundTrips.onSent(sequence, nowNs);
    }
  }

  @Override
  public void onReady(String serverFingerprint) {
    if (client != null) {
      client.register(name, password);
    }
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    if (code == RefusalCode.NAME_TAKEN && client != null) {
      client.login(name, password, true);
    } else {
      state = State.LOST;
    }
  }

  @Override
  public void onEntered(EnteredDecoder entered) {
    state = State.PLAYING;
  }

  @Override
  public void onSnapshot(View view) {
    updates++;
    if (roundTrips != null) {
      roundTrips.onAcked((int) view.ackedSequence(), nowNs);
    }
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    if (state != State.OUTSIDE) {
      state = State.LOST;
    }
  }

  /** Asks to leave; the farewell is awaited by polling on. */
  void leave() {
    if (client != null && state == State.PLAYING) {
      client.leave();
    }
  }

  @Override
  public void close() {
    state = State.OUTSIDE;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
