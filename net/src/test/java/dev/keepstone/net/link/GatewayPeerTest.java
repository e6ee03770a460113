package dev.keepstone.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.FarewellEncoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.GoneDecoder;
import dev.keepstone.ecs.message.sbe.LookEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.harness.MemoryQueue;
import dev.keepstone.net.seal.LinkExchange;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.DeskAction;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a server lets a gateway with the right key do, however wrong the gateway is. */
final class GatewayPeerTest {
  private static final long BASE = LinkIds.base(2, 7);
  private static final long SESSION = BASE | 1;
  private static final long PLAYER = 42;

  private final LinkCounters counters = new LinkCounters();
  private final MemoryChannel[] channels = MemoryChannel.pair();
  private final MemoryQueue world = new MemoryQueue(1_000);
  private final MemoryQueue answers = new MemoryQueue(1_000);
  private final SlotOutbox updates = new SlotOutbox();
  private final DeskCodec codec = new DeskCodec();
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[1_000]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final List<String> asked = new ArrayList<>();
  private final SealedLink gateway;
  private final GatewayPeer peer;

  GatewayPeerTest() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    LinkExchange one = new LinkExchange(key, random);
    LinkExchange two = new LinkExchange(key, random);
    assertThat(one.agree(two.publicKey(), key, key)).isTrue();
    assertThat(two.agree(one.publicKey(), key, key)).isTrue();
    gateway = new SealedLink(channels[0], one.gatewayStream(LinkLimits.BATCH_BYTES), counters, 0);
    SealedLink end =
        new SealedLink(channels[1], two.worldStream(LinkLimits.BATCH_BYTES), counters, 0);
    updates.open();
    peer = new GatewayPeer(BASE, end, updates, world, new Desk(), counters);
  }

  /** Accepts the password "right" and every name. */
  private final class Desk implements AccountDesk {
    @Override
    public CompletableFuture<AuthResult> login(
        long sessionId, String address, String name, byte[] password, String character) {
      asked.add("login " + name);
      boolean isRight = password.length == 5 && password[0] == 'r';
      return CompletableFuture.completedFuture(
          isRight
              ? new AuthResult(null, PLAYER, Role.PLAYER, null, 0, null)
              : AuthResult.refused(RefusalCode.BAD_CREDENTIALS));
    }

    @Override
    public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
      return login(sessionId, "", name, password, "");
    }

    @Override
    public CompletableFuture<AuthResult> resume(
        long sessionId, String address, String name, String character) {
      return CompletableFuture.completedFuture(
          new AuthResult(null, PLAYER, Role.PLAYER, null, 0, null));
    }

    @Override
    public void onWrongToken(String address) {
      asked.add("wrong token of " + address);
    }

    @Override
    public CompletableFuture<CharacterDesk.Answer> characters(
        long sessionId, CharacterAction action, String account, String character) {
      asked.add("characters of " + account);
      return CompletableFuture.completedFuture(new CharacterDesk.Answer(null, List.of(), PLAYER));
    }
  }

  private void work() {
    for (int i = 0; i < 3; i++) {
      gateway.flush(0);
      peer.doWork(0, false, false, 100);
      gateway.poll(answers, 0, 100);
    }
  }

  private void ask(DeskAction action, String account, String password) {
    ask(action, "192.0.2.7", account, password);
  }

  private void ask(DeskAction action, String address, String account, String password) {
    byte[] bytes = password.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int length = codec.request(1, SESSION, action, address, account, bytes, "");
    assertThat(gateway.offer(codec.buffer(), 0, length)).isTrue();
    work();
  }

  private void enter(long session, long playerId, Role role, boolean showsToken) {
    byte[] token = new byte[32];
    token[0] = (byte) (showsToken ? 1 : 0);
    EnterEncoder enter = new EnterEncoder();
    enter
        .wrapAndApplyHeader(message, 0, header)
        .session(session)
        .playerId(playerId)
        .role(role)
        .takeOver((short) 0)
        .putNewToken(new byte[32], 0, 32)
        .putShownToken(token, 0, 32);
    gateway.offer(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + enter.encodedLength());
    work();
  }

  private void look(long session) {
    LookEncoder look = new LookEncoder();
    look.wrapAndApplyHeader(message, 0, header).session(session).sequence(1);
    gateway.offer(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + look.encodedLength());
    work();
  }

  private void play() {
    ask(DeskAction.LOGIN, "ada", "right");
    enter(SESSION, PLAYER, Role.PLAYER, false);
    EnteredEncoder entered = new EnteredEncoder();
    entered.wrapAndApplyHeader(message, 0, header).session(SESSION);
    assertThat(updates.offer(message, 0, 100)).isTrue();
    work();
  }

  @Test
  void entersWhoHasShownThePasswordOnce() {
    ask(DeskAction.LOGIN, "ada", "right");
    enter(SESSION, PLAYER, Role.PLAYER, false);
    assertThat(world.size()).isEqualTo(1);
    assertThat(peer.sessionCount()).isEqualTo(1);

    enter(SESSION, PLAYER, Role.PLAYER, false);
    assertThat(world.size()).as("one password, one entry").isEqualTo(1);
    assertThat(counters.get(LinkCounter.ENTERS_REFUSED)).isEqualTo(1);
  }

  @Test
  void nobodyEntersOnTheGatewaysWord() {
    enter(SESSION, PLAYER, Role.PLAYER, false);
    ask(DeskAction.LOGIN, "ada", "wrong");
    enter(SESSION, PLAYER, Role.PLAYER, false);
    ask(DeskAction.LOGIN, "ada", "right");
    enter(SESSION, PLAYER + 1, Role.PLAYER, false);
    enter(SESSION, PLAYER, Role.ADMIN, false);
    enter(SESSION + 1, PLAYER, Role.PLAYER, false);
    enter(SESSION, PLAYER, Role.PLAYER, true);

    assertThat(world.size()).isZero();
    assertThat(counters.get(LinkCounter.ENTERS_REFUSED)).isEqualTo(6);
    assertThat(peer.loss()).isNull();
  }

  @Test
  void passesOnWhereAWrongTokenCameFrom() {
    ask(DeskAction.WRONG_TOKEN, "192.0.2.7", "", "");
    assertThat(asked).containsExactly("wrong token of 192.0.2.7");
    assertThat(peer.loss()).isNull();

    ask(DeskAction.WRONG_TOKEN, "x".repeat(101), "", "");
    assertThat(asked).hasSize(1);
    assertThat(peer.loss()).isNotNull();
  }

  @Test
  void anAddressHasAnEnd() {
    ask(DeskAction.LOGIN, "x".repeat(101), "ada", "right");

    assertThat(asked).isEmpty();
    assertThat(peer.loss()).isNotNull();
  }

  @Test
  void aNameWithoutATokenIsNoWayIn() {
    ask(DeskAction.RESUME, "ada", "");
    enter(SESSION, PLAYER, Role.PLAYER, false);
    assertThat(world.size()).isZero();
    enter(SESSION, PLAYER, Role.PLAYER, true);
    assertThat(world.size()).as("the world judges the token").isEqualTo(1);
  }

  @Test
  void speaksOnlyForItsOwnSessionsInTheWorld() {
    play();
    look(SESSION);
    assertThat(world.size()).isEqualTo(2);
    look(SESSION + 1);
    look(LinkIds.base(1, 0) | 1);
    look(LinkIds.base(2, 6) | 1);

    assertThat(world.size()).isEqualTo(2);
    assertThat(counters.get(LinkCounter.MESSAGES_UNHEARD)).isEqualTo(3);
  }

  @Test
  void charactersAreThoseOfTheAccountThatPlays() {
    play();
    ask(DeskAction.LIST, "bob", "");
    assertThat(asked).doesNotContain("characters of bob");
    ask(DeskAction.LIST, "ada", "");
    assertThat(asked).contains("characters of ada");
  }

  @Test
  void whatNoGatewaySaysEndsTheLink() {
    dev.keepstone.ecs.message.sbe.CloseEncoder close =
        new dev.keepstone.ecs.message.sbe.CloseEncoder();
    close.wrapAndApplyHeader(message, 0, header).unused((short) 0);
    gateway.offer(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + close.encodedLength());
    work();

    assertThat(world.size()).isZero();
    assertThat(peer.loss()).isEqualTo("the gateway says what no gateway says");
  }

  @Test
  void aFullInboxHoldsBackAndLosesNothing() {
    play();
    world.capacity(world.size());
    look(SESSION);
    look(SESSION);
    assertThat(world.size()).isEqualTo(1);
    world.capacity(1_000);
    work();
    assertThat(world.size()).isEqualTo(3);
  }

  @Test
  void sessionsOfALostLinkAreGoneForTheWorldAndPartedOnesAreNot() {
    play();
    world.poll((buffer, offset, lengthBytes) -> {}, 10);
    world.capacity(0);
    assertThat(peer.leaveAll()).as("the inbox is full").isFalse();
    world.capacity(10);
    assertThat(peer.leaveAll()).isTrue();
    world.poll(
        (buffer, offset, lengthBytes) -> {
          GoneDecoder gone =
              new GoneDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
          assertThat(gone.session()).isEqualTo(SESSION);
        },
        10);

    play();
    FarewellEncoder farewell = new FarewellEncoder();
    farewell.wrapAndApplyHeader(message, 0, header).session(SESSION).reason(FarewellReason.LOGOUT);
    assertThat(updates.offer(message, 0, 100)).isTrue();
    work();
    assertThat(peer.sessionCount()).isZero();
  }

  @Test
  void updatesOfAGatewayBeforeAreDropped() {
    FarewellEncoder farewell = new FarewellEncoder();
    farewell.wrapAndApplyHeader(message, 0, header).session(LinkIds.base(2, 6) | 1);
    assertThat(updates.offer(message, 0, 100)).isTrue();
    work();

    assertThat(answers.size()).isZero();
    assertThat(counters.get(LinkCounter.MESSAGES_UNHEARD)).isEqualTo(1);
  }
}
