package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.CommitEncoding;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.table.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transfers on their way to the store. A transfer goes to the vault first and into the columns only
 * when the vault has taken it; its players are told when the store has answered. Until then their
 * rows take no other write, and what it takes from ground and shops is locked.
 */
final class Commits {
  private final VaultPublisher vault;
  private final Sessions sessions;
  private final PlayerRows playerRows;
  private final PlayerSaves saves;
  private final PlayerStates states;
  private final Lifecycle lifecycle;
  private final PlayerReports reports;
  private final OperationPublisher publisher;
  private final ItemIds ids;
  private final WorldCounters counters;
  private final Faults faults;
  private final int patienceTicks;

  /** In the order of their numbers. */
  private final List<PendingCommit> inFlight = new ArrayList<>();

  private long newest;

  Commits(
      VaultPublisher vault,
      Sessions sessions,
      PlayerRows playerRows,
      PlayerSaves saves,
      PlayerStates states,
      Lifecycle lifecycle,
      PlayerReports reports,
      OperationPublisher publisher,
      ItemIds ids,
      WorldCounters counters,
      Faults faults,
      int tickRateHz) {
    this.vault = vault;
    this.sessions = sessions;
    this.playerRows = playerRows;
    this.saves = saves;
    this.states = states;
    this.lifecycle = lifecycle;
    this.reports = reports;
    this.publisher = publisher;
    this.ids = ids;
    this.counters = counters;
    this.faults = faults;
    patienceTicks = Operations.PATIENCE_SECONDS * tickRateHz;
  }

  int inFlightCount() {
    return inFlight.size();
  }

  /**
   * Commits an operation: its initiator is the first row.
   *
   * @return false when the vault's ring is full: nothing has happened then
   */
  boolean offer(Transfer transfer) {
    Draft initiator = transfer.row(0);
    if (!send(transfer, initiator.operation(), initiator.playerId(), 0)) {
      return false;
    }
    PendingCommit commit = add(transfer, false);
    for (int i = 0; i < transfer.rowCount(); i++) {
      commit.rows.add(apply(transfer.row(i), transfer.tick()));
    }
    for (int i = 0; i < transfer.rowCount(); i++) {
      tellSaving(transfer.row(i), transfer);
    }
    return true;
  }

  /**
   * Commits an event of a zone.
   *
   * @param number of the event
   * @return false when the vault's ring is full: nothing has happened then
   */
  boolean offerEvent(Transfer transfer, long number) {
    if (!send(transfer, 0, 0, number)) {
      return false;
    }
    add(transfer, true);
    return true;
  }

  private boolean send(Transfer transfer, long operation, long initiator, long zoneEvent) {
    if (!transfer.isComplete()) {
      throw new IllegalStateException("something was taken and put nowhere");
    }
    Zone zone = transfer.zone();
    CommitEncoding commit = vault.beginCommit();
    commit.head(
        newest + 1,
        operation,
        initiator,
        zoneEvent,
        zone == null ? 0 : zone.number(),
        zone == null ? 0 : zone.epoch(),
        transfer.kind(),
        transfer.rowCount());
    for (int i = 0; i < transfer.rowCount(); i++) {
      Draft row = transfer.row(i);
      long entity = row.session().entity();
      long version =
          playerRows.chunkOf(entity).column(Columns.VERSION)[playerRows.offsetOf(entity)];
      commit.row(row.playerId(), version + 1, row.after);
    }
    commit.beginLines(transfer.lines().size());
    for (LedgerLine line : transfer.lines()) {
      commit.line(
          line.item(),
          line.amount(),
          line.unique(),
          line.from(),
          line.fromKey(),
          line.to(),
          line.toKey());
    }
    commit.beginTaken(transfer.taken().size());
    for (GroundItem item : transfer.taken()) {
      commit.taken(item.entry);
    }
    commit.beginGiven(transfer.given().size());
    for (GroundItem item : transfer.given()) {
      commit.given(
          item.entry, item.kind, item.count, item.unique, item.expiresAtMs, item.x, item.y);
    }
    commit.beginCounted(transfer.counted().size());
    for (StockChange change : transfer.counted()) {
      commit.counted(
          change.shop().type.shop(), change.shop().kindOf(change.good()), change.change());
    }
    return vault.sendCommit();
  }

  private PendingCommit add(Transfer transfer, boolean isZoneEvent) {
    ids.keep();
    newest++;
    PendingCommit commit = new PendingCommit(newest, transfer, isZoneEvent);
    inFlight.add(commit);
    if (commit.zone != null) {
      commit.zone.lock(commit);
    }
    if (commit.trade != null) {
      commit.trade.become(TradeStage.SAVING);
    }
    counters.increment(WorldCounter.COMMITS);
    return commit;
  }

  private PendingCommit.Row apply(Draft draft, long tick) {
    Session session = draft.session();
    Chunk chunk = playerRows.chunkOf(session.entity());
    int row = playerRows.offsetOf(session.entity());
    states.write(chunk, row, tick, draft.after);
    if (draft.after.deaths != draft.before.deaths) {
      chunk.column(Columns.WALK_TICKS)[row] = 0; // whoever died doesn't walk on from where he wakes
    }
    chunk.dirty().mark(row);
    saves.offered(chunk, row, tick);
    OperationQueue asker = draft.asker();
    if (asker != null) {
      asker.inFlight(draft.operation());
      asker.unpark(draft.operation());
      counters.increment(WorldCounter.OPERATIONS);
    }
    return new PendingCommit.Row(
        session.playerId(),
        session.entity(),
        chunk.column(Columns.VERSION)[row],
        asker,
        draft.operation(),
        draft.sequence());
  }

  private void tellSaving(Draft draft, Transfer transfer) {
    Session session = draft.session();
    boolean hadRoom =
        draft.asker() == null
            || publisher.saving(session.id(), draft.operation(), draft.sequence(), transfer.kind());
    if (!hadRoom) {
      lifecycle.overrun(session);
    } else if (session.isPlaying()) {
      reports.tellChanges(draft);
    }
  }

  /**
   * The store has answered.
   *
   * @return the commit, or null when nobody waits for it
   */
  @Nullable PendingCommit onSettled(CommitSettledDecoder settled) {
    PendingCommit commit = remove(settled.commit());
    if (commit == null) {
      counters.increment(WorldCounter.UNEXPECTED_MESSAGES);
      return null;
    }
    boolean durable = settled.outcome() == CommitOutcome.DURABLE;
    counters.increment(durable ? WorldCounter.COMMITS_DURABLE : WorldCounter.COMMITS_REFUSED);
    for (PendingCommit.Row row : commit.rows) {
      try {
        settle(commit, row, durable);
      } catch (RuntimeException fault) {
        lifecycle.onFaultOfPlayer(row.playerId(), fault);
      }
    }
    return commit;
  }

  private @Nullable PendingCommit remove(long number) {
    for (int i = 0; i < inFlight.size(); i++) {
      if (inFlight.get(i).number == number) {
        return inFlight.remove(i);
      }
    }
    return null;
  }

  private void settle(PendingCommit commit, PendingCommit.Row row, boolean durable) {
    Session session = sessions.byPlayer(row.playerId());
    if (session == null || session.entity() != row.entity()) {
      return; // the record was lost in the meantime
    }
    if (!durable) {
      lifecycle.reload(session);
      return;
    }
    saves.settle(
        playerRows.chunkOf(row.entity()), playerRows.offsetOf(row.entity()), row.version());
    OperationQueue asker = row.asker();
    if (asker != null) {
      asker.inFlight(OperationQueue.NONE);
      if (session.isListening()
          && !publisher.saved(session.id(), row.operation(), row.sequence(), commit.kind)) {
        lifecycle.overrun(session);
      }
    }
  }

  /** Whoever has waited too long for the store's answer plays no more. Called once a tick. */
  void step(long tick) {
    for (int i = 0; i < inFlight.size(); i++) {
      PendingCommit commit = inFlight.get(i);
      if (tick - commit.offeredTick < patienceTicks) {
        break; // those behind are younger
      }
      if (!commit.isGivenUp) {
        commit.isGivenUp = true;
        giveUp(commit);
      }
    }
    counters.set(WorldCounter.COMMITS_IN_FLIGHT, inFlight.size());
  }

  private void giveUp(PendingCommit commit) {
    for (PendingCommit.Row row : commit.rows) {
      Session session = sessions.byPlayer(row.playerId());
      if (session != null && session.entity() == row.entity()) {
        try {
          lifecycle.giveUpWaiting(session);
        } catch (RuntimeException fault) {
          faults.record(fault);
        }
      }
    }
  }
}
