package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.CommitEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.record.GroundItem;
import dev.keepstone.persistence.store.StockChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/** A Commit as the world would say it, filled step by step. */
final class TestCommit {
  private record Row(long playerId, long version, PlayerState state) {}

  private final Outbox toVault;
  private final Map<Integer, Long> epochs;
  private long epoch;
  private final long commit;
  private final List<Row> rows = new ArrayList<>();
  private final List<LedgerLine> lines = new ArrayList<>();
  private final List<Long> taken = new ArrayList<>();
  private final List<GroundItem> given = new ArrayList<>();
  private final List<StockChange> counted = new ArrayList<>();
  private long operation;
  private long initiator;
  private int zone;
  private long event;

  TestCommit(Outbox toVault, long commit, Map<Integer, Long> epochs) {
    this.toVault = toVault;
    this.commit = commit;
    this.epochs = epochs;
  }

  /** Judged under an older claim than the world has heard of last. */
  TestCommit under(long zoneEpoch) {
    epoch = zoneEpoch;
    return this;
  }

  TestCommit by(long playerId, long playersOperation) {
    initiator = playerId;
    operation = playersOperation;
    return this;
  }

  TestCommit row(long playerId, long version, float x) {
    return row(playerId, version, TestWorld.state(x));
  }

  TestCommit row(long playerId, long version, PlayerState state) {
    PlayerState copy = new PlayerState();
    copy.copyFrom(state);
    rows.add(new Row(playerId, version, copy));
    return this;
  }

  TestCommit line(LedgerLine line) {
    lines.add(line);
    return this;
  }

  TestCommit in(int zoneNumber) {
    zone = zoneNumber;
    epoch = epochs.getOrDefault(zoneNumber, 0L);
    return this;
  }

  TestCommit event(long number) {
    event = number;
    return this;
  }

  TestCommit take(long entry) {
    taken.add(entry);
    return this;
  }

  TestCommit give(long entry, int kind, long amount, float x, float y) {
    return give(new GroundItem(entry, kind, amount, 0, 0, x, y));
  }

  TestCommit give(GroundItem item) {
    given.add(item);
    return this;
  }

  TestCommit count(int shop, int kind, long change) {
    counted.add(new StockChange(shop, kind, change));
    return this;
  }

  void send() {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8 * 1024);
    CommitEncoder m = new CommitEncoder();
    m.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .commit(commit)
        .operation(operation)
        .initiator(initiator)
        .zoneEvent(event)
        .zone(zone)
        .zoneEpoch(epoch)
        .kind(event == 0 ? OperationKind.TRADE : OperationKind.ZONE_EVENT);
    CommitEncoder.RowsEncoder rowsEncoder = m.rowsCount(rows.size());
    byte[] state = new byte[PlayerStateCodec.MAX_BYTES];
    for (Row row : rows) {
      ExpandableArrayBuffer part = new ExpandableArrayBuffer(PlayerStateCodec.MAX_BYTES);
      int length = new PlayerStateCodec().encode(row.state, part, 0);
      part.getBytes(0, state, 0, length);
      rowsEncoder.next().playerId(row.playerId).version(row.version).putState(state, 0, length);
    }
    CommitEncoder.LinesEncoder linesEncoder = m.linesCount(lines.size());
    for (LedgerLine line : lines) {
      linesEncoder
          .next()
          .unique(line.unique())
          .amount(line.amount())
          .fromKey(line.fromKey())
          .toKey(line.toKey())
          .item(line.item())
          .from(line.from())
          .to(line.to());
    }
    CommitEncoder.TakenEncoder takenEncoder = m.takenCount(taken.size());
    taken.forEach(entry -> takenEncoder.next().entry(entry));
    CommitEncoder.GivenEncoder givenEncoder = m.givenCount(given.size());
    for (GroundItem item : given) {
      givenEncoder
          .next()
          .entry(item.entry())
          .unique(item.unique())
          .expiresAtMs(item.expiresAtMs())
          .amount(item.amount())
          .x(item.x())
          .y(item.y())
          .kind(item.kind());
    }
    CommitEncoder.CountedEncoder countedEncoder = m.countedCount(counted.size());
    for (StockChange change : counted) {
      countedEncoder.next().change(change.change()).shop(change.shop()).kind(change.kind());
    }
    toVault.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength());
  }
}
