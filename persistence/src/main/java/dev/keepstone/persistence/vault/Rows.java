package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.persistence.script.RowVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are saved one by one, from the world's word to Durable or Lost. */
final class Rows implements CommandSource {
  private final VaultConfig config;
  private final HeldRecords records;
  private final RowFreezer freezer;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final RowQueue waiting = new RowQueue();
  private final Pipe inFlight;
  private long nowNs;

  Rows(
      VaultConfig config,
      HeldRecords records,
      RowFreezer freezer,
      WorldPublisher world,
      VaultCounters counters) {
    this.config = config;
    this.records = records;
    this.freezer = freezer;
    this.world = world;
    this.counters = counters;
    inFlight = new Pipe(config.chunksInFlight());
  }

  /** The time of this cycle, for everything in it. */
  void startCycle(long nowNs) {
    this.nowNs = nowNs;
  }

  void onPlayerRow(PlayerRowDecoder row) {
    counters.increment(VaultCounter.ROWS);
    HeldRecord record = records.get(row.playerId());
    if (record == null || record.state != HeldRecord.State.HELD) {
      // The world has been told, or is about to read, that this player is lost.
      counters.increment(VaultCounter.ROWS_UNCLAIMED);
      return;
    }
    if (record.row != null) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      return;
    }
    int stateAt = row.limit() + PlayerRowDecoder.stateHeaderLength();
    try {
      freezer.freeze(
          record, row.version(), row.release() != 0, row.buffer(), stateAt, row.stateLength());
      waiting.add(record);
    } catch (RuntimeException e) {
      // A row that can't be written costs this player the session, nobody else anything.
      records.onFault(record, e);
    }
  }

  @Override
  public @Nullable Command<?> nextCommand() {
    if (!inFlight.hasRoom()) {
      return null;
    }
    List<HeldRecord> chunk = waiting.take(config.chunkRows());
    if (chunk.isEmpty()) {
      return null;
    }
    inFlight.enter();
    counters.increment(VaultCounter.CHUNKS);
    return new SaveCommand(this, chunk);
  }

  /** Rows that were never sent. */
  int waiting() {
    return waiting.size();
  }

  /** The verdict on a row that was sent. */
  void onVerdict(HeldRecord record, RowVerdict verdict) {
    if (record.state != HeldRecord.State.HELD) {
      // Given up since it was sent, on the word of a resume.
      return;
    }
    if (verdict.isConfirmed()) {
      if (verdict == RowVerdict.DONE) {
        counters.increment(VaultCounter.VERDICTS_DONE);
      }
      confirmed(record);
    } else {
      records.lose(record, verdict);
    }
  }

  private void confirmed(HeldRecord record) {
    counters.increment(VaultCounter.ROWS_DURABLE);
    record.confirm();
    world.durable(record.playerId, record.rowVersion(), record.rowReleases());
    if (record.rowReleases()) {
      counters.increment(VaultCounter.ROWS_RELEASED);
      records.forget(record);
    }
  }

  /** The store can't even judge this row. */
  void onFailed(HeldRecord record) {
    if (record.state == HeldRecord.State.HELD) {
      records.loseUnjudged(record);
    }
  }

  void onFault(HeldRecord record, RuntimeException fault) {
    records.onFault(record, fault);
  }

  /** A save takes no room in the pipe any more. */
  void onSaveDone(long sentAtNs) {
    inFlight.leave();
    counters.recordFlushNs(nowNs - sentAtNs);
  }

  void onSuperseded() {
    waiting.clear();
  }
}
