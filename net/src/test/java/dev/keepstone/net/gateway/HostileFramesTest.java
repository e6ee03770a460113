package dev.keepstone.net.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A million frames of somebody who is on the player's own wire, between player and gateway: made
 * up, sent before, with another number, with one bit changed, or cut. None is taken for the
 * player's, and neither he nor anybody else is disturbed.
 */
final class HostileFramesTest {
  private static final int FRAMES = Integer.getInteger("keepstone.hostile.frames", 1_000_000);

  /** As many as the gateway reads in one cycle of a busy server. */
  private static final int AT_A_TIME = 500;

  private static final int MAX_MADE_UP_BYTES = 300;
  private static final int OWN_FRAMES = 200;

  /** Of the frame's number, which stands behind the message header. */
  private static final int SEQUENCE_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH;

  private final TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void areNeverTakenForThePlayersOwn() {
    Player victim = gateway.playing("victim");
    Player other = gateway.playing("other");
    for (int i = 0; i < OWN_FRAMES; i++) {
      victim.client().move(i % 2 == 0 ? 1 : -1, 0, 1);
      gateway.advance(50);
    }
    List<byte[]> seen = List.copyOf(victim.wire().sentByClient());
    long seed = System.nanoTime();
    Random dice = new Random(seed);
    int intentsBefore = gateway.world.intentSessions().size();

    for (int sent = 0; sent < FRAMES; sent += AT_A_TIME) {
      for (int i = 0; i < AT_A_TIME; i++) {
        victim.wire().inject(hostile(dice, seen, victim.wire().sentByClient().size()));
      }
      gateway.step();
    }
    gateway.until(() -> judged() >= FRAMES);

    assertThat(judged()).as("seed=%d", seed).isEqualTo(FRAMES);
    assertThat(gateway.count(GatewayCounter.FRAMES_REPLAYED)).isGreaterThan(FRAMES / 8);
    assertThat(gateway.count(GatewayCounter.FRAMES_FORGED)).isGreaterThan(FRAMES / 8);
    assertThat(gateway.world.intentSessions()).as("seed=%d", seed).hasSize(intentsBefore);
    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isZero();
    for (Player player : List.of(victim, other)) {
      int sequence = player.client().move(1, 0, 1);
      gateway.until(() -> player.heard().ackedSequence == sequence);
      assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
    }
    assertThat(gateway.agent.sessionCount()).isEqualTo(2);
  }

  private long judged() {
    return gateway.count(GatewayCounter.FRAMES_MALFORMED)
        + gateway.count(GatewayCounter.FRAMES_FORGED)
        + gateway.count(GatewayCounter.FRAMES_REPLAYED);
  }

  private static byte[] hostile(Random dice, List<byte[]> seen, int sent) {
    byte[] frame = seen.get(dice.nextInt(seen.size())).clone();
    switch (dice.nextInt(5)) {
      case 0 -> {
        frame = new byte[dice.nextInt(MAX_MADE_UP_BYTES)];
        dice.nextBytes(frame);
      }
      case 1 -> {
        // As it was sent before.
      }
      case 2 -> {
        // As if it were the next one, or one that is still to come.
        if (frame.length >= SEQUENCE_OFFSET + Long.BYTES) {
          new UnsafeBuffer(frame)
              .putLong(SEQUENCE_OFFSET, sent + dice.nextInt(OWN_FRAMES), LITTLE_ENDIAN);
        }
      }
      case 3 -> frame[dice.nextInt(frame.length)] ^= (byte) (1 << dice.nextInt(8));
      default -> frame = Arrays.copyOf(frame, dice.nextInt(frame.length));
    }
    return frame;
  }
}
