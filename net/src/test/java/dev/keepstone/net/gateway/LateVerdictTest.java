package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.client.CharacterList;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the store answers when nobody waits for it any more, and bugs while somebody does. */
final class LateVerdictTest {
  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void isCountedWhenItsSessionIsGone() {
    Player player = gateway.ready();
    gateway.accounts.hold();
    player.client().resume(stranger());
    gateway.step();

    player.wire().cut();
    gateway.advance(100);
    assertThat(gateway.agent.sessionCount()).isZero();
    gateway.accounts.release();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
  }

  /** Its own verdict only ends a try: the one before may come in the middle of the next. */
  @Test
  void isNotTakenForThatOfTheNextTry() {
    Player player = gateway.ready();
    gateway.accounts.hold();
    player.client().resume(stranger());
    gateway.advance(31_000);
    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED);
    player.client().resume(stranger());
    gateway.step();

    gateway.accounts.release();
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED, RefusalCode.BAD_TOKEN);
  }

  @Test
  void isNotHeardAfterItsTryWasGivenUp() {
    Player player = gateway.ready();
    gateway.accounts.hold();
    player.client().resume(stranger());
    gateway.advance(31_000);

    gateway.accounts.release();
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED);
    assertThat(player.client().state()).isEqualTo(ClientState.READY);
  }

  @Test
  void aboutCharactersIsCountedWhenItsSessionIsGone() {
    Player alice = gateway.playing("alice");
    gateway.accounts.hold();
    alice.client().characters();
    gateway.step();

    alice.wire().cut();
    gateway.advance(100);
    gateway.accounts.release();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
  }

  /** After half a minute a player may ask again; then only the new question is answered. */
  @Test
  void aboutCharactersIsNotTakenForThatOfTheNextQuestion() {
    Player alice = gateway.playing("alice");
    gateway.accounts.hold();
    alice.client().createCharacter("zoe");
    gateway.step();
    gateway.advance(29_950);
    alice.client().characters();
    gateway.step();
    assertThat(alice.heard().characters).containsExactly(busy());
    gateway.advance(50);
    alice.client().characters();
    gateway.step();
    assertThat(alice.heard().characters).containsExactly(busy());

    gateway.accounts.release();
    gateway.step();
    gateway.step();

    assertThat(alice.heard().characters).hasSize(2);
    assertThat(alice.heard().characters.get(1).names()).containsExactly("alice", "zoe");
    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
  }

  @Test
  void aboutCharactersIsNotToldToWhoIsLeaving() {
    Player alice = gateway.playing("alice");
    gateway.accounts.hold();
    alice.client().characters();
    gateway.world.fallSilent();
    alice.client().leave();
    gateway.step();

    gateway.accounts.release();
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.VERDICTS_LATE)).isEqualTo(1);
    assertThat(alice.heard().characters).isEmpty();
  }

  @Test
  void costsOneSessionWhenItMeetsABug() {
    Player other = gateway.playing("bob");
    Player victim = gateway.ready();
    gateway.accounts.hold();
    victim.client().resume(stranger());
    gateway.step();

    victim.wire().failOnSend(planted());
    gateway.accounts.release();

    assertLost(victim, other);
  }

  @Test
  void aboutCharactersCostsOneSessionWhenItMeetsABug() {
    Player other = gateway.playing("bob");
    Player victim = gateway.playing("alice");
    long session = gateway.world.lastEnter().session();
    gateway.accounts.hold();
    victim.client().characters();
    gateway.agent.doWork();

    victim.wire().failOnSend(planted());
    gateway.accounts.release();

    assertLost(victim, other);
    assertThat(gateway.world.gone()).containsExactly(session);
  }

  /** A bug behind the desk is for the log; the player hears that the store is away. */
  @Test
  void thatFailedInsideIsToldAsAnOutage() {
    Player player = gateway.ready();
    gateway.accounts.fail(planted());

    player.client().resume(stranger());
    gateway.until(() -> !player.heard().refusals.isEmpty());

    assertThat(player.heard().refusals).containsExactly(RefusalCode.STORE_UNAVAILABLE);
    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isZero();
    assertThat(player.client().state()).isEqualTo(ClientState.READY);
  }

  private static CharacterList busy() {
    return new CharacterList(RefusalText.of(RefusalCode.BUSY), List.of(), "");
  }

  private void assertLost(Player victim, Player other) {
    gateway.step();
    gateway.step();
    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isEqualTo(1);
    assertThat(victim.client().state()).isEqualTo(ClientState.CLOSED);
    int sequence = other.client().move(1, 0, 1);
    gateway.until(() -> other.heard().ackedSequence == sequence);
  }

  /** Without a trace: the log shall not show one that nobody has to look at. */
  private static RuntimeException planted() {
    IllegalStateException planted = new IllegalStateException("planted by the test");
    planted.setStackTrace(new StackTraceElement[0]);
    return planted;
  }

  private static Comeback stranger() {
    return new Comeback("nobody", "", new byte[32], List.of(), 0);
  }
}
