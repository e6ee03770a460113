package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.ClaimEncoder;
import dev.keepstone.ecs.message.sbe.ClaimRefusedDecoder;
import dev.keepstone.ecs.message.sbe.DurableDecoder;
import dev.keepstone.ecs.message.sbe.GiveBackEncoder;
import dev.keepstone.ecs.message.sbe.LoadedDecoder;
import dev.keepstone.ecs.message.sbe.LostDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.PlayerRowEncoder;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The world's end of the vault's queues: says things, and writes down what it hears as text. */
final class TestWorld {
  final TestQueue toVault = new TestQueue();
  final TestQueue fromVault = new TestQueue();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8 * 1024);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  void claim(long session, long playerId) {
    ClaimEncoder claim = new ClaimEncoder().wrapAndApplyHeader(buffer, 0, header);
    claim.session(session).playerId(playerId).takeOver((short) 0);
    send(claim.encodedLength());
  }

  void row(long playerId, long version, float x) {
    row(playerId, version, x, false);
  }

  void lastRow(long playerId, long version, float x) {
    row(playerId, version, x, true);
  }

  private void row(long playerId, long version, float x, boolean release) {
    PlayerRowEncoder row = new PlayerRowEncoder().wrapAndApplyHeader(buffer, 0, header);
    row.playerId(playerId).version(version).release((short) (release ? 1 : 0));
    PlayerState state = new PlayerState();
    state.createdAtMs = 1;
    state.zone = 1;
    state.hp = 10;
    state.x = x;
    int part = row.limit();
    int partBytes =
        new PlayerStateCodec().encode(state, buffer, part + PlayerRowEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, PlayerRowEncoder.BYTE_ORDER);
    send(row.encodedLength() + PlayerRowEncoder.stateHeaderLength() + partBytes);
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
    fromVault.poll((b, offset, length) -> heard.add(text(b, offset)), Integer.MAX_VALUE);
    return heard;
  }

  private static String text(DirectBuffer b, int offset) {
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
      default -> "template " + header.templateId();
    };
  }
}
