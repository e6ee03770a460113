package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.state.PlayerStateCodec;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.store.BoardTotals;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;

/** Encodes what the world says of a row: from there on, this version means these bytes. */
final class RowFreezer {
  private final EpochClock epochClock;
  private final PlayerStateCodec stateCodec = new PlayerStateCodec();
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();

  RowFreezer(EpochClock epochClock) {
    this.epochClock = epochClock;
  }

  /**
   * Makes it the record's unsettled write.
   *
   * @param record without an unsettled write
   * @throws IllegalArgumentException for a state that could never be loaded again; nothing has
   *     changed then
   */
  void freeze(
      HeldRecord record,
      long version,
      boolean releases,
      DirectBuffer state,
      int offset,
      int lengthBytes) {
    long nowMs = epochClock.time();
    player.playerId = record.playerId;
    player.updatedAtMs = nowMs;
    player.lastSeenMs = nowMs;
    player.name = record.name;
    if (!stateCodec.decode(state, offset, lengthBytes, player.state)
        || !Float.isFinite(player.state.x)
        || !Float.isFinite(player.state.y)) {
      throw new IllegalArgumentException(
          "a row that could never be loaded again: key=" + record.key + " x=" + player.state.x);
    }
    record.row = codec.encode(player, record.confirmed.withVersion(version, releases));
    record.rowVersion = version;
    record.rowReleases = releases;
    BoardTotals totals = BoardTotals.of(record.playerId, player.state);
    record.rowTotals = totals.equals(record.confirmedTotals) ? null : totals;
  }
}
