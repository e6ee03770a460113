package dev.keepstone.ecs.message;

import dev.keepstone.ecs.message.sbe.CommitEncoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes one {@code Commit}, part by part: {@link #head}, then rows, lines, taken, given and
 * counted. Each group is begun with its count, 0 too, and filled with as many entries.
 */
public final class CommitEncoding {
  private static final int PART_HEADER_BYTES = 2;

  private final PlayerStateCodec stateCodec;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final CommitEncoder commit = new CommitEncoder();
  private MutableDirectBuffer buffer;
  private CommitEncoder.RowsEncoder rows;
  private CommitEncoder.LinesEncoder lines;
  private CommitEncoder.TakenEncoder taken;
  private CommitEncoder.GivenEncoder given;
  private CommitEncoder.CountedEncoder counted;

  CommitEncoding(PlayerStateCodec stateCodec) {
    this.stateCodec = stateCodec;
    buffer = new UnsafeBuffer(new byte[CommitEncoder.BLOCK_LENGTH + 64]);
    commit.wrapAndApplyHeader(buffer, 0, header);
    rows = commit.rowsCount(0);
    lines = commit.linesCount(0);
    taken = commit.takenCount(0);
    given = commit.givenCount(0);
    counted = commit.countedCount(0);
  }

  CommitEncoding begin(MutableDirectBuffer into) {
    buffer = into;
    commit.wrapAndApplyHeader(into, 0, header);
    return this;
  }

  int bodyBytes() {
    return commit.encodedLength();
  }

  /**
   * Who does what.
   *
   * @param number the world's own, rising
   * @param operation the initiator's; 0 for zone events
   * @param initiator player id; 0 for zone events
   * @param zoneEvent 0: not an event
   * @param zone 0: touches no ground and no shop
   * @param zoneEpoch of the claim of the zone under which it was judged; 0 without a zone
   */
  public void head(
      long number,
      long operation,
      long initiator,
      long zoneEvent,
      int zone,
      long zoneEpoch,
      OperationKind kind,
      int rowCount) {
    commit
        .commit(number)
        .operation(operation)
        .initiator(initiator)
        .zoneEvent(zoneEvent)
        .zone(zone)
        .kind(kind)
        .zoneEpoch(zoneEpoch);
    rows = commit.rowsCount(rowCount);
  }

  /** A player after the operation. */
  public void row(long playerId, long version, PlayerState state) {
    rows.next().playerId(playerId).version(version);
    int part = commit.limit();
    int partBytes = stateCodec.encode(state, buffer, part + PART_HEADER_BYTES);
    buffer.putShort(part, (short) partBytes, ByteOrder.LITTLE_ENDIAN);
    commit.limit(part + PART_HEADER_BYTES + partBytes);
  }

  public void beginLines(int count) {
    lines = commit.linesCount(count);
  }

  public void line(
      int item, long amount, long unique, Container from, long fromKey, Container to, long toKey) {
    lines
        .next()
        .unique(unique)
        .amount(amount)
        .fromKey(fromKey)
        .toKey(toKey)
        .item(item)
        .from(from)
        .to(to);
  }

  public void beginTaken(int count) {
    taken = commit.takenCount(count);
  }

  public void taken(long entry) {
    taken.next().entry(entry);
  }

  public void beginGiven(int count) {
    given = commit.givenCount(count);
  }

  public void given(
      long entry, int kind, int amount, long unique, long expiresAtMs, float x, float y) {
    given
        .next()
        .entry(entry)
        .unique(unique)
        .expiresAtMs(expiresAtMs)
        .amount(amount)
        .x(x)
        .y(y)
        .kind(kind);
  }

  public void beginCounted(int count) {
    counted = commit.countedCount(count);
  }

  /**
   * A shop's count changes.
   *
   * @param kind 0: the till, in coins
   */
  public void counted(int shop, int kind, long change) {
    counted.next().change(change).shop(shop).kind(kind);
  }
}
