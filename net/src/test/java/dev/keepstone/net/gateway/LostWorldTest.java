package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway whose link to its world is lost, comes back, or leads to a world that stops. */
final class LostWorldTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void endsItsSessionsAndLetsThemComeBackUnderNewIds() {
    Player alice = gateway.playing("alice");
    Player ready = gateway.ready();
    gateway.step();

    gateway.worldLink.cut();
    gateway.step();
    gateway.advance(50);

    assertThat(gateway.agent.sessionCount()).isZero();
    assertThat(alice.client().state()).isEqualTo(ClientState.CLOSED);
    assertThat(ready.client().state()).isEqualTo(ClientState.CLOSED);
    Comeback comeback = Objects.requireNonNull(alice.client().comeback());

    gateway.worldLink.restore(2);
    gateway.step();
    Player again = gateway.ready();
    again.client().resume(comeback);
    gateway.until(() -> again.client().state() == ClientState.PLAYING);

    assertThat(gateway.world.lastEnter().session() >>> 48).isEqualTo(2);
    assertThat(again.heard().playerId).isEqualTo(alice.heard().playerId);
    // The world that could have been told is not there any more.
    assertThat(gateway.world.gone()).isEmpty();
  }

  @Test
  void takesNobodyInWhileThereIsNoWorld() {
    gateway.worldLink.cut();
    gateway.step();

    Player early = gateway.connect();
    gateway.until(() -> early.client().state() == ClientState.CLOSED);

    assertThat(early.heard().closeReasons).containsExactly(CloseReason.REFUSED);
    assertThat(early.heard().texts).containsExactly(RefusalText.of(RefusalCode.BUSY));
    assertThat(gateway.count(GatewayCounter.HELLOS_REFUSED)).isEqualTo(1);
    gateway.worldLink.restore(1);
    gateway.step();
    assertThat(gateway.playing("alice").client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void tellsNewcomersThatTheWorldStops() {
    Player playing = gateway.playing("alice");
    Player ready = gateway.ready();

    gateway.worldLink.stopping();
    Player late = gateway.connect();
    ready.client().register("bob", PASSWORD);
    gateway.until(() -> !ready.heard().refusals.isEmpty());
    gateway.until(() -> late.client().state() == ClientState.CLOSED);

    assertThat(ready.heard().refusals).containsExactly(RefusalCode.SHUTTING_DOWN);
    assertThat(late.heard().texts).containsExactly(RefusalText.of(RefusalCode.SHUTTING_DOWN));
    assertThat(playing.client().state()).isEqualTo(ClientState.PLAYING);
  }
}
