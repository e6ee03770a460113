package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants in, with name and password, and tries again as fast as a person can't: when he
 * is in, logins are accepted. One thread.
 */
final class LoginProbe {
  private static final String NAME = "probe";
  private static final Duration REGISTER_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final long IDLE_MS = 2;
  private static final long RETRY_MS = 50;

  /** Less patient than a person's client, or its own waiting would be measured. */
  private static final ClientConfig IMPATIENT =
      new ClientConfig(
          TimeUnit.MILLISECONDS.toNanos(700),
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.SECONDS.toNanos(1));

  private final ClientDriver driver;
  private final ServerAddress server;
  private @Nullable RefusalCode lastRefusal;
  private final ServerKeyCheck keys;
  private final char[] password = "probe-password-1".toCharArray();

  LoginProbe(ClientDriver driver, ServerAddress server, String key) {
    this.driver = driver;
    this.server = server;
    keys = ServerKeyCheck.pinned(key);
  }

  /** One try. */
  private static final class Attempt implements ClientHandler {
    private boolean ready;
    private boolean entered;
    private boolean over;
    private @Nullable RefusalCode refused;

    @Override
    public void onReady(String serverFingerprint) {
      ready = true;
    }

    @Override
    public void onEntered(EnteredDecoder message) {
      entered = true;
    }

    @Override
    public void onRefused(RefusalCode code, String text, long retryAfterMs) {
      refused = code;
    }

    @Override
    public void onClosed(CloseReason reason, String text) {
      over = true;
    }
  }

  /** Makes the account. */
  void register() {
    long deadlineNs = System.nanoTime() + REGISTER_TIMEOUT.toNanos();
    // A name that is taken is its own: the answer to an earlier try came too late.
    while (!tryOnce(true, ANSWER_TIMEOUT) && lastRefusal != RefusalCode.NAME_TAKEN) {
      if (System.nanoTime() - deadlineNs >= 0) {
        throw new LoadException(
            "the probe can't register: lastRefusal=" + lastRefusal + "; see the server's log");
      }
      Pauses.ms(RETRY_MS);
    }
  }

  /**
   * Tries until it is in.
   *
   * @return when it was, as System.nanoTime says; 0: not in time
   */
  long awaitLogin(Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() - deadlineNs < 0) {
      if (tryOnce(false, ANSWER_TIMEOUT)) {
        return System.nanoTime();
      }
      Pauses.ms(RETRY_MS);
    }
    return 0;
  }

  private boolean tryOnce(boolean register, Duration timeout) {
    Attempt attempt = new Attempt();
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    boolean asked = false;
    try (GameClient client = new GameClient(driver, server, keys, attempt, IMPATIENT)) {
      while (!attempt.over && System.nanoTime() - deadlineNs < 0) {
        client.poll(System.nanoTime());
        if (attempt.entered) {
          client.leave();
          client.poll(System.nanoTime());
          return true;
        }
        if (attempt.refused != null) {
          lastRefusal = attempt.refused;
          return false;
        }
        if (attempt.ready && !asked) {
          asked = register ? client.register(NAME, password) : client.login(NAME, password, true);
        }
        Pauses.ms(IDLE_MS);
      }
    }
    return false;
  }
}
