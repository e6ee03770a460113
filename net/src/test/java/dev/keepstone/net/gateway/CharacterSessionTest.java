package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.auth.Account;
import dev.keepstone.net.client.CharacterList;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The characters of an account, bans and abuse, through a whole gateway. */
final class CharacterSessionTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void listsMakesAndSelects() {
    Player alice = gateway.playing("alice");

    alice.client().characters();
    assertThat(answer(alice, 1).names()).containsExactly("alice");
    alice.client().createCharacter("zoe");
    assertThat(answer(alice, 2)).isEqualTo(new CharacterList("", List.of("alice", "zoe"), "zoe"));
    alice.client().selectCharacter("alice");
    assertThat(answer(alice, 3)).isEqualTo(new CharacterList("", List.of("alice", "zoe"), "alice"));

    alice.client().createCharacter("zoe");
    assertThat(answer(alice, 4).refusal()).isEqualTo(RefusalText.of(RefusalCode.NAME_TAKEN));
    alice.client().createCharacter("Zoe!");
    assertThat(answer(alice, 5).refusal()).isEqualTo(RefusalText.of(RefusalCode.BAD_NAME));
    alice.client().selectCharacter("bob");
    assertThat(answer(alice, 6).refusal()).isEqualTo(RefusalText.of(RefusalCode.NO_SUCH_CHARACTER));
    for (int i = 1; i <= 4; i++) {
      alice.client().createCharacter("alt_" + i);
      assertThat(answer(alice, 6 + i).isDone()).isEqualTo(i < 4);
    }
    assertThat(answer(alice, 10).refusal())
        .isEqualTo(RefusalText.of(RefusalCode.TOO_MANY_CHARACTERS));
    gateway.accounts.available(false);
    alice.client().characters();
    assertThat(answer(alice, 11).refusal())
        .isEqualTo(RefusalText.of(RefusalCode.STORE_UNAVAILABLE));
    assertThat(gateway.count(GatewayCounter.CHARACTER_REQUESTS)).isEqualTo(11);
    assertThat(alice.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void entersAsWhoIsNamedAndRefusesWhoIsNot() {
    Player first = gateway.playing("alice");
    first.client().createCharacter("zoe");
    answer(first, 1);
    long zoe = account().selectedId();

    login("alice");
    assertThat(gateway.world.lastEnter().playerId()).isNotEqualTo(zoe);
    login("");
    assertThat(gateway.world.lastEnter().playerId()).as("the last").isNotEqualTo(zoe);
    login("zoe");
    assertThat(gateway.world.lastEnter().playerId()).isEqualTo(zoe);

    Player unknown = gateway.ready();
    unknown.client().login("alice", PASSWORD, false, "nobody");
    gateway.until(() -> !unknown.heard().refusals.isEmpty());
    assertThat(unknown.heard().refusals).containsExactly(RefusalCode.NO_SUCH_CHARACTER);
  }

  @Test
  void answersOneRequestAtATime() {
    Player alice = gateway.playing("alice");
    gateway.advance(20_000);
    gateway.accounts.fallSilent();
    alice.client().createCharacter("zoe");
    alice.client().createCharacter("eva");

    assertThat(answer(alice, 1).refusal()).isEqualTo(RefusalText.of(RefusalCode.BUSY));
  }

  @Test
  void refusesTheBannedAtLoginAndAtResume() {
    Player alice = gateway.playing("alice");
    alice.client().leave();
    gateway.until(() -> alice.client().state() == ClientState.CLOSED);
    gateway.accounts.ban("alice", "until 2030-01-01 00:00 UTC: spam");

    Player player = gateway.ready();
    player.client().login("alice", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 1);
    player.client().resume(new Comeback("alice", "alice", new byte[32], List.of(), 0));
    gateway.until(() -> player.heard().refusals.size() == 2);

    assertThat(player.heard().refusals).containsOnly(RefusalCode.BANNED);
    assertThat(player.heard().texts.get(0))
        .isEqualTo("This account is banned until 2030-01-01 00:00 UTC: spam");
  }

  @Test
  void endsASessionThatGoesOnSendingFarTooMuch() {
    Player alice = gateway.playing("alice");
    for (int i = 0; i < 590; i++) {
      alice.client().move(1, 0, 1);
      gateway.agent.doWork();
    }
    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isZero();
    for (int i = 0; i < 20; i++) {
      alice.client().move(1, 0, 1);
      gateway.agent.doWork();
    }

    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isEqualTo(1);
    gateway.step();
    assertThat(alice.heard().refusals).containsExactly(RefusalCode.RATE_LIMITED);
    assertThat(gateway.world.gone()).hasSize(1);
  }

  private void login(String character) {
    Player player = gateway.ready();
    player.client().login("alice", PASSWORD, false, character);
    gateway.until(() -> player.client().state() == ClientState.PLAYING);
  }

  private Account account() {
    return Objects.requireNonNull(gateway.accounts.find("alice").join().account());
  }

  private CharacterList answer(Player player, int number) {
    gateway.until(() -> player.heard().characters.size() >= number);
    return player.heard().characters.get(number - 1);
  }
}
