package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens, take-over and roles on their way from client to world. */
final class AdmissionTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void tellsTheWorldTheHashAndThePlayerTheToken() throws Exception {
    Comeback comeback = cut(gateway.playing("alice"));

    assertThat(comeback.name()).isEqualTo("alice");
    assertThat(comeback.token()).hasSize(32);
    assertThat(comeback.toString()).doesNotContain(HexFormat.of().formatHex(comeback.token()));
    assertThat(gateway.world.lastEnter().newToken()).isEqualTo(sha256(comeback.token()));
    assertThat(gateway.world.lastEnter().showsToken()).isFalse();
    assertThat(gateway.world.lastEnter().takeOver()).isFalse();
    assertThat(gateway.world.lastEnter().role()).isEqualTo(Role.PLAYER);
  }

  @Test
  void resumesWithTheNewestTokenOnly() throws Exception {
    Player first = gateway.playing("alice");
    Comeback old = cut(first);

    Player second = gateway.ready();
    second.client().resume(old);
    gateway.until(() -> second.client().state() == ClientState.PLAYING);

    assertThat(second.heard().playerId).isEqualTo(first.heard().playerId);
    assertThat(gateway.world.lastEnter().shownToken()).isEqualTo(sha256(old.token()));
    assertThat(gateway.world.lastEnter().takeOver()).isFalse();

    Comeback newest = cut(second);
    assertThat(newest.token()).isNotEqualTo(old.token());
    Player third = gateway.ready();
    third.client().resume(old);
    gateway.until(() -> !third.heard().refusals.isEmpty());
    assertThat(third.heard().refusals).containsExactly(RefusalCode.BAD_TOKEN);
    third.client().resume(newest);
    gateway.until(() -> third.client().state() == ClientState.PLAYING);
  }

  @Test
  void answersAnUnknownNameLikeABadTokenAndCountsBothAsTries() {
    gateway.playing("alice");
    Player player = gateway.ready();

    for (int i = 1; i <= 5; i++) {
      int tries = i;
      assertThat(player.client().resume(wrong(i % 2 == 0 ? "alice" : "nobody"))).isTrue();
      gateway.until(() -> player.heard().refusals.size() == tries);
    }
    gateway.advance(4_000);

    assertThat(player.heard().refusals).containsOnly(RefusalCode.BAD_TOKEN);
    assertThat(player.heard().closeReasons).containsExactly(CloseReason.REFUSED);
  }

  @Test
  void passesTakeOverAndTheStoredRoleOn() {
    cut(gateway.playing("alice"));
    Account account = Objects.requireNonNull(gateway.accounts.find("alice").join().account());
    gateway.accounts.put(
        "alice",
        Lookup.found(Account.of("alice", account.selectedId(), account.passwordPhc(), Role.ADMIN)));

    Player player = gateway.ready();
    player.client().login("alice", PASSWORD, true);
    gateway.until(() -> player.client().state() == ClientState.PLAYING);

    assertThat(gateway.world.lastEnter().takeOver()).isTrue();
    assertThat(gateway.world.lastEnter().role()).isEqualTo(Role.ADMIN);
  }

  /** A take-over is of one try: the next one must not inherit it. */
  @Test
  void forgetsWhatTheTryBeforeShowed() {
    Player player = gateway.ready();
    player.client().login("nobody", PASSWORD, true);
    gateway.until(() -> player.heard().refusals.size() == 1);
    player.client().resume(wrong("nobody"));
    gateway.until(() -> player.heard().refusals.size() == 2);
    player.client().register("alice", PASSWORD);
    gateway.until(() -> player.client().state() == ClientState.PLAYING);

    assertThat(gateway.world.lastEnter().takeOver()).isFalse();
    assertThat(gateway.world.lastEnter().showsToken()).isFalse();
  }

  private Comeback cut(Player player) {
    gateway.step();
    player.wire().cut();
    gateway.until(() -> player.client().state() == ClientState.CLOSED);
    return Objects.requireNonNull(player.client().comeback());
  }

  private static Comeback wrong(String name) {
    return new Comeback(name, "", new byte[32], List.of(), 0);
  }

  private static String sha256(byte[] token) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
  }
}
