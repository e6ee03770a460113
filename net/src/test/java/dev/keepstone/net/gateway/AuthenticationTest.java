package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two verdicts may wait for the gateway's thread. */
final class AuthenticationTest {
  private static final int CAPACITY = 2;

  private final GatewayCounters counters = new GatewayCounters();
  private final Authentication authentication =
      new Authentication(new BusyDesk(), CAPACITY, counters);
  private final List<Integer> attempts = new ArrayList<>();

  @Test
  void dropsAndCountsVerdictsThatFindNoRoom() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      authentication.resume(7, attempt, "192.0.2.1", "alice", "");
    }

    assertThat(counters.get(GatewayCounter.VERDICTS_DROPPED)).isEqualTo(1);
    assertThat(authentication.drain(verdict -> attempts.add(verdict.attempt()), 10)).isEqualTo(2);
    assertThat(attempts).containsExactly(1, 2);
    authentication.login(7, 4, "192.0.2.1", "alice", new byte[0], "");
    assertThat(authentication.drain(verdict -> attempts.add(verdict.attempt()), 10)).isEqualTo(1);
    assertThat(attempts).containsExactly(1, 2, 4);
  }

  @Test
  void dropsAndCountsAnswersAboutCharactersThatFindNoRoom() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      authentication.characters(7, attempt, CharacterAction.LIST, "alice", "");
    }

    assertThat(counters.get(GatewayCounter.VERDICTS_DROPPED)).isEqualTo(1);
    assertThat(authentication.drainCharacters(answer -> attempts.add(answer.attempt()), 1))
        .isEqualTo(1);
    assertThat(authentication.drainCharacters(answer -> attempts.add(answer.attempt()), 10))
        .isEqualTo(1);
    assertThat(attempts).containsExactly(1, 2);
    assertThat(authentication.drain(verdict -> attempts.add(verdict.attempt()), 10)).isZero();
  }

  /** Answers at once that it is busy. */
  private static final class BusyDesk implements AccountDesk {
    @Override
    public CompletableFuture<AuthResult> login(
        long sessionId, String address, String name, byte[] password, String character) {
      return busy();
    }

    @Override
    public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
      return busy();
    }

    @Override
    public CompletableFuture<AuthResult> resume(
        long sessionId, String address, String name, String character) {
      return busy();
    }

    @Override
    public void onWrongToken(String address) {
      throw new AssertionError("no token was looked at");
    }

    @Override
    public CompletableFuture<CharacterDesk.Answer> characters(
        long sessionId, CharacterAction action, String account, String character) {
      return CompletableFuture.completedFuture(CharacterDesk.Answer.refused(RefusalCode.BUSY));
    }

    private static CompletableFuture<AuthResult> busy() {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BUSY));
    }
  }
}
