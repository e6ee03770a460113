package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guessing, on a stepped clock. Every client of a test gateway has one address. */
final class LockoutSessionTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final char[] WRONG = "wrong horse".toCharArray();

  private final TestGateway gateway = new TestGateway("login-tries = 100");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void locksAnAddressOutAfterFiveWrongPasswordsAndLetsItInAgain() {
    leave(gateway.playing("alice"));
    Player guesser = gateway.ready();
    for (int i = 1; i <= 5; i++) {
      guess(guesser, "nobody" + i, RefusalCode.BAD_CREDENTIALS);
    }

    guess(guesser, "nobody6", RefusalCode.RATE_LIMITED);
    Player other = gateway.ready();
    other.client().login("alice", PASSWORD);
    gateway.until(() -> !other.heard().refusals.isEmpty());
    assertThat(other.heard().refusals).containsExactly(RefusalCode.RATE_LIMITED);
    assertThat(other.heard().retryAfterMs).isBetween(299_000L, 300_001L);
    assertThat(gateway.lockouts()).isEqualTo(1);

    gateway.advance(301_000);
    Player later = gateway.ready();
    later.client().login("alice", PASSWORD);
    gateway.until(() -> later.client().state() == ClientState.PLAYING);
  }

  @Test
  void neverCountsAStoreThatIsAway() {
    leave(gateway.playing("alice"));
    Player player = gateway.ready();
    gateway.accounts.available(false);
    for (int i = 1; i <= 8; i++) {
      guess(player, "alice", RefusalCode.STORE_UNAVAILABLE);
    }
    gateway.accounts.available(true);

    player.client().login("alice", PASSWORD);
    gateway.until(() -> player.client().state() == ClientState.PLAYING);
  }

  @Test
  void countsWrongTokensForTheAddressAndNotForTheAccount() {
    gateway.playing("alice");
    Player player = gateway.ready();
    for (int i = 1; i <= 5; i++) {
      int tries = i;
      player.client().resume(new Comeback("nobody", "", new byte[32], List.of(), 0));
      gateway.until(() -> player.heard().refusals.size() == tries);
    }
    player.client().resume(new Comeback("nobody", "", new byte[32], List.of(), 0));
    gateway.until(() -> player.heard().refusals.size() == 6);

    assertThat(player.heard().refusals.get(4)).isEqualTo(RefusalCode.BAD_TOKEN);
    assertThat(player.heard().refusals.get(5)).isEqualTo(RefusalCode.RATE_LIMITED);
  }

  @Test
  void countsTokensThatTheWorldRefuses() {
    gateway.playing("alice");
    Player player = gateway.ready();
    for (int i = 1; i <= 6; i++) {
      int tries = i;
      player.client().resume(new Comeback("alice", "", new byte[32], List.of(), 0));
      gateway.until(() -> player.heard().refusals.size() == tries);
    }

    assertThat(player.heard().refusals.get(4)).isEqualTo(RefusalCode.BAD_TOKEN);
    assertThat(player.heard().refusals.get(5)).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(gateway.lockouts()).isEqualTo(1);
  }

  @Test
  void anAddressIsAHostWithoutItsPort() {
    assertThat(Session.hostOf("192.0.2.7:40123")).isEqualTo("192.0.2.7");
    assertThat(Session.hostOf("[2001:db8::1]:40123")).isEqualTo("[2001:db8::1]");
    assertThat(Session.hostOf("[2001:db8::1]")).isEqualTo("[2001:db8::1]");
    assertThat(Session.hostOf("memory")).isEqualTo("memory");
    assertThat(Session.hostOf(":40123")).isEqualTo(":40123");
  }

  private void guess(Player player, String name, RefusalCode expected) {
    int before = player.heard().refusals.size();
    assertThat(player.client().login(name, WRONG)).isTrue();
    gateway.until(() -> player.heard().refusals.size() > before);
    assertThat(player.heard().refusals.get(before)).isEqualTo(expected);
  }

  private void leave(Player player) {
    player.client().leave();
    gateway.until(() -> player.client().state() == ClientState.CLOSED);
  }
}
