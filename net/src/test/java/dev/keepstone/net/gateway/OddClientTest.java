package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.harness.MemoryTransport;
import dev.keepstone.net.harness.RawClient;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.ClientHelloEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are broken, or not ours: they say what they may at a time when they may not. */
final class OddClientTest {
  private static final byte[] GARBAGE = new byte[20];

  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void isToldWhenItSaysWhatNobodyUnderstands() {
    RawClient stranger = RawClient.ready(gateway);
    stranger.say(GARBAGE);
    assertThat(stranger.refusals()).containsExactly(RefusalCode.BAD_FRAME);
    assertThat(gateway.world.gone()).isEmpty();

    RawClient player = RawClient.playing(gateway, "alice");
    long session = gateway.world.onlySession();
    player.say(GARBAGE);
    assertThat(player.refusals()).containsExactly(RefusalCode.BAD_FRAME);
    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(2);
  }

  @Test
  void isNotHeardAfterTheLastWord() {
    RawClient client = RawClient.ready(gateway);
    client.say(GARBAGE);
    client.say(GARBAGE);
    client.wire().inject(GARBAGE);

    assertThat(client.refusals()).containsExactly(RefusalCode.BAD_FRAME);
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(1);
  }

  @Test
  void partsWhenItFloodsBeforeItHasLoggedIn() {
    RawClient client = RawClient.ready(gateway);
    for (int i = 0; i < 600; i++) {
      client.ping();
    }
    assertThat(client.refusals()).isEmpty();

    client.ping();

    assertThat(client.refusals()).containsExactly(RefusalCode.RATE_LIMITED);
    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isEqualTo(1);
    assertThat(gateway.world.gone()).isEmpty();
  }

  @Test
  void logsInOnlyOnce() {
    RawClient client = RawClient.playing(gateway, "alice");

    client.register("bob");

    assertThat(client.refusals()).isEmpty();
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(1);
    assertThat(gateway.world.enterCount()).isEqualTo(1);
    client.move();
    client.refusals();
    assertThat(gateway.world.intentSessions()).hasSize(1);
  }

  @Test
  void asksForNothingBeforeItPlays() {
    RawClient client = RawClient.ready(gateway);

    client.move();
    client.characterRequest(CharacterAction.LIST.value());

    assertThat(client.refusals()).isEmpty();
    assertThat(gateway.count(GatewayCounter.INTENTS_BAD)).isEqualTo(2);
    assertThat(gateway.count(GatewayCounter.CHARACTER_REQUESTS)).isZero();
    assertThat(gateway.world.intentSessions()).isEmpty();
  }

  @Test
  void isToldWhenItWantsWhatCannotBeDoneWithCharacters() {
    for (int action :
        new int[] {CharacterAction.LIST.value() - 1, CharacterAction.SELECT.value() + 1, 255}) {
      RawClient client = RawClient.playing(gateway, "alice_" + action);
      client.characterRequest(action);
      assertThat(client.refusals()).as("%d", action).containsExactly(RefusalCode.BAD_FRAME);
    }
    assertThat(gateway.world.gone()).hasSize(3);
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(3);
  }

  /** A client says once for each update that it has it; who says it more often pays. */
  @Test
  void getsOnlyNewsForFree() {
    RawClient client = RawClient.playing(gateway, "alice");
    gateway.advance(250);
    for (int update = 1; update <= 5; update++) {
      client.received(update);
    }
    gateway.step();

    for (int i = 0; i < 100; i++) {
      client.received(1);
    }
    assertThat(client.refusals()).isEmpty();

    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isEqualTo(40);
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isZero();
  }

  @Test
  void hasNothingToReceiveBeforeItPlays() {
    RawClient client = RawClient.ready(gateway);
    for (int i = 0; i < 61; i++) {
      client.received(i);
    }

    assertThat(client.refusals()).isEmpty();
    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isEqualTo(1);
  }

  @Test
  void getsNoKeysForAKeyOfLowOrder() {
    byte[] hello = hello(WireLimits.PROTOCOL_VERSION);
    int keyAt =
        MessageHeaderEncoder.ENCODED_LENGTH + ClientHelloEncoder.ephemeralKeyEncodingOffset();
    Arrays.fill(hello, keyAt, keyAt + ClientHelloEncoder.ephemeralKeyLength(), (byte) 0);

    MemoryTransport.Wire wire = gateway.transport.connect();
    wire.inject(hello);
    gateway.step();

    assertThat(wire.isClosed()).isTrue();
    assertThat(wire.streamBytes()).isZero();
    assertThat(gateway.count(GatewayCounter.HELLOS_REFUSED)).isEqualTo(1);
  }

  @Test
  void mayTryAnotherHelloAfterGarbageButNotAfterAnotherVersion() {
    MemoryTransport.Wire wire = gateway.transport.connect();
    wire.inject(GARBAGE);
    wire.inject(hello(WireLimits.PROTOCOL_VERSION));
    MemoryTransport.Wire other = gateway.transport.connect();
    other.inject(hello(WireLimits.PROTOCOL_VERSION + 1));
    other.inject(hello(WireLimits.PROTOCOL_VERSION));
    gateway.step();

    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(1);
    assertThat(gateway.count(GatewayCounter.HELLOS_OF_OTHER_VERSION)).isEqualTo(1);
    assertThat(gateway.count(GatewayCounter.SESSIONS_KEYED)).isEqualTo(1);
    assertThat(other.streamBytes()).isPositive();
  }

  private static byte[] hello(int version) {
    return new ClientHandshake(version, new SecureRandom()).hello();
  }
}
