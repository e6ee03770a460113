package dev.keepstone.net.gateway;

import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.Login;
import dev.keepstone.net.auth.Registration;
import dev.keepstone.net.auth.Resumption;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Starts logins, registrations and resumptions for sessions, and brings their verdicts back to the
 * gateway's thread through a bounded queue. A verdict that finds the queue full is dropped and
 * counted; its session gives up at its deadline.
 */
final class Authentication {

  /**
   * A verdict for one try of one session.
   *
   * @param attempt which try: a late verdict must not be taken for that of the next
   */
  record Verdict(long sessionId, int attempt, AuthResult result) {}

  private final Login login;
  private final Registration registration;
  private final Resumption resumption;
  private final GatewayCounters counters;
  private final ManyToOneConcurrentArrayQueue<Verdict> verdicts;

  Authentication(
      Login login,
      Registration registration,
      Resumption resumption,
      int queueCapacity,
      GatewayCounters counters) {
    this.login = login;
    this.registration = registration;
    this.resumption = resumption;
    this.counters = counters;
    verdicts = new ManyToOneConcurrentArrayQueue<>(queueCapacity);
  }

  /** The password's bytes belong to this call from now on. */
  void login(long sessionId, int attempt, String name, byte[] password) {
    deliver(login.start(name, password), sessionId, attempt);
  }

  /** The password's bytes belong to this call from now on. */
  void register(long sessionId, int attempt, String name, byte[] password) {
    deliver(registration.start(name, password), sessionId, attempt);
  }

  /** The token is not looked at: the world does that. */
  void resume(long sessionId, int attempt, String name) {
    deliver(resumption.start(name), sessionId, attempt);
  }

  /** Hands over at most {@code limit} verdicts. */
  int drain(Consumer<Verdict> handler, int limit) {
    return verdicts.drain(handler, limit);
  }

  private void deliver(CompletableFuture<AuthResult> future, long sessionId, int attempt) {
    // Steps never fail exceptionally, so nothing is lost with this future.
    var unused = future.thenAccept(result -> offer(new Verdict(sessionId, attempt, result)));
  }

  private void offer(Verdict verdict) {
    if (!verdicts.offer(verdict)) {
      counters.increment(GatewayCounter.VERDICTS_DROPPED);
    }
  }
}
