package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.MessageRing;
import dev.keepstone.ecs.message.sbe.AskEncoder;
import dev.keepstone.ecs.message.sbe.BuyEncoder;
import dev.keepstone.ecs.message.sbe.ClaimRefusedEncoder;
import dev.keepstone.ecs.message.sbe.ClockEncoder;
import dev.keepstone.ecs.message.sbe.CloseEncoder;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledEncoder;
import dev.keepstone.ecs.message.sbe.DurableEncoder;
import dev.keepstone.ecs.message.sbe.EnterEncoder;
import dev.keepstone.ecs.message.sbe.GoneEncoder;
import dev.keepstone.ecs.message.sbe.IdsReservedEncoder;
import dev.keepstone.ecs.message.sbe.LeaveEncoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.LookEncoder;
import dev.keepstone.ecs.message.sbe.LossReason;
import dev.keepstone.ecs.message.sbe.LostEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.MoveItemEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.OrderEncoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.ReleaseAskedEncoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.message.sbe.TakeItemEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import dev.keepstone.ecs.message.sbe.WhoEncoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedEncoder;
import dev.keepstone.ecs.message.sbe.ZoneRefusedEncoder;
import dev.keepstone.ecs.message.sbe.ZoneStanding;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.ecs.state.StateLimits;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Everything that a world can be told, as calls; a real ring behind it. Allocates nothing. */
public final class TestInbox implements Inbox {
  private static final byte[] NO_TOKEN = new byte[StateLimits.TOKEN_HASH_BYTES];

  private final MessageRing ring = new MessageRing(4 * 1024 * 1024);
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128 * 1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final EnterEncoder enter = new EnterEncoder();
  private final GoneEncoder gone = new GoneEncoder();
  private final MoveEncoder move = new MoveEncoder();
  private final SayEncoder say = new SayEncoder();
  private final LookEncoder look = new LookEncoder();
  private final WhoEncoder who = new WhoEncoder();
  private final LeaveEncoder leave = new LeaveEncoder();
  private final LoadedEncoder loaded = new LoadedEncoder();
  private final ClaimRefusedEncoder claimRefused = new ClaimRefusedEncoder();
  private final DurableEncoder durable = new DurableEncoder();
  private final LostEncoder lost = new LostEncoder();
  private final ReleaseAskedEncoder releaseAsked = new ReleaseAskedEncoder();
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final ClockEncoder clock = new ClockEncoder();
  private final CloseEncoder close = new CloseEncoder();

  @Override
  public int poll(MessageHandler handler, int limit) {
    return ring.poll(handler, limit);
  }

  /** As a gateway of old: the password was checked, nobody is driven out, no token is wanted. */
  public void enter(long session, long playerId) {
    enter(session, playerId, Role.PLAYER, false, NO_TOKEN, NO_TOKEN);
  }

  public void enter(
      long session,
      long playerId,
      Role role,
      boolean takeOver,
      byte[] newToken,
      byte[] shownToken) {
    enter
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .role(role)
        .takeOver((short) (takeOver ? 1 : 0))
        .putNewToken(newToken, 0, newToken.length)
        .putShownToken(shownToken, 0, shownToken.length);
    offer(enter.encodedLength());
  }

  public void gone(long session) {
    gone.wrapAndApplyHeader(buffer, 0, header).session(session);
    offer(gone.encodedLength());
  }

  public void move(long session, long sequence, int directionX, int directionY, int ticks) {
    move.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .directionX((byte) directionX)
        .directionY((byte) directionY)
        .ticks((short) ticks);
    offer(move.encodedLength());
  }

  public void say(long session, long sequence, byte[] text) {
    say.wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .sequence(sequence)
        .putText(text, 0, text.length);
    offer(say.encodedLength());
  }

  public void look(long session, long sequence) {
    look.wrapAndApplyHeader(buffer, 0, header).session(session).sequence(sequence);
    offer(look.encodedLength());
  }

  public void who(long session, long sequence) {
    who.wrapAndApplyHeader(buffer, 0, header).session(session).sequence(sequence);
    offer(who.encodedLength());
  }

  public void leave(long session, long sequence) {
    leave.wrapAndApplyHeader(buffer, 0, header).session(session).sequence(sequence);
    offer(leave.encodedLength());
  }

  public void takeItem(long session, long sequence, long operation, long entity) {
    TakeItemEncoder m = new TakeItemEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session).sequence(sequence).operation(operation).entity(entity);
    offer(m.encodedLength());
  }

  public void moveItem(
      long session,
      long sequence,
      long operation,
      OperationKind kind,
      int slot,
      int toSlot,
      int count) {
    MoveItemEncoder m = new MoveItemEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session)
        .sequence(sequence)
        .operation(operation)
        .kind(kind)
        .slot((short) slot)
        .toSlot((short) toSlot)
        .count(count);
    offer(m.encodedLength());
  }

  public void buy(long session, long sequence, long operation, int kind, int count) {
    BuyEncoder m = new BuyEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session).sequence(sequence).operation(operation).kind(kind).count(count);
    offer(m.encodedLength());
  }

  /** Offers pairs of slot and amount. */
  public void trade(
      long session,
      long sequence,
      long operation,
      long entity,
      TradeAction action,
      long coins,
      long revision,
      int... offered) {
    TradeEncoder m = new TradeEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session)
        .sequence(sequence)
        .operation(operation)
        .entity(entity)
        .coins(coins)
        .action(action)
        .revision(revision);
    TradeEncoder.OfferedEncoder group = m.offeredCount(offered.length / 2);
    for (int i = 0; i < offered.length; i += 2) {
      group.next().amount(offered[i + 1]).slot((short) offered[i]);
    }
    offer(m.encodedLength());
  }

  public void order(
      long session,
      long sequence,
      long operation,
      OperatorAction action,
      int what,
      long amount,
      String player) {
    OrderEncoder m = new OrderEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session).sequence(sequence).operation(operation).amount(amount).what(what);
    m.action(action).player(player);
    offer(m.encodedLength());
  }

  public void ask(long session, long sequence, long operation) {
    AskEncoder m = new AskEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.session(session).sequence(sequence).operation(operation);
    offer(m.encodedLength());
  }

  /** Only what the commit named is in it. */
  void commitSettled(
      TestCommit commit, CommitOutcome outcome, ZoneStanding standing, TestZone zone) {
    CommitSettledEncoder m = new CommitSettledEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.commit(commit.number).changes(zone.changes).zone(commit.zone);
    m.outcome(outcome).standing(standing);
    boolean says = standing == ZoneStanding.OURS;
    CommitSettledEncoder.EntriesEncoder entries =
        m.entriesCount(says ? commit.taken.size() + commit.given.size() : 0);
    if (says) {
      for (long entry : commit.taken) {
        entries.next().entry(entry).isThere((short) (zone.entries.containsKey(entry) ? 1 : 0));
      }
      for (TestZone.Entry given : commit.given) {
        entries
            .next()
            .entry(given.entry())
            .isThere((short) (zone.entries.containsKey(given.entry()) ? 1 : 0));
      }
    }
    CommitSettledEncoder.StocksEncoder stocks = m.stocksCount(says ? commit.counted.size() : 0);
    if (says) {
      for (TestCommit.Counted counted : commit.counted) {
        stocks
            .next()
            .amount(zone.stock(counted.shop(), counted.kind()))
            .shop(counted.shop())
            .kind(counted.kind());
      }
    }
    offer(m.encodedLength());
  }

  void zoneLoaded(TestZone zone) {
    ZoneLoadedEncoder m = new ZoneLoadedEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.changes(zone.changes).events(zone.events).zone(zone.number).epoch(zone.epoch);
    m.isFirst((short) 1).isLast((short) 1);
    ZoneLoadedEncoder.EntriesEncoder entries = m.entriesCount(zone.entries.size());
    for (TestZone.Entry entry : zone.entries.values()) {
      entries
          .next()
          .entry(entry.entry())
          .unique(entry.unique())
          .expiresAtMs(entry.expiresAtMs())
          .amount(entry.amount())
          .x(entry.x())
          .y(entry.y())
          .kind(entry.kind());
    }
    ZoneLoadedEncoder.StocksEncoder stocks = m.stocksCount(zone.stocks.size());
    for (TestZone.Stock stock : zone.stocks.keySet()) {
      stocks
          .next()
          .amount(zone.stock(stock.shop(), stock.kind()))
          .shop(stock.shop())
          .kind(stock.kind());
    }
    offer(m.encodedLength());
  }

  public void zoneRefused(int zone) {
    ZoneRefusedEncoder m = new ZoneRefusedEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.zone(zone).reason(RefusalReason.OWNED_ELSEWHERE);
    offer(m.encodedLength());
  }

  public void idsReserved(long first, long count) {
    IdsReservedEncoder m = new IdsReservedEncoder().wrapAndApplyHeader(buffer, 0, header);
    m.first(first).count(count);
    offer(m.encodedLength());
  }

  public void clock(long nowMs) {
    offer(clock.wrapAndApplyHeader(buffer, 0, header).nowMs(nowMs).encodedLength());
  }

  public void loaded(long session, StoredPlayer player) {
    byte[] name = player.name.getBytes(StandardCharsets.UTF_8);
    loaded
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(player.id)
        .version(player.version)
        .clamped((short) 0)
        .putName(name, 0, name.length);
    int part = loaded.limit();
    int partBytes =
        stateCodec.encode(player.state, buffer, part + LoadedEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, ByteOrder.LITTLE_ENDIAN);
    offer(loaded.encodedLength() + LoadedEncoder.stateHeaderLength() + partBytes);
  }

  public void claimRefused(long session, long playerId, RefusalReason reason) {
    claimRefused
        .wrapAndApplyHeader(buffer, 0, header)
        .session(session)
        .playerId(playerId)
        .reason(reason);
    offer(claimRefused.encodedLength());
  }

  public void durable(long playerId, long version, boolean released) {
    durable
        .wrapAndApplyHeader(buffer, 0, header)
        .playerId(playerId)
        .version(version)
        .released((short) (released ? 1 : 0));
    offer(durable.encodedLength());
  }

  public void lost(long playerId) {
    lost.wrapAndApplyHeader(buffer, 0, header).playerId(playerId).reason(LossReason.OWNER_CHANGED);
    offer(lost.encodedLength());
  }

  public void releaseAsked(long playerId) {
    releaseAsked.wrapAndApplyHeader(buffer, 0, header).playerId(playerId);
    offer(releaseAsked.encodedLength());
  }

  public void close() {
    close.wrapAndApplyHeader(buffer, 0, header).unused((short) 0);
    offer(close.encodedLength());
  }

  public void raw(DirectBuffer bytes, int offset, int lengthBytes) {
    if (!ring.offer(bytes, offset, lengthBytes)) {
      throw new IllegalStateException("test inbox is full");
    }
  }

  private void offer(int bodyBytes) {
    raw(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyBytes);
  }
}
