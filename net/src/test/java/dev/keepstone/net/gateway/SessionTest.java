package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.Account;
import dev.keepstone.net.auth.AccountDirectory.Lookup;
import dev.keepstone.net.auth.AccountDirectory.LookupOutcome;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.harness.RawClient;
import dev.keepstone.net.harness.TestGateway;
import dev.keepstone.net.harness.TestGateway.Player;
import dev.keepstone.net.seal.ServerIdentity;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One session, or a few, from hello to farewell, on a stepped clock. */
final class SessionTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  private TestGateway gateway = new TestGateway("");

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void entersPlaysAndLeaves() {
    Player player = gateway.playing("alice");

    int sequence = player.client().move(1, 0, 1);
    gateway.until(() -> player.heard().ackedSequence == sequence);
    player.client().say("hello");
    gateway.until(() -> player.heard().spoken.equals(List.of("hello")));
    player.client().leave();
    gateway.until(() -> player.client().state() == ClientState.CLOSED);
    gateway.advance(100);

    assertThat(player.heard().x).isEqualTo(1);
    assertThat(player.heard().farewell).isEqualTo(FarewellReason.LOGOUT);
    assertThat(gateway.agent.sessionCount()).isZero();
    assertThat(gateway.world.gone()).isEmpty();
  }

  @Test
  void logsInAgainWithTheSamePlayerId() {
    Player first = gateway.playing("alice");
    first.client().leave();
    gateway.until(() -> first.client().state() == ClientState.CLOSED);

    Player second = gateway.ready();
    second.client().login("alice", PASSWORD);
    gateway.until(() -> second.client().state() == ClientState.PLAYING);

    assertThat(second.heard().playerId).isEqualTo(first.heard().playerId);
  }

  @Test
  void putsItsOwnSessionIntoIntents() {
    Player player = gateway.playing("alice");

    player.client().move(1, 0, 1);
    gateway.until(() -> !gateway.world.intentSessions().isEmpty());

    // The client leaves the field 0; what the world hears is the gateway's number.
    assertThat(gateway.world.intentSessions()).containsExactly(gateway.world.onlySession());
    assertThat(gateway.world.onlySession() >>> 48).isEqualTo(1);
  }

  @Test
  void refusesAWrongPasswordAndAnUnknownNameAlike() {
    gateway.playing("alice");
    Player wrong = gateway.ready();
    Player unknown = gateway.ready();

    wrong.client().login("alice", "wrong horse".toCharArray());
    unknown.client().login("nobody", "wrong horse".toCharArray());
    gateway.until(() -> !wrong.heard().refusals.isEmpty() && !unknown.heard().refusals.isEmpty());

    assertThat(wrong.heard().refusals).containsExactly(RefusalCode.BAD_CREDENTIALS);
    assertThat(unknown.heard().refusals).containsExactly(RefusalCode.BAD_CREDENTIALS);
    assertThat(unknown.heard().texts).isEqualTo(wrong.heard().texts);
    assertThat(wrong.client().state()).isEqualTo(ClientState.READY);
  }

  @Test
  void neverTellsAnOutageAsAWrongPassword() {
    gateway.playing("alice");
    Player player = gateway.ready();
    gateway.accounts.available(false);

    player.client().login("alice", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 1);
    player.client().register("bob", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 2);

    assertThat(player.heard().refusals).containsOnly(RefusalCode.STORE_UNAVAILABLE);
  }

  @Test
  void tellsCorruptAccountsFromWrongPasswords() {
    gateway.accounts.put("broken", Lookup.without(LookupOutcome.CORRUPT));
    gateway.accounts.put(
        "garbled", Lookup.found(Account.of("garbled", 7, "plaintext password", Role.PLAYER)));
    Player player = gateway.ready();

    player.client().login("broken", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 1);
    player.client().login("garbled", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 2);

    assertThat(player.heard().refusals).containsOnly(RefusalCode.DATA_CORRUPTED);
  }

  @Test
  void refusesATakenNameABadNameAndAWeakPassword() {
    gateway.playing("alice");
    Player player = gateway.ready();

    player.client().register("alice", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 1);
    player.client().register("Alice!", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 2);
    player.client().register("bob", "short".toCharArray());
    gateway.until(() -> player.heard().refusals.size() == 3);
    player.client().register("", PASSWORD);
    gateway.until(() -> player.heard().refusals.size() == 4);

    assertThat(player.heard().refusals)
        .containsExactly(
            RefusalCode.NAME_TAKEN,
            RefusalCode.BAD_NAME,
            RefusalCode.WEAK_PASSWORD,
            RefusalCode.MISSING_CREDENTIALS);
  }

  @Test
  void closesAfterFiveRefusedLogins() {
    Player player = gateway.ready();

    for (int i = 1; i <= 5; i++) {
      int tries = i;
      assertThat(player.client().login("nobody", PASSWORD)).isTrue();
      gateway.until(() -> player.heard().refusals.size() == tries);
    }
    gateway.advance(4_000);

    assertThat(player.heard().closeReasons).containsExactly(CloseReason.REFUSED);
    assertThat(gateway.agent.sessionCount()).isZero();
    assertThat(gateway.count(GatewayCounter.LOGINS_REFUSED)).isEqualTo(5);
  }

  @Test
  void letsARefusedPlayerTryAgain() {
    gateway.world.refuse(RefusalReason.ALREADY_PLAYING);
    Player player = gateway.ready();
    player.client().register("alice", PASSWORD);
    gateway.until(() -> !player.heard().refusals.isEmpty());

    gateway.world.refuse(null);
    player.client().login("alice", PASSWORD);
    gateway.until(() -> player.client().state() == ClientState.PLAYING);

    assertThat(player.heard().refusals).containsExactly(RefusalCode.ALREADY_PLAYING);
    assertThat(player.heard().texts).containsExactly(RefusalText.of(RefusalCode.ALREADY_PLAYING));
    assertThat(player.heard().retryAfterMs).isZero();
  }

  /** One that comes late, when another world has let the player in: it is not about now. */
  @Test
  void staysInWhenARefusalToEnterComesTooLate() {
    Player player = gateway.playing("alice");

    gateway.world.enterRefused(gateway.world.onlySession(), RefusalReason.ALREADY_PLAYING);
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.UPDATES_UNHEARD)).isEqualTo(1);
    assertThat(player.heard().refusals).isEmpty();
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void expiresALoginThatTheStoreNeverAnswers() {
    Player player = gateway.ready();
    gateway.accounts.fallSilent();

    player.client().login("alice", PASSWORD);
    gateway.advance(31_000);

    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED);
    assertThat(player.client().state()).isEqualTo(ClientState.READY);
  }

  @Test
  void tellsTheWorldWhenItGivesUpOnEntering() {
    gateway.world.fallSilent();
    Player player = gateway.ready();

    player.client().register("alice", PASSWORD);
    gateway.until(() -> gateway.world.enterCount() == 1);
    gateway.advance(34_000);

    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED);
    assertThat(gateway.world.gone()).hasSize(1);
    assertThat(player.client().state()).isEqualTo(ClientState.CLOSED);
  }

  @Test
  void closesAConnectionThatSaysNothing() {
    gateway.transport.connect();
    gateway.step();
    assertThat(gateway.transport.connectionCount()).isEqualTo(1);

    gateway.advance(4_950);
    assertThat(gateway.transport.connectionCount()).isEqualTo(1);
    gateway.advance(50);

    assertThat(gateway.agent.sessionCount()).isZero();
    assertThat(gateway.transport.connectionCount()).isZero();
  }

  @Test
  void givesAPersonTwoMinutesToLogIn() {
    Player player = gateway.ready();

    gateway.advance(119_000);
    assertThat(player.client().state()).isEqualTo(ClientState.READY);
    gateway.advance(5_000);

    assertThat(player.heard().refusals).containsExactly(RefusalCode.EXPIRED);
    assertThat(player.client().state()).isEqualTo(ClientState.CLOSED);
  }

  @Test
  void reportsALostConnection() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    player.wire().cut();
    gateway.step();

    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(gateway.count(GatewayCounter.SESSIONS_CLOSED)).isEqualTo(1);
  }

  @Test
  void reportsASilentPlayerAndKeepsAPingingOne() {
    Player silent = gateway.playing("alice");
    long session = gateway.world.onlySession();
    Player pinging = gateway.playing("bob");
    silent.link().block();

    gateway.advance(11_000);

    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(gateway.count(GatewayCounter.SESSIONS_SILENT)).isEqualTo(1);
    assertThat(pinging.client().state()).isEqualTo(ClientState.PLAYING);
    assertThat(pinging.heard().roundTripCount).isGreaterThan(3);
  }

  @Test
  void callsNobodySilentBeforeTenSecondsAreOver() {
    RawClient client = RawClient.ready(gateway);

    gateway.advance(10_000);
    assertThat(client.wire().isClosed()).isFalse();
    gateway.advance(50);

    assertThat(client.wire().isClosed()).isTrue();
    assertThat(gateway.count(GatewayCounter.SESSIONS_SILENT)).isEqualTo(1);
  }

  @Test
  void offersGoneUntilTheInboxTakesIt() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();
    gateway.toWorld.capacity(0);

    player.wire().cut();
    gateway.advance(500);
    assertThat(gateway.world.gone()).isEmpty();
    gateway.toWorld.capacity(1_000);
    gateway.advance(50);

    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(gateway.count(GatewayCounter.GONE_RETRIED)).isPositive();
  }

  @Test
  void tellsThePlayerWhenTheInboxIsFull() {
    Player player = gateway.playing("alice");
    gateway.toWorld.capacity(0);

    player.client().move(1, 0, 1);
    gateway.until(() -> !player.heard().intentRefusals.isEmpty());

    assertThat(player.heard().intentRefusals).containsExactly(RefusalReason.BUSY);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void refusesEntryAsBusyWhenTheInboxIsFull() {
    gateway.toWorld.capacity(0);
    Player player = gateway.ready();

    for (int i = 1; i <= 7; i++) {
      int tries = i;
      player.client().register("alice_" + i, PASSWORD);
      gateway.until(() -> player.heard().refusals.size() == tries);
    }

    // Being busy is not the player's fault: more than five of these do not end the session.
    assertThat(player.heard().refusals).containsOnly(RefusalCode.BUSY);
    assertThat(player.heard().retryAfterMs).isEqualTo(2_000);
    assertThat(player.client().state()).isEqualTo(ClientState.READY);
  }

  @Test
  void refusesIntentsThatNoWorldWouldDo() {
    Player player = gateway.playing("alice");

    player.client().move(2, 0, 1);
    player.client().say("");
    player.client().say("escape \u001b[2J");
    player.client().say("bell \u0007");
    gateway.until(() -> player.heard().intentRefusals.size() == 4);
    player.client().say("gr\u00fc\u00df dich \ud83d\ude00");
    gateway.until(() -> player.heard().spoken.size() == 1);

    assertThat(player.heard().intentRefusals).containsOnly(RefusalReason.BAD_INTENT);
    assertThat(gateway.count(GatewayCounter.INTENTS_BAD)).isEqualTo(4);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void dropsWhatIsOverBudgetAndPassesTwentyInputsASecond() {
    Player player = gateway.playing("alice");
    gateway.advance(3_000);
    int before = gateway.world.intentSessions().size();

    for (int i = 0; i < 200; i++) {
      gateway.advance(50);
      assertThat(player.client().move(1, 0, 1)).isPositive();
    }
    gateway.step();
    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isZero();
    assertThat(gateway.world.intentSessions()).hasSize(before + 200);

    for (int i = 0; i < 200; i++) {
      player.client().move(1, 0, 1);
    }
    gateway.until(() -> gateway.count(GatewayCounter.FRAMES_OVER_BUDGET) > 0);
    gateway.step();

    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isBetween(135L, 145L);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  /** Each time 9 s of inputs come in one go, for three minutes: late, but never too many. */
  @Test
  void keepsAPlayerWhoseFramesWereHeldUp() {
    Player player = gateway.playing("alice");

    for (int heldUp = 0; heldUp < 20; heldUp++) {
      for (int i = 0; i < 9 * 20; i++) {
        assertThat(player.client().move(1, 0, 1)).isPositive();
      }
      gateway.clock().advance(TimeUnit.SECONDS.toNanos(9));
      gateway.step();
    }

    assertThat(gateway.count(GatewayCounter.FRAMES_OVER_BUDGET)).isGreaterThan(20 * 100);
    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isZero();
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  /** 60 a second are 30 too many: 600 last for 20 s. */
  @Test
  void endsASessionThatKeepsSendingTooMuch() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    floodFor(player, 19_000);
    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isZero();
    floodFor(player, 3_000);

    assertThat(gateway.count(GatewayCounter.SESSIONS_ABUSIVE)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(player.heard().refusals).containsExactly(RefusalCode.RATE_LIMITED);
  }

  private void floodFor(Player player, long durationMs) {
    for (long passedMs = 0; passedMs < durationMs; passedMs += 50) {
      for (int i = 0; i < 3; i++) {
        player.client().move(1, 0, 1);
      }
      gateway.advance(50);
    }
  }

  /** What is still unread may be somebody's sign of life. */
  @Test
  void callsNobodySilentWhileItLagsBehind() {
    Player flooding = gateway.playing("alice");
    Player late = gateway.playing("bob");
    gateway.clock().advance(TimeUnit.SECONDS.toNanos(11));
    for (int i = 0; i < 1_500; i++) {
      flooding.wire().inject(new byte[] {1, 2, 3});
    }
    late.client().move(1, 0, 1);

    gateway.advance(200);

    assertThat(gateway.count(GatewayCounter.SESSIONS_SILENT)).isZero();
    assertThat(late.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void skipsSnapshotsAndChatOfASlowPlayerAndKeepsTheRest() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();
    gateway.until(() -> player.heard().snapshotCount > 0);
    int before = player.heard().snapshotCount;

    player.wire().block(true);
    gateway.advance(500);
    gateway.world.intentRefused(session, RefusalReason.BAD_INTENT);
    gateway.world.spoken(session, "unheard");
    gateway.world.intentRefused(session, RefusalReason.BUSY);
    gateway.advance(500);
    player.wire().block(false);
    gateway.until(() -> player.heard().intentRefusals.size() == 2);

    assertThat(player.heard().intentRefusals)
        .containsExactly(RefusalReason.BAD_INTENT, RefusalReason.BUSY);
    assertThat(player.heard().spoken).isEmpty();
    assertThat(gateway.count(GatewayCounter.UPDATES_SKIPPED)).isGreaterThanOrEqualTo(19);
    assertThat(player.heard().snapshotCount).isLessThan(before + 6);
  }

  /** As on a line that takes everything, and delivers it late. */
  @Test
  void whoIsFarBehindGetsFewerUpdatesUntilHeIsNot() {
    Player player = gateway.playing("alice");
    gateway.until(() -> player.heard().snapshotCount > 5);
    long sent = gateway.count(GatewayCounter.UPDATES_SENT);
    for (int i = 0; i < 56; i++) {
      gateway.clock().advance(TimeUnit.MILLISECONDS.toNanos(50));
      gateway.world.tick();
      gateway.agent.doWork();
    }

    // 16 or 17 at first, then one in four.
    assertThat(gateway.count(GatewayCounter.UPDATES_SENT) - sent).isBetween(24L, 28L);
    gateway.advance(200);
    int heard = player.heard().snapshotCount;
    gateway.advance(1_000);
    assertThat(player.heard().snapshotCount - heard).isEqualTo(20);
  }

  @Test
  void dropsASessionWhoseBacklogOverflows() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    player.wire().block(true);
    for (int i = 0; i < SessionLink.MAX_BACKLOG_FRAMES + 1; i++) {
      gateway.world.intentRefused(session, RefusalReason.BAD_INTENT);
    }
    gateway.until(() -> gateway.count(GatewayCounter.SESSIONS_OVERFLOWED) > 0);
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
  }

  /** What others say must not throw anybody out. */
  @Test
  void keepsASlowListenerWhateverIsSaid() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    player.wire().block(true);
    for (int i = 0; i < 2 * SessionLink.MAX_BACKLOG_FRAMES; i++) {
      gateway.world.spoken(session, "line " + i);
    }
    gateway.step();
    gateway.step();

    assertThat(gateway.count(GatewayCounter.SESSIONS_OVERFLOWED)).isZero();
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void refusesChatBeyondItsOwnBudget() {
    Player player = gateway.playing("alice");
    int burst = 5;

    for (int i = 0; i < burst + 3; i++) {
      player.client().say("again");
    }
    gateway.until(() -> player.heard().intentRefusals.size() == 3);

    assertThat(player.heard().intentRefusals).containsOnly(RefusalReason.BUSY);
    assertThat(gateway.count(GatewayCounter.CHAT_OVER_BUDGET)).isEqualTo(3);
  }

  @Test
  void survivesForgedReplayedAndMalformedFrames() {
    Player player = gateway.playing("alice");
    player.client().move(1, 0, 1);
    gateway.until(() -> gateway.world.intentSessions().size() == 1);
    List<byte[]> sent = List.copyOf(player.wire().sentByClient());
    byte[] newest = sent.get(sent.size() - 1);

    player.wire().inject(newest);
    byte[] forged = newest.clone();
    forged[forged.length - 1] ^= 1;
    forged[8] = 99;
    player.wire().inject(forged);
    player.wire().inject(new byte[] {1, 2, 3});
    player.wire().inject(new byte[1_000]);
    player.wire().inject(sent.get(0));
    gateway.step();
    player.client().move(1, 0, 1);
    gateway.until(() -> gateway.world.intentSessions().size() == 2);

    assertThat(gateway.count(GatewayCounter.FRAMES_REPLAYED)).isEqualTo(1);
    assertThat(gateway.count(GatewayCounter.FRAMES_FORGED)).isEqualTo(1);
    assertThat(gateway.count(GatewayCounter.FRAMES_MALFORMED)).isEqualTo(3);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void countsMalformedUpdatesAndGoesOn() {
    Player player = gateway.playing("alice");

    gateway.world.sayRaw(new byte[] {1, 2, 3});
    gateway.world.sayRaw(new byte[64]);
    gateway.world.spoken(12_345, "to nobody");
    gateway.step();

    assertThat(gateway.count(GatewayCounter.UPDATES_MALFORMED)).isEqualTo(2);
    assertThat(gateway.count(GatewayCounter.UPDATES_UNHEARD)).isEqualTo(1);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void losesOnlyTheSessionThatFails() {
    Player victim = gateway.playing("alice");
    long session = gateway.world.onlySession();
    Player other = gateway.playing("bob");

    IllegalStateException planted = new IllegalStateException("planted by the test");
    planted.setStackTrace(new StackTraceElement[0]);
    victim.wire().failOnSend(planted);
    gateway.advance(1_000);

    assertThat(gateway.count(GatewayCounter.SESSIONS_FAULTED)).isEqualTo(1);
    assertThat(gateway.world.gone()).containsExactly(session);
    assertThat(other.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void passesTheWorldsFarewellOn() {
    Player player = gateway.playing("alice");

    gateway.world.farewell(gateway.world.onlySession(), FarewellReason.SHUTDOWN);
    gateway.until(() -> player.client().state() == ClientState.CLOSED);
    gateway.advance(3_100);

    assertThat(player.heard().farewell).isEqualTo(FarewellReason.SHUTDOWN);
    assertThat(gateway.agent.sessionCount()).isZero();
    assertThat(gateway.world.gone()).isEmpty();
  }

  @Test
  void passesNothingOnAfterTheFarewell() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();

    gateway.world.farewell(session, FarewellReason.SHUTDOWN);
    gateway.world.spoken(session, "too late");
    gateway.step();
    gateway.step();

    assertThat(player.heard().spoken).isEmpty();
    assertThat(gateway.count(GatewayCounter.UPDATES_UNHEARD)).isEqualTo(1);
  }

  @Test
  void countsWhatItPassesOnAndWhatItLeavesOut() {
    Player player = gateway.playing("alice");
    long session = gateway.world.onlySession();
    long sent = gateway.count(GatewayCounter.UPDATES_SENT);
    long skipped = gateway.count(GatewayCounter.UPDATES_SKIPPED);

    gateway.world.spoken(session, "heard");
    gateway.world.intentRefused(session, RefusalReason.BUSY);
    gateway.agent.doWork();
    assertThat(gateway.count(GatewayCounter.UPDATES_SENT)).isEqualTo(sent + 2);
    player.wire().block(true);
    gateway.world.spoken(session, "not heard");
    gateway.world.intentRefused(session, RefusalReason.BUSY);
    gateway.agent.doWork();

    assertThat(gateway.count(GatewayCounter.UPDATES_SENT)).isEqualTo(sent + 3);
    assertThat(gateway.count(GatewayCounter.UPDATES_SKIPPED)).isEqualTo(skipped + 1);
  }

  @Test
  void givesUpOnALeaveThatIsNeverConfirmed() {
    Player player = gateway.playing("alice");
    gateway.world.fallSilent();

    player.client().leave();
    gateway.advance(59_000);
    assertThat(player.client().state()).isEqualTo(ClientState.PLAYING);
    gateway.advance(4_000);

    assertThat(gateway.world.gone()).hasSize(1);
    assertThat(player.client().state()).isEqualTo(ClientState.CLOSED);
  }

  @Test
  void refusesNewcomersOnTheWayDown() {
    Player playing = gateway.playing("alice");
    Player ready = gateway.ready();

    gateway.agent.refuseNewcomers();
    Player late = gateway.connect();
    ready.client().register("bob", PASSWORD);
    gateway.until(() -> !ready.heard().refusals.isEmpty());
    gateway.until(() -> late.client().state() == ClientState.CLOSED);

    assertThat(ready.heard().refusals).containsExactly(RefusalCode.SHUTTING_DOWN);
    assertThat(late.heard().closeReasons).containsExactly(CloseReason.REFUSED);
    assertThat(late.heard().texts).containsExactly(RefusalText.of(RefusalCode.SHUTTING_DOWN));
    assertThat(gateway.count(GatewayCounter.HELLOS_REFUSED)).isEqualTo(1);
    assertThat(playing.client().state()).isEqualTo(ClientState.PLAYING);
  }

  @Test
  void tellsThoseTooManyThatItIsFull() {
    gateway.close();
    gateway = new TestGateway("max-sessions = 1");
    gateway.playing("alice");

    Player second = gateway.connect();
    gateway.until(() -> second.client().state() == ClientState.CLOSED);

    assertThat(second.heard().texts).containsExactly(RefusalText.of(RefusalCode.SERVER_FULL));
    assertThat(gateway.count(GatewayCounter.HELLOS_REFUSED)).isEqualTo(1);
  }

  @Test
  void lettsAClientRefuseAServerWithAnotherKey() {
    String other = ServerIdentity.generate(new SecureRandom()).fingerprint();

    Player player = gateway.connect(ServerKeyCheck.pinned(other));
    gateway.until(() -> player.client().state() == ClientState.CLOSED);

    assertThat(player.heard().closeReasons).containsExactly(CloseReason.WRONG_SERVER);
    assertThat(player.heard().texts.get(0)).contains(other, gateway.identity.fingerprint());
  }
}
