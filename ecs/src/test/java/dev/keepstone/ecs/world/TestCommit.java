package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.sbe.CommitDecoder;
import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** A commit as the {@link TestVault} got it. */
public final class TestCommit {
  /** One move of the ledger. */
  public record Line(
      int item, long amount, long unique, Container from, long fromKey, Container to, long toKey) {}

  /** A change of a shop's count. */
  record Counted(int shop, int kind, long change) {}

  final long number;
  final long operation;
  final long initiator;
  final long zoneEvent;
  final int zone;
  final OperationKind kind;

  /** Each with the version and the state that it would have. */
  final List<StoredPlayer> rows = new ArrayList<>();

  final List<Line> lines = new ArrayList<>();
  final List<Long> taken = new ArrayList<>();
  final List<TestZone.Entry> given = new ArrayList<>();
  final List<Counted> counted = new ArrayList<>();

  /** Reads it whole. */
  TestCommit(DirectBuffer buffer, int offset) {
    CommitDecoder m =
        new CommitDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    number = m.commit();
    operation = m.operation();
    initiator = m.initiator();
    zoneEvent = m.zoneEvent();
    zone = m.zone();
    kind = m.kind();
    for (CommitDecoder.RowsDecoder row : m.rows()) {
      StoredPlayer player = new StoredPlayer(row.playerId(), "");
      player.version = row.version();
      int part = m.limit();
      int length = row.stateLength();
      if (!new PlayerStateCodec()
          .decode(
              buffer, part + CommitDecoder.RowsDecoder.stateHeaderLength(), length, player.state)) {
        throw new AssertionError("a state that can't be read: player=" + player.id);
      }
      m.limit(part + CommitDecoder.RowsDecoder.stateHeaderLength() + length);
      rows.add(player);
    }
    for (CommitDecoder.LinesDecoder line : m.lines()) {
      lines.add(
          new Line(
              line.item(),
              line.amount(),
              line.unique(),
              line.from(),
              line.fromKey(),
              line.to(),
              line.toKey()));
    }
    for (CommitDecoder.TakenDecoder entry : m.taken()) {
      taken.add(entry.entry());
    }
    for (CommitDecoder.GivenDecoder entry : m.given()) {
      given.add(
          new TestZone.Entry(
              entry.entry(),
              entry.kind(),
              (int) entry.amount(),
              entry.unique(),
              entry.expiresAtMs(),
              entry.x(),
              entry.y()));
    }
    for (CommitDecoder.CountedDecoder count : m.counted()) {
      counted.add(new Counted(count.shop(), count.kind(), count.change()));
    }
  }

  public OperationKind kind() {
    return kind;
  }

  public List<Line> lines() {
    return lines;
  }
}
