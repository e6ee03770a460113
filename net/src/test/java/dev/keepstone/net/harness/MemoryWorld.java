package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.AppearedEncoder;
import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.BuyDecoder;
import dev.keepstone.ecs.message.sbe.EnterDecoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedEncoder;
import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellEncoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.GoneDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedEncoder;
import dev.keepstone.ecs.message.sbe.LeaveDecoder;
import dev.keepstone.ecs.message.sbe.LookDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.MoveItemDecoder;
import dev.keepstone.ecs.message.sbe.OnlineEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OrderDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.SayDecoder;
import dev.keepstone.ecs.message.sbe.SeenEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.ecs.message.sbe.SpokenEncoder;
import dev.keepstone.ecs.message.sbe.TakeItemDecoder;
import dev.keepstone.ecs.message.sbe.TradeDecoder;
import dev.keepstone.ecs.message.sbe.VanishedEncoder;
import dev.keepstone.ecs.message.sbe.WhoDecoder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A world without rules: lets everybody in, moves them by whole steps, tells everybody what is
 * said, and lets them go. Stepped by a test, or on a thread of its own.
 */
public final class MemoryWorld {
  /** The one thing that is near everybody. */
  public static final long NEAR_ENTITY = 7;

  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final Inbox inbox;
  private final Outbox outbox;
  private final Map<Long, Body> bodyBySession = new LinkedHashMap<>();
  private final Map<Long, String> tokenByPlayer = new LinkedHashMap<>();
  private final List<Asked> enters = new ArrayList<>();
  private final List<byte[]> operations = new ArrayList<>();
  private final List<Long> gone = new ArrayList<>();
  private final List<Long> intentSessions = new ArrayList<>();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * 1024]);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

  private @Nullable RefusalReason refusal;
  private boolean isSilent;
  private boolean answersOperations;
  private volatile int tickLengthMs = 50;
  private long tick;
  private long lastOperation;
  private LongFunction<String> names = playerId -> "player" + playerId;
  private EntityKind nearKind = EntityKind.CREATURE;
  private String nearName = "rat";

  private static final class Body {
    final long playerId;
    float x;
    float y;
    long ackedSequence;

    Body(long playerId) {
      this.playerId = playerId;
    }
  }

  /**
   * An Enter.
   *
   * @param newToken hash in hex
   * @param shownToken hash in hex; zeros when a password was shown
   */
  public record Asked(
      long session,
      long playerId,
      Role role,
      boolean takeOver,
      String newToken,
      String shownToken) {
    private static final String NONE = "00".repeat(32);

    private static Asked of(EnterDecoder enter) {
      byte[] newToken = new byte[32];
      byte[] shownToken = new byte[32];
      enter.getNewToken(newToken, 0, newToken.length);
      enter.getShownToken(shownToken, 0, shownToken.length);
      return new Asked(
          enter.session(),
          enter.playerId(),
          enter.role(),
          enter.takeOver() == 1,
          HexFormat.of().formatHex(newToken),
          HexFormat.of().formatHex(shownToken));
    }

    public boolean showsToken() {
      return !shownToken.equals(NONE);
    }
  }

  public MemoryWorld(Inbox inbox, Outbox outbox) {
    this.inbox = inbox;
    this.outbox = outbox;
  }

  /** Refuses everybody who asks to enter from now on; null lets them in again. */
  public void refuse(@Nullable RefusalReason reason) {
    refusal = reason;
  }

  /** What characters are called from now on. */
  public void names(LongFunction<String> nameOfPlayer) {
    names = nameOfPlayer;
  }

  /** Hears everything and says nothing from now on. */
  public void fallSilent() {
    isSilent = true;
  }

  public int playerCount() {
    return bodyBySession.size();
  }

  /** How often somebody asked to enter. */
  public int enterCount() {
    return enters.size();
  }

  /** Every operation is applied and durable at once from now on. */
  public void answerOperations() {
    answersOperations = true;
  }

  /** No resume token counts any more, until a new one is given. */
  public void forgetTokens() {
    tokenByPlayer.clear();
  }

  /** What everybody sees near from now on, at (1, 2), as {@link #NEAR_ENTITY}. */
  public void near(EntityKind kind, String name) {
    nearKind = kind;
    nearName = name;
  }

  /** What the newest Enter said. */
  public Asked lastEnter() {
    return enters.get(enters.size() - 1);
  }

  /** What Entered tells of the highest operation from now on. */
  public void lastOperation(long operation) {
    lastOperation = operation;
  }

  /** Intents of tier 1 as they came, whole. */
  public List<byte[]> operations() {
    return operations;
  }

  /** Sessions that were reported gone, in order. */
  public List<Long> gone() {
    return gone;
  }

  /** The session of each intent heard, in order. */
  public List<Long> intentSessions() {
    return intentSessions;
  }

  public long onlySession() {
    return bodyBySession.keySet().iterator().next();
  }

  /** One tick: hears, then shows everybody a snapshot. */
  public void tick() {
    inbox.poll(this::onMessage, Integer.MAX_VALUE);
    tick++;
    bodyBySession.forEach(this::snapshot);
  }

  /** How long ticks are from now on; 50 ms if not said. Any thread. */
  public void tickLengthMs(int newTickLengthMs) {
    tickLengthMs = newTickLengthMs;
  }

  /** Runs ticks until the thread is interrupted. */
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      tick();
      LockSupport.parkNanos(tickLengthMs * 1_000_000L);
    }
  }

  /** Ends one session from the world's side. */
  public void farewell(long session, FarewellReason reason) {
    bodyBySession.remove(session);
    FarewellEncoder encoder = new FarewellEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .reason(reason)
        .saved((short) 1)
        .x(0)
        .y(0);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  /** Sends bytes as they are. */
  public void sayRaw(byte[] message) {
    outbox.offer(new UnsafeBuffer(message), 0, message.length);
  }

  /** Lets a session not in. */
  public void enterRefused(long session, RefusalReason reason) {
    EnterRefusedEncoder encoder = new EnterRefusedEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, headerEncoder).session(session).reason(reason);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  /** An answer that a slow player must not miss. */
  public void intentRefused(long session, RefusalReason reason) {
    IntentRefusedEncoder encoder = new IntentRefusedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .sequence(1)
        .reason(reason);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  public void spoken(long session, String text) {
    SpokenEncoder encoder = new SpokenEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .speaker(1)
        .name("somebody")
        .text(text);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  private void onMessage(DirectBuffer message, int offset, int lengthBytes) {
    header.wrap(message, offset);
    switch (header.templateId()) {
      case EnterDecoder.TEMPLATE_ID -> {
        EnterDecoder enter = new EnterDecoder().wrapAndApplyHeader(message, offset, header);
        Asked asked = Asked.of(enter);
        enters.add(asked);
        enter(asked);
      }
      case GoneDecoder.TEMPLATE_ID -> {
        long session = new GoneDecoder().wrapAndApplyHeader(message, offset, header).session();
        gone.add(session);
        bodyBySession.remove(session);
      }
      case MoveDecoder.TEMPLATE_ID -> {
        MoveDecoder move = new MoveDecoder().wrapAndApplyHeader(message, offset, header);
        intentSessions.add(move.session());
        Body body = bodyBySession.get(move.session());
        if (body != null) {
          body.x += move.directionX();
          body.y += move.directionY();
          body.ackedSequence = move.sequence();
          vanished(move.session());
        }
      }
      case SayDecoder.TEMPLATE_ID -> {
        SayDecoder say = new SayDecoder().wrapAndApplyHeader(message, offset, header);
        intentSessions.add(say.session());
        String text = say.text();
        List.copyOf(bodyBySession.keySet()).forEach(session -> spoken(session, text));
      }
      case TakeItemDecoder.TEMPLATE_ID,
          MoveItemDecoder.TEMPLATE_ID,
          BuyDecoder.TEMPLATE_ID,
          TradeDecoder.TEMPLATE_ID,
          OrderDecoder.TEMPLATE_ID,
          AskDecoder.TEMPLATE_ID -> {
        byte[] intent = new byte[lengthBytes];
        message.getBytes(offset, intent);
        operations.add(intent);
        if (answersOperations) {
          settle(message, offset);
        }
        intentSessions.add(message.getLong(offset + HEADER_BYTES, ByteOrder.LITTLE_ENDIAN));
      }
      case LookDecoder.TEMPLATE_ID -> seen(message, offset);
      case WhoDecoder.TEMPLATE_ID -> online(message, offset);
      case LeaveDecoder.TEMPLATE_ID -> {
        long session = new LeaveDecoder().wrapAndApplyHeader(message, offset, header).session();
        if (!isSilent) {
          farewell(session, FarewellReason.LOGOUT);
        }
      }
      default -> throw new IllegalStateException("template=" + header.templateId());
    }
  }

  private void settle(DirectBuffer message, int offset) {
    long session = message.getLong(offset + HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    long operation =
        message.getLong(
            offset + HEADER_BYTES + TakeItemDecoder.operationEncodingOffset(),
            ByteOrder.LITTLE_ENDIAN);
    OwnMessages says = new OwnMessages(session);
    if (operation != 0) {
      sayRaw(says.saving(operation, OperationKind.GRANT));
      sayRaw(says.saved(operation, OperationKind.GRANT));
    }
  }

  private void enter(Asked asked) {
    if (isSilent) {
      return;
    }
    long session = asked.session();
    long playerId = asked.playerId();
    String known = tokenByPlayer.get(playerId);
    RefusalReason reason =
        asked.showsToken() && !asked.shownToken().equals(known) ? RefusalReason.BAD_TOKEN : refusal;
    if (reason != null) {
      enterRefused(session, reason);
      return;
    }
    tokenByPlayer.put(playerId, asked.newToken());
    bodyBySession.put(session, new Body(playerId));
    EnteredEncoder encoder = new EnteredEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .playerId(playerId)
        .entity(session)
        .tick(tick)
        .zone(1)
        .x(0)
        .y(0)
        .tickRateHz(20)
        .lastOperation(lastOperation)
        .name(names.apply(playerId))
        .zoneName("nowhere");
    say(HEADER_BYTES + encoder.encodedLength());
    appeared(session);
  }

  /** A rat and a bat. */
  private void appeared(long session) {
    AppearedEncoder encoder = new AppearedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .afresh((short) 1)
        .entitiesCount(2)
        .next()
        .entity(7)
        .kind(dev.keepstone.ecs.message.sbe.EntityKind.CREATURE)
        .name("rat")
        .next()
        .entity(8)
        .kind(dev.keepstone.ecs.message.sbe.EntityKind.CREATURE)
        .name("bat");
    say(HEADER_BYTES + encoder.encodedLength());
  }

  /** The bat. */
  private void vanished(long session) {
    VanishedEncoder encoder = new VanishedEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .entitiesCount(1)
        .next()
        .entity(8);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  private void snapshot(long session, Body body) {
    SnapshotEncoder encoder = new SnapshotEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(session)
        .tick(tick)
        .ackedSequence(body.ackedSequence)
        .x(body.x)
        .y(body.y)
        .hp(10)
        .zone(1)
        .nearCount(0);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  private void seen(DirectBuffer message, int offset) {
    LookDecoder look = new LookDecoder().wrapAndApplyHeader(message, offset, header);
    SeenEncoder encoder = new SeenEncoder();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .session(look.session())
        .sequence(look.sequence())
        .nearCount(1)
        .next()
        .entity(NEAR_ENTITY)
        .x(1)
        .y(2)
        .kind(nearKind)
        .name(nearName);
    say(HEADER_BYTES + encoder.encodedLength());
  }

  private void online(DirectBuffer message, int offset) {
    WhoDecoder who = new WhoDecoder().wrapAndApplyHeader(message, offset, header);
    OnlineEncoder encoder = new OnlineEncoder();
    OnlineEncoder.PlayersEncoder players =
        encoder
            .wrapAndApplyHeader(buffer, 0, headerEncoder)
            .session(who.session())
            .sequence(who.sequence())
            .total(bodyBySession.size())
            .playersCount(bodyBySession.size());
    bodyBySession.forEach(
        (session, body) -> players.next().entity(session).name("player" + body.playerId));
    say(HEADER_BYTES + encoder.encodedLength());
  }

  private void say(int lengthBytes) {
    outbox.offer(buffer, 0, lengthBytes);
  }
}
