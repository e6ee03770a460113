package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.OperationKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit whose outcome is not known yet, and all that hangs on it. */
final class PendingCommit {
  /**
   * One of its players.
   *
   * @param entity the row; it may be gone, or the player back in another, when the outcome comes
   * @param version that the row has with it
   * @param asker who is to be told; null: nobody
   */
  record Row(
      long playerId,
      long entity,
      long version,
      @Nullable OperationQueue asker,
      long operation,
      int sequence) {}

  final long number;
  final OperationKind kind;
  final long offeredTick;
  final boolean isZoneEvent;
  final List<Row> rows = new ArrayList<>(Transfer.MAX_ROWS);
  final @Nullable Zone zone;

  /** Which claim of the zone it belongs to: a newer one has forgotten its locks. */
  final long zoneClaim;

  final List<GroundItem> taken;
  final List<GroundItem> given;
  final List<StockChange> counted;
  final @Nullable Trade trade;
  boolean isGivenUp;

  PendingCommit(long number, Transfer transfer, boolean isZoneEvent) {
    this.number = number;
    this.isZoneEvent = isZoneEvent;
    kind = transfer.kind();
    offeredTick = transfer.tick();
    zone = transfer.zone();
    zoneClaim = zone == null ? 0 : zone.claim();
    taken = List.copyOf(transfer.taken());
    given = List.copyOf(transfer.given());
    counted = List.copyOf(transfer.counted());
    trade = transfer.trade();
  }
}
