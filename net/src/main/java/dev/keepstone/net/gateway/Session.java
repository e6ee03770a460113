package dev.keepstone.net.gateway;

import static dev.keepstone.net.gateway.SessionState.AUTHENTICATING;
import static dev.keepstone.net.gateway.SessionState.CLOSED;
import static dev.keepstone.net.gateway.SessionState.ENTERING;
import static dev.keepstone.net.gateway.SessionState.GREETING;
import static dev.keepstone.net.gateway.SessionState.LEAVING;
import static dev.keepstone.net.gateway.SessionState.PARTING;
import static dev.keepstone.net.gateway.SessionState.PLAYING;
import static dev.keepstone.net.gateway.SessionState.VERIFYING;
import static dev.keepstone.net.wire.FrameValidator.MALFORMED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.LeaveDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.seal.SealedChannel;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.RefusalText;
import dev.keepstone.net.wire.WireLimits;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.CharacterRequestDecoder;
import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.PingDecoder;
import dev.keepstone.net.wire.sbe.ReceivedDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.net.wire.sbe.RegisterDecoder;
import dev.keepstone.net.wire.sbe.ResumeDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One client's way from hello to farewell: see {@link SessionState} for the states. Frames of the
 * client come in through {@link #onFrame}, messages of the world through {@link #onUpdate},
 * verdicts on passwords through {@link #onVerdict}, time through {@link #onTime}; each may move the
 * state.
 *
 * <p>A bug in here, or in what it calls, costs this session only.
 */
final class Session implements Connection.Handler {
  private static final long BUSY_RETRY_MS = 2_000;
  private static final long NO_HINT = 0;
  private static final long NOT_PLAYING = -1;

  private final long id;
  private final boolean welcome;
  private final SessionContext context;
  private final SessionLink link;
  private final SessionUpdates updates;
  private final Admission admission;
  private final TokenBucket budget;
  private final TokenBucket patience;
  private final TokenBucket chatBudget;
  private final String address;

  private SessionState state = GREETING;
  private long deadlineNs;
  private long lastFrameNs;
  private int characterAttempt;
  private boolean asksForCharacters;
  private long askedForCharactersNs;
  private long trafficBytes = NOT_PLAYING;

  /**
   * @param welcome false when the server is full: the hello is answered by a refusal
   */
  Session(long id, boolean welcome, Connection connection, SessionContext context) {
    this.id = id;
    this.welcome = welcome;
    this.context = context;
    link = new SessionLink(connection, context.frame);
    address = hostOf(connection.remoteAddress());
    updates = new SessionUpdates(context, link);
    admission = new Admission(id, address, context);
    long nowNs = context.clock.nanoTime();
    budget = new TokenBucket(context.config.budgetBurst(), context.config.budgetPerSecond(), nowNs);
    patience =
        new TokenBucket(context.config.abuseBurst(), context.config.budgetPerSecond(), nowNs);
    chatBudget = new TokenBucket(context.config.chatBurst(), context.config.chatPerSecond(), nowNs);
    lastFrameNs = nowNs;
    moveTo(GREETING);
  }

  long id() {
    return id;
  }

  SessionState state() {
    return state;
  }

  boolean hasBacklog() {
    return link.hasBacklog();
  }

  int flush() {
    return link.flush();
  }

  /** Bytes sent since the last call; -1 for a session that did not play then or does not now. */
  long takeTraffic() {
    if (state != PLAYING) {
      trafficBytes = NOT_PLAYING;
      return NOT_PLAYING;
    }
    long before = trafficBytes;
    trafficBytes = link.sentBytes();
    return before == NOT_PLAYING ? NOT_PLAYING : trafficBytes - before;
  }

  @Override
  public void onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
    try {
      switch (state) {
        case GREETING -> onGreeting(buffer, offset, lengthBytes);
        case AUTHENTICATING, VERIFYING, ENTERING, PLAYING, LEAVING ->
            onSealed(buffer, offset, lengthBytes);
        case PARTING, CLOSED -> {
          // Nothing that it says now can matter.
        }
      }
    } catch (RuntimeException e) {
      onFault("a session failed on a frame", e);
    }
  }

  @Override
  public void onDisconnected() {
    close();
  }

  /**
   * A message of the world for this session.
   *
   * @param templateId of {@link FrameValidator#UPDATES}, which it has passed
   */
  void onUpdate(int templateId, DirectBuffer buffer, int offset, int lengthBytes) {
    try {
      if (!state.isInWorld()) {
        context.counters.increment(GatewayCounter.UPDATES_UNHEARD);
        return;
      }
      switch (templateId) {
        case EnterRefusedDecoder.TEMPLATE_ID -> onEnterRefused(buffer, offset);
        case EnteredDecoder.TEMPLATE_ID -> onEntered(buffer, offset, lengthBytes);
        // What others do must not overflow a slow listener: newer snapshots and lines will come.
        case SnapshotDecoder.TEMPLATE_ID -> onSnapshot(buffer, offset);
        case SpokenDecoder.TEMPLATE_ID -> forwardIfPossible(buffer, offset, lengthBytes);
        case FarewellDecoder.TEMPLATE_ID -> {
          moveTo(PARTING);
          forward(buffer, offset, lengthBytes);
        }
        default -> forward(buffer, offset, lengthBytes);
      }
    } catch (RuntimeException e) {
      onFault("a session failed on an update", e);
    }
  }

  /** The verdict on a login, registration or resumption of this session. */
  void onVerdict(int ofAttempt, AuthResult result) {
    if (state != VERIFYING || !admission.isNewest(ofAttempt)) {
      context.counters.increment(GatewayCounter.VERDICTS_LATE);
      return;
    }
    RefusalCode refusal = result.refusal();
    String text = result.text();
    if (refusal != null) {
      refuseLogin(
          refusal, text == null ? RefusalText.of(refusal) : text, retryAfterMs(refusal, result));
    } else if (admission.tryEnter(result)) {
      moveTo(ENTERING);
    } else {
      refuseLogin(RefusalCode.BUSY);
    }
  }

  /**
   * Called a few times a second.
   *
   * @param allIsRead false while the gateway lags behind what clients have sent: then nobody can be
   *     called silent
   */
  void onTime(boolean allIsRead) {
    long nowNs = context.clock.nanoTime();
    if (state == CLOSED) {
      return;
    }
    if (allIsRead
        && state != GREETING
        && state != PARTING
        && nowNs - lastFrameNs > context.config.deadlines().silenceNs()) {
      context.counters.increment(GatewayCounter.SESSIONS_SILENT);
      close();
    } else if (nowNs - deadlineNs >= 0) {
      onDeadline();
    }
  }

  /** Ends the session at once; the world hears of it if it knew. */
  void close() {
    if (state == CLOSED) {
      return;
    }
    if (state.isInWorld()) {
      context.worldGate.gone(id);
    }
    moveTo(CLOSED);
    link.close();
    context.counters.increment(GatewayCounter.SESSIONS_CLOSED);
  }

  private void onDeadline() {
    switch (state) {
      case AUTHENTICATING -> refuseAndPart(RefusalCode.EXPIRED);
      case VERIFYING -> refuseLogin(RefusalCode.EXPIRED);
      case ENTERING -> {
        context.worldGate.gone(id);
        refuseAndPart(RefusalCode.EXPIRED);
      }
      case GREETING, LEAVING, PARTING -> close();
      case PLAYING, CLOSED -> {
        // Neither has one.
      }
    }
  }

  private void onGreeting(DirectBuffer buffer, int offset, int lengthBytes) {
    switch (Hello.judge(buffer, offset, lengthBytes)) {
      case MALFORMED -> context.counters.increment(GatewayCounter.FRAMES_MALFORMED);
      case OTHER_VERSION -> {
        context.counters.increment(GatewayCounter.HELLOS_OF_OTHER_VERSION);
        refuseHello(RefusalCode.VERSION_MISMATCH);
      }
      case GOOD -> {
        if (!context.acceptsNewcomers()) {
          context.counters.increment(GatewayCounter.HELLOS_REFUSED);
          refuseHello(RefusalCode.SHUTTING_DOWN);
        } else if (!context.hasWorld()) {
          context.counters.increment(GatewayCounter.HELLOS_REFUSED);
          refuseHello(RefusalCode.BUSY);
        } else if (!welcome) {
          context.counters.increment(GatewayCounter.HELLOS_REFUSED);
          refuseHello(RefusalCode.SERVER_FULL);
        } else {
          agreeOnKeys(buffer, offset, lengthBytes);
        }
      }
    }
  }

  private void agreeOnKeys(DirectBuffer buffer, int offset, int lengthBytes) {
    SealedChannel channel =
        context.handshake.answer(buffer, offset, lengthBytes, context.serverHello);
    if (channel == null) {
      context.counters.increment(GatewayCounter.HELLOS_REFUSED);
      close();
      return;
    }
    link.keyed(channel);
    lastFrameNs = context.clock.nanoTime();
    moveTo(AUTHENTICATING);
    context.counters.increment(GatewayCounter.SESSIONS_KEYED);
    orOverflow(link.sendClear(context.serverHelloBuffer, 0, context.serverHello.length));
  }

  private void onSealed(DirectBuffer buffer, int offset, int lengthBytes) {
    UnsafeBuffer message = context.opened;
    int messageBytes = link.open(buffer, offset, lengthBytes, message);
    switch (messageBytes) {
      case SealedChannel.MALFORMED -> context.counters.increment(GatewayCounter.FRAMES_MALFORMED);
      case SealedChannel.FORGED -> context.counters.increment(GatewayCounter.FRAMES_FORGED);
      case SealedChannel.REPLAYED -> context.counters.increment(GatewayCounter.FRAMES_REPLAYED);
      default -> {
        lastFrameNs = context.clock.nanoTime();
        // News of an update costs no budget: there can't be more than updates that it was sent.
        if (!acknowledges(message, messageBytes)) {
          onCharged(message, messageBytes);
        }
        // Scratch for all sessions: no password stays in it, whatever became of the message.
        message.setMemory(0, messageBytes, (byte) 0);
      }
    }
  }

  /**
   * Two buckets of one rate. What the smaller one has no token for is dropped; the large one counts
   * all frames, and who empties it is no victim of the way: frames come late, never early, so that
   * a client that keeps to the rate stays within it however often they are held up, as long as that
   * is for no more than {@code abuseBurst} frames at a time.
   */
  private void onCharged(UnsafeBuffer message, int lengthBytes) {
    boolean isTooMuch = !patience.tryTake(lastFrameNs);
    if (budget.tryTake(lastFrameNs)) {
      onMessage(message, lengthBytes);
    } else {
      context.counters.increment(GatewayCounter.FRAMES_OVER_BUDGET);
      if (isTooMuch) {
        partFromAbuser();
      }
    }
  }

  /** Whether this is nothing but the news that an update has arrived. */
  private boolean acknowledges(UnsafeBuffer message, int lengthBytes) {
    return FrameValidator.REQUESTS.templateId(message, 0, lengthBytes)
            == ReceivedDecoder.TEMPLATE_ID
        && updates.acknowledge(
            context.received.wrapAndApplyHeader(message, 0, context.header).number());
  }

  private void onMessage(UnsafeBuffer message, int lengthBytes) {
    int request = FrameValidator.REQUESTS.templateId(message, 0, lengthBytes);
    switch (request) {
      case LoginDecoder.TEMPLATE_ID, RegisterDecoder.TEMPLATE_ID, ResumeDecoder.TEMPLATE_ID ->
          onCredentials(request, message);
      case PingDecoder.TEMPLATE_ID -> onPing(message);
      case CharacterRequestDecoder.TEMPLATE_ID -> onCharacterRequest(message);
      case ReceivedDecoder.TEMPLATE_ID -> {
        // No news: it came late or twice.
      }
      default -> {
        int intent = FrameValidator.INTENTS.templateId(message, 0, lengthBytes);
        if (intent == MALFORMED) {
          // It is keyed, so this is a broken client and no stranger: say so and part.
          context.counters.increment(GatewayCounter.FRAMES_MALFORMED);
          partFromBrokenClient();
        } else {
          onIntent(intent, message, lengthBytes);
        }
      }
    }
  }

  private void onCredentials(int templateId, UnsafeBuffer message) {
    if (state != AUTHENTICATING) {
      context.counters.increment(GatewayCounter.FRAMES_MALFORMED);
      return;
    }
    if (!context.acceptsNewcomers()) {
      refuseAndPart(RefusalCode.SHUTTING_DOWN);
      return;
    }
    admission.read(templateId, message);
    moveTo(VERIFYING);
    admission.start();
  }

  /** One at a time; the store's answer is waited for no longer than a login's. */
  private void onCharacterRequest(UnsafeBuffer message) {
    if (state != PLAYING) {
      context.counters.increment(GatewayCounter.INTENTS_BAD);
      return;
    }
    context.counters.increment(GatewayCounter.CHARACTER_REQUESTS);
    boolean waits =
        asksForCharacters
            && lastFrameNs - askedForCharactersNs < context.config.deadlines().verifyNs();
    CharacterRequestDecoder request =
        context.characterRequest.wrapAndApplyHeader(message, 0, context.header);
    int action = request.actionRaw();
    if (waits) {
      tellCharacters(CharacterDesk.Answer.refused(RefusalCode.BUSY));
    } else if (action < CharacterAction.LIST.value() || action > CharacterAction.SELECT.value()) {
      context.counters.increment(GatewayCounter.FRAMES_MALFORMED);
      partFromBrokenClient();
    } else {
      asksForCharacters = true;
      askedForCharactersNs = lastFrameNs;
      characterAttempt++;
      context.authentication.characters(
          id,
          characterAttempt,
          CharacterAction.get((short) action),
          admission.account(),
          request.name());
    }
  }

  /** What became of a wish about characters; one that came too late was answered already. */
  void onCharacters(int ofAttempt, CharacterDesk.Answer answer) {
    if (state != PLAYING || ofAttempt != characterAttempt) {
      context.counters.increment(GatewayCounter.VERDICTS_LATE);
      return;
    }
    asksForCharacters = false;
    tellCharacters(answer);
  }

  private void tellCharacters(CharacterDesk.Answer answer) {
    int lengthBytes = context.answers.characters(answer);
    orOverflow(link.send(context.answers.buffer(), 0, lengthBytes));
  }

  private void onPing(UnsafeBuffer message) {
    context.ping.wrapAndApplyHeader(message, 0, context.header);
    int lengthBytes = context.answers.pong(context.ping.nonce());
    link.sendOrSkip(context.answers.buffer(), 0, lengthBytes);
  }

  private void onIntent(int templateId, UnsafeBuffer message, int lengthBytes) {
    updates.acknowledge(message.getLong(WorldGate.SESSION_OFFSET, LITTLE_ENDIAN));
    if (state != PLAYING) {
      // In flight while the state changed, or impatient: the world would not know what to do.
      context.counters.increment(GatewayCounter.INTENTS_BAD);
      return;
    }
    if (!context.intentRules.allows(templateId, message, 0)) {
      context.counters.increment(GatewayCounter.INTENTS_BAD);
      refuseIntent(message, RefusalReason.BAD_INTENT);
    } else if (templateId == SayDecoder.TEMPLATE_ID && !chatBudget.tryTake(lastFrameNs)) {
      context.counters.increment(GatewayCounter.CHAT_OVER_BUDGET);
      refuseIntent(message, RefusalReason.BUSY);
    } else if (!context.worldGate.tryIntent(id, message, 0, lengthBytes)) {
      refuseIntent(message, RefusalReason.BUSY);
    } else if (templateId == LeaveDecoder.TEMPLATE_ID) {
      moveTo(LEAVING);
    }
  }

  private void onEntered(DirectBuffer buffer, int offset, int lengthBytes) {
    if (state == ENTERING) {
      moveTo(PLAYING);
      context.counters.increment(GatewayCounter.SESSIONS_ENTERED);
      updates.begin(
          context.entered.wrapAndApplyHeader(buffer, offset, context.worldHeader).tickRateHz());
      forward(buffer, offset, lengthBytes);
      sendToken();
    } else {
      forward(buffer, offset, lengthBytes);
    }
  }

  private void onSnapshot(DirectBuffer buffer, int offset) {
    boolean sent =
        updates.send(context.snapshot.wrapAndApplyHeader(buffer, offset, context.worldHeader));
    context.counters.increment(sent ? GatewayCounter.UPDATES_SENT : GatewayCounter.UPDATES_SKIPPED);
  }

  private void sendToken() {
    if (state == CLOSED) {
      return;
    }
    byte[] token = admission.takeNewToken();
    int tokenBytes = context.answers.token(token);
    boolean taken = link.send(context.answers.buffer(), 0, tokenBytes);
    context.answers.buffer().setMemory(0, tokenBytes, (byte) 0);
    Arrays.fill(token, (byte) 0);
    orOverflow(taken);
  }

  private void onEnterRefused(DirectBuffer buffer, int offset) {
    if (state != ENTERING) {
      context.counters.increment(GatewayCounter.UPDATES_UNHEARD);
      return;
    }
    context.enterRefused.wrapAndApplyHeader(buffer, offset, context.worldHeader);
    RefusalCode code = RefusalText.codeOf(context.enterRefused.reason());
    if (code == RefusalCode.BAD_TOKEN) {
      context.authentication.onWrongToken(address);
    }
    refuseLogin(code);
  }

  /** The client may try again, so many times. */
  private void refuseLogin(RefusalCode code) {
    refuseLogin(code, RefusalText.of(code), code == RefusalCode.BUSY ? BUSY_RETRY_MS : NO_HINT);
  }

  private static long retryAfterMs(RefusalCode code, AuthResult result) {
    return code == RefusalCode.BUSY ? BUSY_RETRY_MS : result.retryAfterMs();
  }

  private void refuseLogin(RefusalCode code, String text, long retryAfterMs) {
    context.counters.increment(GatewayCounter.LOGINS_REFUSED);
    moveTo(admission.mayRetryAfter(code) ? AUTHENTICATING : PARTING);
    sendRefused(code, text, retryAfterMs);
  }

  /** The host of {@code host:port}, or of {@code [host]:port}: a port is new with every try. */
  static String hostOf(String remoteAddress) {
    int colon = remoteAddress.lastIndexOf(':');
    return colon <= 0 || remoteAddress.endsWith("]")
        ? remoteAddress
        : remoteAddress.substring(0, colon);
  }

  private void refuseAndPart(RefusalCode code) {
    moveTo(PARTING);
    sendRefused(code, RefusalText.of(code), NO_HINT);
  }

  private void partFromAbuser() {
    context.counters.increment(GatewayCounter.SESSIONS_ABUSIVE);
    if (state.isInWorld()) {
      context.worldGate.gone(id);
    }
    refuseAndPart(RefusalCode.RATE_LIMITED);
  }

  private void partFromBrokenClient() {
    if (state.isInWorld()) {
      context.worldGate.gone(id);
    }
    refuseAndPart(RefusalCode.BAD_FRAME);
  }

  private void sendRefused(RefusalCode code, String text, long retryAfterMs) {
    int lengthBytes = context.answers.refused(code, retryAfterMs, text);
    orOverflow(link.send(context.answers.buffer(), 0, lengthBytes));
  }

  private void refuseHello(RefusalCode code) {
    moveTo(PARTING);
    int lengthBytes = context.answers.helloRefused(code);
    orOverflow(link.sendClear(context.answers.buffer(), 0, lengthBytes));
  }

  private void refuseIntent(UnsafeBuffer message, RefusalReason reason) {
    long sequence = message.getInt(WorldGate.SEQUENCE_OFFSET, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    int lengthBytes = context.answers.intentRefused(id, sequence, reason);
    orOverflow(link.send(context.answers.buffer(), 0, lengthBytes));
  }

  private void forward(DirectBuffer buffer, int offset, int lengthBytes) {
    if (fits(lengthBytes)) {
      context.counters.increment(GatewayCounter.UPDATES_SENT);
      orOverflow(link.send(buffer, offset, lengthBytes));
    }
  }

  private void forwardIfPossible(DirectBuffer buffer, int offset, int lengthBytes) {
    if (fits(lengthBytes)) {
      boolean sent = link.sendOrSkip(buffer, offset, lengthBytes);
      context.counters.increment(
          sent ? GatewayCounter.UPDATES_SENT : GatewayCounter.UPDATES_SKIPPED);
    }
  }

  private boolean fits(int lengthBytes) {
    if (lengthBytes > WireLimits.MAX_SERVER_MESSAGE_BYTES) {
      context.counters.increment(GatewayCounter.UPDATES_MALFORMED);
      return false;
    }
    return true;
  }

  private void orOverflow(boolean taken) {
    if (!taken) {
      context.counters.increment(GatewayCounter.SESSIONS_OVERFLOWED);
      close();
    }
  }

  /** A bug while this session was served: it is closed, and the agent goes on. */
  void onFault(String what, RuntimeException fault) {
    context.counters.increment(GatewayCounter.SESSIONS_FAULTED);
    context.faultLog.record(what, fault);
    close();
  }

  /** The one place that changes the state, and gives it its deadline. */
  private void moveTo(SessionState next) {
    state = next;
    GatewayConfig.Deadlines deadlines = context.config.deadlines();
    long allowedNs =
        switch (next) {
          case GREETING -> deadlines.greetingNs();
          case AUTHENTICATING -> deadlines.loginNs();
          case VERIFYING -> deadlines.verifyNs();
          case ENTERING -> deadlines.enterNs();
          case LEAVING -> deadlines.leaveNs();
          case PARTING -> deadlines.partingNs();
          case PLAYING, CLOSED -> 0;
        };
    deadlineNs = context.clock.nanoTime() + allowedNs;
  }
}
