package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.ClaimEncoder;
import dev.keepstone.ecs.message.sbe.ClaimRefusedDecoder;
import dev.keepstone.ecs.message.sbe.ClaimZoneEncoder;
import dev.keepstone.ecs.message.sbe.ClockDecoder;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.DurableDecoder;
import dev.keepstone.ecs.message.sbe.GiveBackEncoder;
import dev.keepstone.ecs.message.sbe.IdsReservedDecoder;
import dev.keepstone.ecs.message.sbe.LoadedDecoder;
import dev.keepstone.ecs.message.sbe.LostDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.message.sbe.ReleaseAskedDecoder;
import dev.keepstone.ecs.message.sbe.ReleaseZoneEncoder;
import dev.keepstone.ecs.message.sbe.ReserveIdsEncoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.message.sbe.ZoneRefusedDecoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The world's end of the vault's queues: says things, and writes down what it hears as text. */
final class TestWorld {
  /** Sessions whose state was put right when it was loaded. */
  final List<Long> clamped = new ArrayList<>();

  /** Of each zone, the newest claim that was heard of. */
  final Map<Integer, Long> epochs = new HashMap<>();

  final TestQueue toVault = new TestQueue();
  final TestQueue fromVault = new TestQueue();

  /** The states that came with each Loaded, by session; whoever takes them removes them. */
  final Map<Long, PlayerState> loaded = new HashMap<>();

  /** Every time that the vault has told. */
  final List<Long> clocks = new ArrayList<>();

  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8 * 1024);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  void claim(long session, long playerId) {
    claim(session, playerId, false);
  }

  void takeOver(long session, long playerId) {
    claim(session, playerId, true);
  }

  private void claim(long session, long playerId, boolean takeOver) {
    ClaimEncoder claim = new ClaimEncoder().wrapAndApplyHeader(buffer, 0, header);
    claim.session(session).playerId(playerId).takeOver((short) (takeOver ? 1 : 0));
    send(claim.encodedLength());
  }

  void row(long playerId, long version, float x) {
    row(playerId, version, state(x), false);
  }

  void lastRow(long playerId, long version, float x) {
    row(playerId, version, state(x), true);
  }

  void row(long playerId, long version, PlayerState state, boolean release) {
    PlayerRowEncoder row = new PlayerRowEncoder().wrapAndApplyHeader(buffer, 0, header);
    row.playerId(playerId).version(version).release((short) (release ? 1 : 0));
    int part = row.limit();
    int partBytes =
        new PlayerStateCodec().encode(state, buffer, part + PlayerRowEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, PlayerRowEncoder.BYTE_ORDER);
    send(row.encodedLength() + PlayerRowEncoder.stateHeaderLength() + partBytes);
  }

  /** A character that can be saved. */
  static PlayerState state(float x) {
    PlayerState state = new PlayerState();
    state.createdAtMs = 1;
    state.zone = 1;
    state.hp = 10;
    state.x = x;
    return state;
  }

  /** A commit to be filled, then sent. */
  TestCommit commit(long commit) {
    return new TestCommit(toVault, commit, epochs);
  }

  void claimZone(int zone) {
    send(new ClaimZoneEncoder().wrapAndApplyHeader(buffer, 0, header).zone(zone).encodedLength());
  }

  void releaseZone(int zone) {
    send(new ReleaseZoneEncoder().wrapAndApplyHeader(buffer, 0, header).zone(zone).encodedLength());
  }

  void reserveIds(int count) {
    send(
        new ReserveIdsEncoder().wrapAndApplyHeader(buffer, 0, header).count(count).encodedLength());
  }

  void giveBack(long playerId) {
    GiveBackEncoder giveBack = new GiveBackEncoder().wrapAndApplyHeader(buffer, 0, header);
    giveBack.playerId(playerId);
    send(giveBack.encodedLength());
  }

  void raw(byte[] message) {
    buffer.putBytes(0, message);
    toVault.offer(buffer, 0, message.length);
  }

  private void send(int bodyLength) {
    toVault.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
  }

  /** Everything said since the last call, such as "Durable 7 v3 released". */
  List<String> heard() {
    List<String> heard = new ArrayList<>();
    fromVault.poll((b, offset, length) -> hear(b, offset, heard), Integer.MAX_VALUE);
    return heard;
  }

  private void hear(DirectBuffer b, int offset, List<String> heard) {
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(b, offset);
    if (header.templateId() == ClockDecoder.TEMPLATE_ID) {
      clocks.add(new ClockDecoder().wrapAndApplyHeader(b, offset, header).nowMs());
    } else {
      heard.add(text(b, offset));
    }
  }

  private String text(DirectBuffer b, int offset) {
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(b, offset);
    return switch (header.templateId()) {
      case LoadedDecoder.TEMPLATE_ID -> {
        LoadedDecoder m = new LoadedDecoder().wrapAndApplyHeader(b, offset, header);
        String name = m.name();
        PlayerState state = new PlayerState();
        int part = m.limit() + LoadedDecoder.stateHeaderLength();
        if (!new PlayerStateCodec().decode(b, part, m.stateLength(), state)) {
          throw new AssertionError("a state that can't be read");
        }
        loaded.put(m.session(), state);
        if (m.clamped() == 1) {
          clamped.add(m.session());
        }
        yield "Loaded "
            + m.session()
            + " "
            + m.playerId()
            + " v"
            + m.version()
            + " zone"
            + state.zone
            + " x"
            + state.x
            + " "
            + name;
      }
      case ClaimRefusedDecoder.TEMPLATE_ID -> {
        ClaimRefusedDecoder m = new ClaimRefusedDecoder().wrapAndApplyHeader(b, offset, header);
        yield "Refused " + m.session() + " " + m.playerId() + " " + m.reason();
      }
      case DurableDecoder.TEMPLATE_ID -> {
        DurableDecoder m = new DurableDecoder().wrapAndApplyHeader(b, offset, header);
        yield "Durable "
            + m.playerId()
            + " v"
            + m.version()
            + (m.released() == 1 ? " released" : "");
      }
      case LostDecoder.TEMPLATE_ID -> {
        LostDecoder m = new LostDecoder().wrapAndApplyHeader(b, offset, header);
        yield "Lost " + m.playerId() + " " + m.reason();
      }
      case CommitSettledDecoder.TEMPLATE_ID ->
          settled(new CommitSettledDecoder().wrapAndApplyHeader(b, offset, header));
      case ZoneLoadedDecoder.TEMPLATE_ID -> {
        ZoneLoadedDecoder m = new ZoneLoadedDecoder().wrapAndApplyHeader(b, offset, header);
        epochs.put(m.zone(), m.epoch());
        yield zone(m);
      }
      case ZoneRefusedDecoder.TEMPLATE_ID -> {
        ZoneRefusedDecoder m = new ZoneRefusedDecoder().wrapAndApplyHeader(b, offset, header);
        yield "ZoneRefused " + m.zone() + " " + m.reason();
      }
      case IdsReservedDecoder.TEMPLATE_ID -> {
        IdsReservedDecoder m = new IdsReservedDecoder().wrapAndApplyHeader(b, offset, header);
        yield "Ids " + m.first() + " +" + m.count();
      }
      case ReleaseAskedDecoder.TEMPLATE_ID -> {
        ReleaseAskedDecoder m = new ReleaseAskedDecoder().wrapAndApplyHeader(b, offset, header);
        yield "ReleaseAsked " + m.playerId();
      }
      default -> "template " + header.templateId();
    };
  }

  /** Such as "Settled 3 DURABLE zone1 OURS c7 -50 +51 2/0=30". */
  private static String settled(CommitSettledDecoder m) {
    StringBuilder text = new StringBuilder("Settled " + m.commit() + " " + m.outcome());
    if (m.zone() != 0) {
      text.append(" zone").append(m.zone()).append(' ').append(m.standing());
      text.append(" c").append(m.changes());
    }
    m.entries().forEach(e -> text.append(e.isThere() == 1 ? " +" : " -").append(e.entry()));
    m.stocks().forEach(s -> text.append(stock(s.shop(), s.kind(), s.amount())));
    return text.toString();
  }

  /** Such as "Zone 1 c7 e2 first last 50:9x3#17@1.0,2.0 2/0=30". */
  private static String zone(ZoneLoadedDecoder m) {
    StringBuilder text = new StringBuilder("Zone " + m.zone() + " c" + m.changes());
    text.append(" e").append(m.events());
    text.append(m.isFirst() == 1 ? " first" : "").append(m.isLast() == 1 ? " last" : "");
    for (ZoneLoadedDecoder.EntriesDecoder e : m.entries()) {
      text.append(' ').append(e.entry()).append(':').append(e.kind()).append('x');
      text.append(e.amount()).append(e.unique() == 0 ? "" : "#" + e.unique());
      text.append('@').append(e.x()).append(',').append(e.y());
    }
    m.stocks().forEach(s -> text.append(stock(s.shop(), s.kind(), s.amount())));
    return text.toString();
  }

  private static String stock(int shop, int kind, long amount) {
    return " " + shop + "/" + kind + "=" + amount;
  }
}
