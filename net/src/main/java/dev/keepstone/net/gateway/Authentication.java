package dev.keepstone.net.gateway;

import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.CharacterAction;
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

  /** What became of a session's wish about its account's characters. */
  record CharacterVerdict(long sessionId, int attempt, CharacterDesk.Answer answer) {}

  private final AccountDesk desk;
  private final GatewayCounters counters;
  private final ManyToOneConcurrentArrayQueue<Verdict> verdicts;
  private final ManyToOneConcurrentArrayQueue<CharacterVerdict> characterVerdicts;

  Authentication(AccountDesk desk, int queueCapacity, GatewayCounters counters) {
    this.desk = desk;
    this.counters = counters;
    verdicts = new ManyToOneConcurrentArrayQueue<>(queueCapacity);
    characterVerdicts = new ManyToOneConcurrentArrayQueue<>(queueCapacity);
  }

  /** The password's bytes belong to this call from now on. */
  void login(
      long sessionId, int attempt, String address, String name, byte[] password, String character) {
    deliver(desk.login(sessionId, address, name, password, character), sessionId, attempt);
  }

  /** The password's bytes belong to this call from now on. */
  void register(long sessionId, int attempt, String name, byte[] password) {
    deliver(desk.register(sessionId, name, password), sessionId, attempt);
  }

  /** The token is not looked at: the world does that. */
  void resume(long sessionId, int attempt, String address, String name, String character) {
    deliver(desk.resume(sessionId, address, name, character), sessionId, attempt);
  }

  /** The world has refused a token that came from there. */
  void onWrongToken(String address) {
    desk.onWrongToken(address);
  }

  /** Lists, makes or selects characters of an account that the session has logged in to. */
  void characters(
      long sessionId, int attempt, CharacterAction action, String account, String character) {
    var unused =
        desk.characters(sessionId, action, account, character)
            .thenAccept(
                answer -> {
                  if (!characterVerdicts.offer(new CharacterVerdict(sessionId, attempt, answer))) {
                    counters.increment(GatewayCounter.VERDICTS_DROPPED);
                  }
                });
  }

  /** Hands over at most {@code limit} answers about characters. */
  int drainCharacters(Consumer<CharacterVerdict> handler, int limit) {
    return characterVerdicts.drain(handler, limit);
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
