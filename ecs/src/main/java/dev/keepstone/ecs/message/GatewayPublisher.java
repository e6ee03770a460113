package dev.keepstone.ecs.message;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.AppearedEncoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedEncoder;
import dev.keepstone.ecs.message.sbe.EnteredEncoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellEncoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.IntentRefusedEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OnlineEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import dev.keepstone.ecs.message.sbe.SpokenEncoder;
import dev.keepstone.ecs.message.sbe.VanishedEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the world says to gateways and players: encodes each message and hands it to the gateway
 * that the session belongs to. Snapshots may be dropped, and speech; every other call returns false
 * when there is no room (for most: not even in the backlog), and the caller must act on it.
 *
 * <p>Messages with a group are begun, filled with as many entries as were announced, and sent.
 */
public final class GatewayPublisher {
  /** Enough for {@link #MAX_ENTRIES} entities with the longest names. */
  private static final int SCRATCH_BYTES = 32 * 1024;

  /** Most entries that a group may have. */
  public static final int MAX_ENTRIES = 200;

  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final BackloggedOutbox[] gateways;
  private final WorldCounters counters;
  private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_BYTES));
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EnterRefusedEncoder enterRefused = new EnterRefusedEncoder();
  private final EnteredEncoder entered = new EnteredEncoder();
  private final SnapshotEncoder snapshot = new SnapshotEncoder();
  private final SpokenEncoder spoken = new SpokenEncoder();
  private final SeenEncoder seen = new SeenEncoder();
  private final OnlineEncoder online = new OnlineEncoder();
  private final FarewellEncoder farewell = new FarewellEncoder();
  private final IntentRefusedEncoder intentRefused = new IntentRefusedEncoder();
  private final AppearedEncoder appeared = new AppearedEncoder();
  private final VanishedEncoder vanished = new VanishedEncoder();
  private SnapshotEncoder.NearEncoder snapshotNear;
  private AppearedEncoder.EntitiesEncoder appearedEntities;
  private VanishedEncoder.EntitiesEncoder vanishedEntities;
  private SeenEncoder.NearEncoder seenNear;
  private OnlineEncoder.PlayersEncoder onlinePlayers;
  private long groupSession;

  /**
   * @param outboxes one for each gateway, by gateway number
   * @param backlogBytes for each gateway, a power of two
   */
  public GatewayPublisher(
      List<? extends Outbox> outboxes, int backlogBytes, WorldCounters counters) {
    this.counters = counters;
    gateways = new BackloggedOutbox[outboxes.size()];
    for (int i = 0; i < gateways.length; i++) {
      gateways[i] = new BackloggedOutbox(outboxes.get(i), backlogBytes, counters);
    }
    snapshotNear = snapshot.wrapAndApplyHeader(scratch, 0, header).nearCount(0);
    appearedEntities = appeared.wrapAndApplyHeader(scratch, 0, header).entitiesCount(0);
    vanishedEntities = vanished.wrapAndApplyHeader(scratch, 0, header).entitiesCount(0);
    seenNear = seen.wrapAndApplyHeader(scratch, 0, header).nearCount(0);
    onlinePlayers = online.wrapAndApplyHeader(scratch, 0, header).playersCount(0);
  }

  /** Which gateway gave out this session id. */
  public static int gatewayOf(long session) {
    return (int) (session >>> 48);
  }

  /** Whether messages to this session have somewhere to go. */
  public boolean isRoutable(long session) {
    return session != 0 && gatewayOf(session) < gateways.length;
  }

  /** Sends what had to wait. Called at the start of each tick. */
  public void sendBacklogs() {
    for (BackloggedOutbox gateway : gateways) {
      gateway.sendBacklog();
    }
  }

  public boolean enterRefused(long session, RefusalReason reason) {
    enterRefused.wrapAndApplyHeader(scratch, 0, header).session(session).reason(reason);
    return keep(session, enterRefused.encodedLength(), true);
  }

  public boolean entered(
      long session,
      long playerId,
      long entity,
      long tick,
      int zone,
      float x,
      float y,
      int tickRateHz,
      long lastOperation,
      byte[] name,
      byte[] zoneName) {
    entered
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .playerId(playerId)
        .entity(entity)
        .tick(tick)
        .zone(zone)
        .x(x)
        .y(y)
        .tickRateHz(tickRateHz)
        .lastOperation(lastOperation)
        .putName(name, 0, name.length)
        .putZoneName(zoneName, 0, zoneName.length);
    return keep(session, entered.encodedLength(), false);
  }

  /**
   * Starts a snapshot.
   *
   * @param nearCount how often {@link #snapshotNear} follows, at most {@link #MAX_ENTRIES}
   */
  public void beginSnapshot(
      long session,
      long tick,
      int ackedSequence,
      int zone,
      float x,
      float y,
      int hp,
      int nearCount) {
    groupSession = session;
    snapshotNear =
        snapshot
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .tick(tick)
            .ackedSequence(Integer.toUnsignedLong(ackedSequence))
            .x(x)
            .y(y)
            .hp(hp)
            .zone(zone)
            .nearCount(nearCount);
  }

  public void snapshotNear(long entity, float x, float y, int hp, byte kind) {
    snapshotNear.next().entity(entity).x(x).y(y).hp(hp).kind(EntityKind.get(kind));
  }

  /** Sends it or drops it; both are counted. */
  public void sendSnapshot() {
    boolean sent = send(snapshot.encodedLength());
    counters.increment(sent ? WorldCounter.SNAPSHOTS : WorldCounter.SNAPSHOTS_SKIPPED);
  }

  /**
   * Starts the list of those who have come into sight.
   *
   * @param afresh whether nobody else is in sight
   * @param count how often {@link #appeared} follows, at most {@link #MAX_ENTRIES}
   */
  public void beginAppeared(long session, boolean afresh, int count) {
    groupSession = session;
    appearedEntities =
        appeared
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .afresh((short) (afresh ? 1 : 0))
            .entitiesCount(count);
  }

  public void appeared(long entity, byte kind, byte[] name) {
    appearedEntities.next().entity(entity).kind(EntityKind.get(kind)).putName(name, 0, name.length);
  }

  /** Returns false when there is no room now: then it was not sent, and the list must be later. */
  public boolean sendAppeared() {
    return send(appeared.encodedLength());
  }

  /**
   * Starts the list of those who are out of sight.
   *
   * @param count how often {@link #vanished} follows, at most {@link #MAX_ENTRIES}
   */
  public void beginVanished(long session, int count) {
    groupSession = session;
    vanishedEntities =
        vanished.wrapAndApplyHeader(scratch, 0, header).session(session).entitiesCount(count);
  }

  public void vanished(long entity) {
    vanishedEntities.next().entity(entity);
  }

  /** As {@link #sendAppeared}. */
  public boolean sendVanished() {
    return send(vanished.encodedLength());
  }

  /** Encodes what somebody said; {@link #tellSpoken} sends it to each listener. */
  public void beginSpoken(
      long speaker, byte[] name, DirectBuffer text, int textOffset, int textLengthBytes) {
    spoken
        .wrapAndApplyHeader(scratch, 0, header)
        .session(0)
        .speaker(speaker)
        .putName(name, 0, name.length)
        .putText(text, textOffset, textLengthBytes);
  }

  /** Sends it now or later, or drops it where a gateway has had no room for long; then counted. */
  public void tellSpoken(long session) {
    spoken.session(session);
    int lengthBytes = HEADER_BYTES + spoken.encodedLength();
    if (!gateways[gatewayOf(session)].keepOrDrop(scratch, 0, lengthBytes)) {
      counters.increment(WorldCounter.SPEECH_SKIPPED);
    }
  }

  /**
   * Starts an answer to Look.
   *
   * @param nearCount how often {@link #seenNear} follows, at most {@link #MAX_ENTRIES}
   */
  public void beginSeen(long session, int sequence, int nearCount) {
    groupSession = session;
    seenNear =
        seen.wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .sequence(Integer.toUnsignedLong(sequence))
            .nearCount(nearCount);
  }

  public void seenNear(long entity, float x, float y, byte kind, byte[] name) {
    seenNear
        .next()
        .entity(entity)
        .x(x)
        .y(y)
        .kind(EntityKind.get(kind))
        .putName(name, 0, name.length);
  }

  public boolean sendSeen() {
    return keep(groupSession, seen.encodedLength(), false);
  }

  /**
   * Starts an answer to Who.
   *
   * @param namedMax how often {@link #onlinePlayer} follows at most; at most {@link #MAX_ENTRIES}
   */
  public void beginOnline(long session, int sequence, int total, int namedMax) {
    groupSession = session;
    onlinePlayers =
        online
            .wrapAndApplyHeader(scratch, 0, header)
            .session(session)
            .sequence(Integer.toUnsignedLong(sequence))
            .total(total)
            .playersCount(namedMax);
  }

  public void onlinePlayer(long entity, byte[] name) {
    onlinePlayers.next().entity(entity).putName(name, 0, name.length);
  }

  public boolean sendOnline() {
    onlinePlayers.resetCountToIndex();
    return keep(groupSession, online.encodedLength(), false);
  }

  public boolean farewell(long session, FarewellReason reason, boolean saved, float x, float y) {
    farewell
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .reason(reason)
        .saved((short) (saved ? 1 : 0))
        .x(x)
        .y(y);
    return keep(session, farewell.encodedLength(), true);
  }

  public boolean intentRefused(long session, int sequence, RefusalReason reason) {
    intentRefused
        .wrapAndApplyHeader(scratch, 0, header)
        .session(session)
        .sequence(Integer.toUnsignedLong(sequence))
        .reason(reason);
    return keep(session, intentRefused.encodedLength(), false);
  }

  /** Sends what another publisher has encoded at the start of its buffer. */
  boolean keep(long session, DirectBuffer buffer, int bodyBytes) {
    return gateways[gatewayOf(session)].keep(buffer, 0, HEADER_BYTES + bodyBytes, false);
  }

  /** As {@link #keep}, now or not at all: false when it was dropped. */
  boolean sendOrDrop(long session, DirectBuffer buffer, int bodyBytes) {
    return gateways[gatewayOf(session)].sendOrDrop(buffer, 0, HEADER_BYTES + bodyBytes);
  }

  /** Sends a message with a group, or drops it. */
  private boolean send(int bodyBytes) {
    return gateways[gatewayOf(groupSession)].sendOrDrop(scratch, 0, HEADER_BYTES + bodyBytes);
  }

  private boolean keep(long session, int bodyBytes, boolean urgent) {
    return gateways[gatewayOf(session)].keep(scratch, 0, HEADER_BYTES + bodyBytes, urgent);
  }
}
