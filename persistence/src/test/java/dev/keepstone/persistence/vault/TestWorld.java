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
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The world's end of the vault's queues: says things, and writes down what it hears as text. */
final class TestWorld {
  final TestQueue toVault = new TestQueue();
  final TestQueue fromVault = new TestQueue();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  void claim(long session, long playerId) {
    ClaimEncoder claim = new ClaimEncoder().wrapAndApplyHeader(buffer, 0, header);
    claim.session(session).playerId(playerId);
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
    row.playerId(playerId).version(version).createdAtMs(1).zone(1).hp(10).x(x).y(0);
    row.release((short) (release ? 1 : 0));
    send(row.encodedLength());
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
        yield "Loaded "
            + m.session()
            + " "
            + m.playerId()
            + " v"
            + m.version()
            + " zone"
            + m.zone()
            + " x"
            + m.x()
            + " "
            + m.name();
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
