package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.ecs.message.sbe.SpokenEncoder;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.Comeback;
import dev.keepstone.net.harness.RawClient;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.update.UpdateFormat;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queue, a wire or a frame that has no room in the middle of what a session is doing. */
final class NoRoomTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final TestGateway gateway = new TestGateway("");
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  @AfterEach
  void close() {
    gateway.close();
  }

  /** The backlog is full when the world lets the player in: there is no session to resume. */
  @Test
  void sendsNoTokenToWhoNeverHeardThatHeIsIn() {
    gateway.world.fallSilent();
    Player player = gateway.ready();
    player.client().register("alice", PASSWORD);
    gateway.until(() -> gateway.world.enterCount() == 1);
    long session = gateway.world.lastEnter().session();
    fill(player, session, SessionLink.MAX_BACKLOG_FRAMES);
    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isZero();

    gateway.world.sayRaw(entered(session, "nowhere"));
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(player.client().state()).isEqualTo(ClientState.CLOSED);
    assertThat(player.client().comeback()).isNull();
  }

  @Test
  void endsASessionWhoseTokenFindsNoRoom() {
    gateway.world.fallSilent();
    Player player = gateway.ready();
    player.client().register("alice", PASSWORD);
    gateway.until(() -> gateway.world.enterCount() == 1);
    long session = gateway.world.lastEnter().session();
    fill(player, session, SessionLink.MAX_BACKLOG_FRAMES - 1);

    gateway.world.sayRaw(entered(session, "nowhere"));
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
  }

  @Test
  void endsASessionWhoseAnswerFindsNoRoom() {
    Player walker = gateway.playing("alice");
    fill(walker, gateway.world.lastEnter().session(), SessionLink.MAX_BACKLOG_FRAMES);
    walker.client().move(2, 0, 1);
    gateway.step();
    assertThat(walker.wire().isClosed()).isTrue();

    Player owner = gateway.playing("bob");
    fill(owner, gateway.world.lastEnter().session(), SessionLink.MAX_BACKLOG_FRAMES);
    owner.client().characters();
    gateway.step();
    gateway.step();
    assertThat(owner.wire().isClosed()).isTrue();

    RawClient broken = RawClient.playing(gateway, "carl");
    broken.wire().block(true);
    refuse(gateway.world.lastEnter().session(), SessionLink.MAX_BACKLOG_FRAMES);
    broken.say(new byte[20]);
    gateway.step();
    assertThat(broken.wire().isClosed()).isTrue();

    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isEqualTo(3);
  }

  @Test
  void leavesOutWhatIsTooLongForAFrame() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();
    String tooLong = "x".repeat(WireLimits.MAX_SERVER_MESSAGE_BYTES);

    gateway.world.sayRaw(entered(session, tooLong));
    gateway.world.sayRaw(spoken(session, tooLong));
    // The rest of the longest message: header, block, two texts and the speaker's name.
    int others = spoken(session, "").length;
    String longest = "x".repeat(WireLimits.MAX_SERVER_MESSAGE_BYTES - others);
    gateway.world.sayRaw(spoken(session, longest + "x"));
    gateway.world.sayRaw(spoken(session, longest));
    gateway.until(() -> !player.heard().spoken.isEmpty());

    assertThat(player.heard().spoken).containsExactly(longest);
    assertThat(gateway.count(GatewayCounter.UPDATES_MALFORMED)).isEqualTo(3);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  /** The client can make nothing of half a state, but has been sent it: the next is a new one. */
  @Test
  void countsAnUpdateOfWhichOnlyTheFirstPartWentOut() {
    Player player = gateway.playing("alice");
    gateway.until(() -> player.heard().snapshotCount > 2);
    long session = gateway.world.onlySession();
    long sent = gateway.count(GatewayCounter.UPDATES_SENT);
    long full = gateway.count(GatewayCounter.UPDATES_FULL);
    long bytes = player.wire().streamBytes();

    gateway.world.sayRaw(crowd(session));
    player.wire().blockAfter(1);
    gateway.agent.doWork();

    assertThat(gateway.count(GatewayCounter.UPDATES_SENT)).isEqualTo(sent + 1);
    assertThat(gateway.count(GatewayCounter.UPDATES_FULL)).isEqualTo(full + 1);
    assertThat(player.wire().streamBytes() - bytes)
        .isBetween((long) UpdateFormat.MTU_BYTES, UpdateFormat.MTU_BYTES + 64L);
    player.wire().block(false);
    int before = player.heard().snapshotCount;
    gateway.advance(500);
    assertThat(player.heard().snapshotCount).isGreaterThan(before + 5);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void tellsTheWorldOfAsManyAsThereIsRoomFor() {
    Player alice = gateway.playing("alice");
    long first = gateway.world.lastEnter().session();
    Player bob = gateway.playing("bob");
    long second = gateway.world.lastEnter().session();
    gateway.toWorld.capacity(0);
    alice.wire().cut();
    bob.wire().cut();
    gateway.agent.doWork();

    gateway.toWorld.capacity(1);
    gateway.agent.doWork();
    assertThat(gateway.toWorld.size()).isEqualTo(1);
    gateway.step();
    gateway.step();

    assertThat(gateway.world.gone()).containsExactly(first, second);
  }

  /** The world would take the old session's end for that of the new one. */
  @Test
  void letsNobodyInBeforeTheWorldKnowsWhoIsGone() {
    Player alice = gateway.playing("alice");
    Player bob = gateway.ready();
    gateway.toWorld.capacity(0);
    alice.wire().cut();
    gateway.accounts.hold();
    bob.client().resume(new Comeback("alice", "", new byte[32], List.of(), 0));
    gateway.step();
    assertThat(gateway.count(GatewayCounter.GONE_RETRIED)).isPositive();

    gateway.toWorld.capacity(1_000);
    gateway.accounts.release();
    gateway.step();
    gateway.step();

    assertThat(bob.heard().refusals).containsExactly(RefusalCode.BUSY);
    assertThat(bob.client().state()).isEqualTo(ClientState.READY);
    assertThat(gateway.world.gone()).hasSize(1);
    assertThat(gateway.world.enterCount()).isEqualTo(1);
  }

  @Test
  void costsOneSessionWhenItsBacklogMeetsABug() {
    Player victim = gateway.playing("alice");
    long session = gateway.world.onlySession();
    victim.wire().block(true);
    gateway.world.intentRefused(session, RefusalReason.BUSY);
    gateway.step();

    IllegalStateException planted = new IllegalStateException("planted by the test");
    planted.setStackTrace(new StackTraceElement[0]);
    victim.wire().failOnSend(planted);
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(gateway.playing("bob").client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void costsOneSessionWhenItsFrameMeetsABug() {
    RawClient victim = RawClient.ready(gateway);
    IllegalStateException planted = new IllegalStateException("planted by the test");
    planted.setStackTrace(new StackTraceElement[0]);
    victim.wire().failOnSend(planted);

    victim.ping();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isEqualTo(1);
    assertThat(victim.wire().isClosed()).isTrue();
    assertThat(gateway.playing("bob").client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void costsOneSessionWhenItsDeadlineMeetsABug() {
    gateway.world.fallSilent();
    Player victim = gateway.ready();
    victim.client().register("alice", PASSWORD);
    gateway.until(() -> gateway.world.enterCount() == 1);
    gateway.advance(29_000);
    long session = gateway.world.lastEnter().session();
    gateway.agent.doWork(); // a ping, which would meet the bug first
    gateway.clock().advance(1_500_000_000L);

    IllegalStateException planted = new IllegalStateException("planted by the test");
    planted.setStackTrace(new StackTraceElement[0]);
    victim.wire().failOnSend(planted);
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
  }

  /** The wire takes nothing, and so many frames wait for it. */
  private void fill(Player player, long session, int frames) {
    player.wire().block(true);
    refuse(session, frames);
  }

  private void refuse(long session, int frames) {
    for (int i = 0; i < frames; i++) {
      gateway.world.intentRefused(session, RefusalReason.BAD_INTENT);
    }
    gateway.agent.doWork();
    assertThat(gateway.fromWorld.size()).isZero();
  }

  private byte[] entered(long session, String zoneName) {
    EnteredEncoder encoder = new EnteredEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(1)
        .entity(1)
        .tick(1)
        .zone(1)
        .x(0)
        .y(0)
        .tickRateHz(20)
        .lastOperation(0)
        .name("alice")
        .zoneName(zoneName);
    return bytes(encoder.encodedLength());
  }

  private byte[] spoken(long session, String text) {
    SpokenEncoder encoder = new SpokenEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .speaker(1)
        .name("somebody")
        .text(text);
    return bytes(encoder.encodedLength());
  }

  /** As many as a player may see, in a zone where the player was not before. */
  private byte[] crowd(long session) {
    SnapshotEncoder encoder = new SnapshotEncoder();
    SnapshotEncoder.NearEncoder near =
        encoder
            .wrapAndApplyHeader(buffer, 0, header)
            .session(session)
            .tick(1_000)
            .ackedSequence(0)
            .x(10)
            .y(10)
            .hp(10)
            .zone(2)
            .nearCount(UpdateFormat.MAX_SLOTS);
    for (int i = 0; i < UpdateFormat.MAX_SLOTS; i++) {
      near.next().entity(1_000L + i).x(i % 20).y(i % 7).hp(100).kind(EntityKind.CREATURE);
    }
    return bytes(encoder.encodedLength());
  }

  private byte[] bytes(int encodedLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_BYTES + encodedLength);
  }
}
