package dev.keepstone.net.harness;

import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.CharacterAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A desk whose answers, on whatever thread they were found, wait until the test takes them: while
 * none is open, nothing changes but by the test's own steps.
 */
final class SteppedDesk implements AccountDesk {
  private final AccountDesk desk;
  private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private int open;

  SteppedDesk(AccountDesk desk) {
    this.desk = desk;
  }

  /** Gives the answers that have been found by now. */
  void deliver() {
    Runnable answer;
    while ((answer = answers.poll()) != null) {
      open--;
      answer.run();
    }
  }

  /** Whether some question has not been answered. */
  boolean isAsked() {
    return open > 0;
  }

  @Override
  public CompletableFuture<AuthResult> login(
      long sessionId, String address, String name, byte[] password, String character) {
    return later(desk.login(sessionId, address, name, password, character));
  }

  @Override
  public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
    return later(desk.register(sessionId, name, password));
  }

  @Override
  public CompletableFuture<AuthResult> resume(
      long sessionId, String address, String name, String character) {
    return later(desk.resume(sessionId, address, name, character));
  }

  @Override
  public void onWrongToken(String address) {
    desk.onWrongToken(address);
  }

  @Override
  public CompletableFuture<CharacterDesk.Answer> characters(
      long sessionId, CharacterAction action, String account, String character) {
    return later(desk.characters(sessionId, action, account, character));
  }

  private <T> CompletableFuture<T> later(CompletableFuture<T> found) {
    CompletableFuture<T> given = new CompletableFuture<>();
    open++;
    var unused = found.thenAccept(answer -> answers.add(() -> given.complete(answer)));
    return given;
  }
}
