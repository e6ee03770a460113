package dev.keepstone.net.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.GoneEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.DeskAction;
import dev.keepstone.net.wire.sbe.DeskRequestDecoder;
import dev.keepstone.net.wire.sbe.GoodbyeDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in another process, as its server sees it: passes on what it says to the world as far
 * as its {@link Visits} allow, asks the desk for it, and tells it what world and desk say. What the
 * world's inbox has no room for waits here, and with it all that the gateway says.
 *
 * <p>Runs on the links' thread; the desk answers on any.
 */
final class GatewayPeer {
  /** Every message of the world or an intent starts with its session. */
  private static final int SESSION_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;

  private static final int MAX_MESSAGE_BYTES = LinkLimits.BATCH_BYTES - LinkLimits.LENGTH_BYTES;

  private final long sessionIdBase;
  private final SealedLink link;
  private final SlotOutbox updates;
  private final Outbox worldInbox;
  private final AccountDesk desk;
  private final LinkCounters counters;
  private final Visits visits = new Visits();
  private final ManyToOneConcurrentArrayQueue<Answer> answers =
      new ManyToOneConcurrentArrayQueue<>(LinkLimits.MAX_REQUESTS);
  private final DeskCodec codec = new DeskCodec();
  private final MessageHeaderDecoder worldHeader = new MessageHeaderDecoder();
  private final EnterDecoder enter = new EnterDecoder();
  private final byte[] shownToken = new byte[StateLimits.TOKEN_HASH_BYTES];
  private final dev.keepstone.net.wire.sbe.MessageHeaderDecoder header =
      new dev.keepstone.net.wire.sbe.MessageHeaderDecoder();
  private final DeskRequestDecoder request = new DeskRequestDecoder();
  private final MessageHeaderEncoder goneHeader = new MessageHeaderEncoder();
  private final GoneEncoder gone = new GoneEncoder();
  private final UnsafeBuffer scratch =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + GoneEncoder.BLOCK_LENGTH]);
  private final Outbox updateTaker = this::onUpdate;
  private final Outbox messageTaker = this::onMessage;

  private int openRequests;
  private @Nullable Answer waitingAnswer;
  private boolean hasToldStopping;
  private boolean hasSaidGoodbye;
  private boolean wasCounted;

  /** What the desk has said, on its way to the gateway. */
  private record Answer(
      long number,
      long sessionId,
      String account,
      boolean byToken,
      @Nullable AuthResult result,
      CharacterDesk.@Nullable Answer characters) {}

  /**
   * @param sessionIdBase see {@link LinkIds}
   * @param link owned: closed with the peer
   * @param updates what the world says to this gateway
   */
  GatewayPeer(
      long sessionIdBase,
      SealedLink link,
      SlotOutbox updates,
      Outbox worldInbox,
      AccountDesk desk,
      LinkCounters counters) {
    this.sessionIdBase = sessionIdBase;
    this.link = link;
    this.updates = updates;
    this.worldInbox = worldInbox;
    this.desk = desk;
    this.counters = counters;
  }

  /**
   * One duty cycle.
   *
   * @param isStopping newcomers are to be refused
   * @param saysGoodbye the link is to end once everything is said
   * @param limit datagrams taken
   */
  int doWork(long nowNs, boolean isStopping, boolean saysGoodbye, int limit) {
    int work = sendAnswers(nowNs);
    if (isStopping && !hasToldStopping) {
      hasToldStopping = link.offer(codec.buffer(), 0, codec.stopping());
    }
    work += updates.drain(updateTaker);
    if (saysGoodbye && !hasSaidGoodbye && updates.isEmpty()) {
      hasSaidGoodbye = link.offer(codec.buffer(), 0, codec.goodbye());
    }
    work += link.poll(messageTaker, nowNs, limit);
    work += link.flush(nowNs);
    if (!wasCounted && link.wasHeard()) {
      wasCounted = true;
      counters.increment(LinkCounter.LINKS_OPENED);
    }
    return work;
  }

  /** Why the link is lost; null as long as it is not. */
  @Nullable String loss() {
    return link.loss();
  }

  /** Whether the last word is said and on its way. */
  boolean isDone() {
    return hasSaidGoodbye && link.isFlushed();
  }

  /** A bug while this gateway was served ends its link, and the others go on. */
  void onFault() {
    link.lose("a fault in the server: see its log");
  }

  int sessionCount() {
    return visits.inWorldCount();
  }

  /** Forgets permits that were not used. Called about once a second. */
  void expire(long nowNs) {
    visits.expire(nowNs);
  }

  /**
   * Tells the world that all sessions of this gateway are gone: their bodies stay for the grace,
   * for players who come back through another one.
   *
   * @return false when the inbox is full: to be called again
   */
  boolean leaveAll() {
    return visits.leaveAll(
        sessionId -> {
          gone.wrapAndApplyHeader(scratch, 0, goneHeader).session(sessionId);
          boolean told = worldInbox.offer(scratch, 0, scratch.capacity());
          if (told) {
            counters.increment(LinkCounter.SESSIONS_CUT);
          }
          return told;
        });
  }

  void close() {
    link.close();
  }

  // ---- what the world says

  private boolean onUpdate(DirectBuffer buffer, int offset, int lengthBytes) {
    long sessionId = buffer.getLong(offset + SESSION_OFFSET, LITTLE_ENDIAN);
    if (lengthBytes > MAX_MESSAGE_BYTES || !LinkIds.isOf(sessionId, sessionIdBase)) {
      counters.increment(LinkCounter.MESSAGES_UNHEARD); // of a gateway that had this number before
      return true;
    }
    if (!link.offer(buffer, offset, lengthBytes)) {
      return false;
    }
    switch (worldHeader.wrap(buffer, offset).templateId()) {
      case EnteredDecoder.TEMPLATE_ID -> visits.onEntered(sessionId);
      case EnterRefusedDecoder.TEMPLATE_ID, FarewellDecoder.TEMPLATE_ID -> visits.onLeft(sessionId);
      default -> {
        // nothing that changes who is there
      }
    }
    return true;
  }

  // ---- what the gateway says

  private boolean onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    if (FrameValidator.schemaId(buffer, offset, lengthBytes) == DeskRequestDecoder.SCHEMA_ID) {
      return onRequest(buffer, offset, lengthBytes);
    }
    int about = FrameValidator.SESSIONS.templateId(buffer, offset, lengthBytes);
    int intent =
        about == FrameValidator.MALFORMED
            ? FrameValidator.INTENTS.templateId(buffer, offset, lengthBytes)
            : FrameValidator.MALFORMED;
    if (about == intent) {
      loseMalformed(); // neither of the two
      return true;
    }
    long sessionId = buffer.getLong(offset + SESSION_OFFSET, LITTLE_ENDIAN);
    if (about == EnterDecoder.TEMPLATE_ID) {
      return onEnter(sessionId, buffer, offset, lengthBytes);
    }
    if (!visits.isInWorld(sessionId)) {
      counters.increment(LinkCounter.MESSAGES_UNHEARD); // it has just been told farewell
      return true;
    }
    if (!worldInbox.offer(buffer, offset, lengthBytes)) {
      return false;
    }
    if (intent == FrameValidator.MALFORMED) {
      visits.onLeft(sessionId); // Gone
    }
    return true;
  }

  private boolean onEnter(long sessionId, DirectBuffer buffer, int offset, int lengthBytes) {
    enter.wrapAndApplyHeader(buffer, offset, worldHeader);
    enter.getShownToken(shownToken, 0, shownToken.length);
    if (!visits.mayEnter(sessionId, enter.playerId(), enter.roleRaw(), !isZero(shownToken))) {
      counters.increment(LinkCounter.ENTERS_REFUSED);
      return true;
    }
    if (!worldInbox.offer(buffer, offset, lengthBytes)) {
      return false;
    }
    visits.onEnter(sessionId);
    return true;
  }

  private boolean onRequest(DirectBuffer buffer, int offset, int lengthBytes) {
    switch (FrameValidator.LINK_REQUESTS.templateId(buffer, offset, lengthBytes)) {
      case DeskRequestDecoder.TEMPLATE_ID -> {
        request.wrapAndApplyHeader(buffer, offset, header);
        int action = request.actionRaw();
        if (action < DeskAction.LOGIN.value() || action > DeskAction.WRONG_TOKEN.value()) {
          loseMalformed();
        } else if (action == DeskAction.WRONG_TOKEN.value()) {
          onWrongToken();
        } else if (!LinkIds.isOf(request.session(), sessionIdBase)) {
          loseMalformed();
        } else if (openRequests >= LinkLimits.MAX_REQUESTS) {
          return refuseBusy(DeskAction.get((short) action));
        } else {
          ask(DeskAction.get((short) action));
        }
      }
      case GoodbyeDecoder.TEMPLATE_ID -> link.lose("the gateway has stopped");
      default -> loseMalformed();
    }
    return true;
  }

  private void onWrongToken() {
    request.skipAccount();
    request.skipPassword();
    request.skipCharacter();
    String address = request.address();
    if (address.length() > LinkLimits.MAX_ADDRESS_CHARS) {
      loseMalformed();
    } else {
      desk.onWrongToken(address);
    }
  }

  private void ask(DeskAction action) {
    long number = request.number();
    long sessionId = request.session();
    String account = request.account();
    byte[] password = new byte[request.passwordLength()];
    request.getPassword(password, 0, password.length);
    String character = request.character();
    String address = request.address();
    if (address.length() > LinkLimits.MAX_ADDRESS_CHARS) {
      Arrays.fill(password, (byte) 0);
      loseMalformed();
      return;
    }
    openRequests++;
    switch (action) {
      case LOGIN ->
          await(
              desk.login(sessionId, address, account, password, character),
              number,
              sessionId,
              account);
      case REGISTER ->
          await(desk.register(sessionId, account, password), number, sessionId, account);
      case RESUME -> {
        var unused =
            desk.resume(sessionId, address, account, character)
                .thenAccept(
                    result ->
                        answers.offer(new Answer(number, sessionId, account, true, result, null)));
      }
      case LIST, CREATE, SELECT -> {
        CompletableFuture<CharacterDesk.Answer> answer =
            visits.playsOn(sessionId, account)
                ? desk.characters(sessionId, characterAction(action), account, character)
                : CompletableFuture.completedFuture(
                    CharacterDesk.Answer.refused(RefusalCode.BAD_CREDENTIALS));
        var unused =
            answer.thenAccept(
                done -> answers.offer(new Answer(number, sessionId, account, false, null, done)));
      }
      case WRONG_TOKEN, NULL_VAL ->
          throw new IllegalStateException("judged before: action=" + action);
    }
  }

  private void await(
      CompletableFuture<AuthResult> future, long number, long sessionId, String account) {
    var unused =
        future.thenAccept(
            result -> answers.offer(new Answer(number, sessionId, account, false, result, null)));
  }

  private boolean refuseBusy(DeskAction action) {
    boolean aboutCharacters = action.value() >= DeskAction.LIST.value();
    int lengthBytes =
        aboutCharacters
            ? codec.characters(request.number(), CharacterDesk.Answer.refused(RefusalCode.BUSY))
            : codec.verdict(request.number(), AuthResult.refused(RefusalCode.BUSY));
    return link.offer(codec.buffer(), 0, lengthBytes);
  }

  private int sendAnswers(long nowNs) {
    int sent = 0;
    Answer answer = waitingAnswer;
    while (answer != null || (answer = answers.poll()) != null) {
      AuthResult result = answer.result();
      CharacterDesk.Answer characters = answer.characters();
      int lengthBytes = 0;
      if (result != null) {
        lengthBytes = codec.verdict(answer.number(), result);
      } else if (characters != null) {
        lengthBytes = codec.characters(answer.number(), characters);
      }
      if (!link.offer(codec.buffer(), 0, lengthBytes)) {
        waitingAnswer = answer;
        return sent;
      }
      if (result != null && result.refusal() == null) {
        visits.permit(
            answer.sessionId(),
            answer.account(),
            result.playerId(),
            result.role(),
            answer.byToken(),
            nowNs);
      }
      openRequests--;
      waitingAnswer = null;
      answer = null;
      sent++;
    }
    return sent;
  }

  private void loseMalformed() {
    counters.increment(LinkCounter.MESSAGES_MALFORMED);
    link.lose("the gateway says what no gateway says");
  }

  private static CharacterAction characterAction(DeskAction action) {
    return switch (action) {
      case CREATE -> CharacterAction.CREATE;
      case SELECT -> CharacterAction.SELECT;
      case LIST, LOGIN, REGISTER, RESUME, WRONG_TOKEN, NULL_VAL -> CharacterAction.LIST;
    };
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
