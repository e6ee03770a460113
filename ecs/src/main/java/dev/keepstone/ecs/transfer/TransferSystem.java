package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.counter.Faults;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.GatewayPublisher;
import dev.keepstone.ecs.message.OperationHandler;
import dev.keepstone.ecs.message.OperationPublisher;
import dev.keepstone.ecs.message.StoreHandler;
import dev.keepstone.ecs.message.VaultPublisher;
import dev.keepstone.ecs.message.sbe.CommitOutcome;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.session.IntentGate;
import dev.keepstone.ecs.session.Lifecycle;
import dev.keepstone.ecs.session.PlayerRows;
import dev.keepstone.ecs.session.PlayerSaves;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.session.PlayerWatcher;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.session.Sessions;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.table.CommandBuffer;
import dev.keepstone.ecs.table.Tables;

/**
 * Tier-1 operations as the world sees them: what comes in, and three points of the tick. Knows who
 * is made of what, and nothing else.
 */
public final class TransferSystem implements StoreHandler, PlayerWatcher {
  private final Lifecycle lifecycle;
  private final Faults faults;
  private final ItemIds ids;
  private final Zones zones;
  private final PlayerReports reports;
  private final Commits commits;
  private final Operations operations;
  private final Trades trades;
  private final ZoneEvents events;
  private final ShopVisits visits;
  private final OperationIntents intents;

  public TransferSystem(
      Tables tables,
      CommandBuffer commands,
      WorldContent content,
      Sessions sessions,
      IntentGate gate,
      PlayerRows rows,
      PlayerSaves saves,
      PlayerStates states,
      Lifecycle lifecycle,
      GatewayPublisher gateways,
      VaultPublisher vault,
      WorldCounters counters,
      Faults faults,
      int tickRateHz) {
    this.lifecycle = lifecycle;
    this.faults = faults;
    OperationPublisher publisher = new OperationPublisher(gateways);
    GroundRows groundRows = new GroundRows(tables, commands);
    ids = new ItemIds(vault);
    zones = new Zones(content, groundRows, vault, counters, faults, tickRateHz);
    reports = new PlayerReports(publisher, lifecycle, content.items());
    Transfer transfer = new Transfer(content.items(), ids, rows, states);
    commits =
        new Commits(
            vault,
            sessions,
            rows,
            saves,
            states,
            lifecycle,
            reports,
            publisher,
            ids,
            counters,
            faults,
            tickRateHz);
    operations =
        new Operations(
            rows, lifecycle, transfer, ids, commits, gateways, publisher, counters, tickRateHz);
    trades =
        new Trades(tables, sessions, rows, operations, publisher, counters, faults, tickRateHz);
    events = new ZoneEvents(zones, transfer, commits, counters, faults);
    visits = new ShopVisits(tables, zones, publisher, lifecycle, counters);
    intents =
        new OperationIntents(
            gate,
            operations,
            new OwnContainers(content.items(), new Places(content.zones())),
            new GroundRules(zones, groundRows),
            new ShopRules(zones, content.items()),
            new Orders(sessions, content.items(), content.zones()),
            trades);
    lifecycle.watchedBy(this);
  }

  /** Entities that may lie on the ground of so many zones. */
  public static int maxGroundItems(WorldContent content) {
    return content.items().size() == 0 ? 0 : content.zones().count() * Zone.MAX_ITEMS;
  }

  /** Where tier-1 intents go. */
  public OperationHandler intents() {
    return intents;
  }

  // ---- the tick

  /** Before the inbox of this tick is read. */
  public void beginTick(long tick) {
    operations.beginTick(tick);
    trades.beginTick(tick);
  }

  /** After the inbox and before the structural point: what is taken vanishes in this very tick. */
  public void run(long tick) {
    boolean plays = !lifecycle.isClosing();
    if (zones.count() > 0 && plays) {
      ids.step();
    }
    zones.step(tick, plays);
    if (plays) {
      events.run(tick);
    }
    operations.run();
    commits.step(tick);
  }

  /** When everything has moved. */
  public void tell(long tick) {
    trades.step();
    visits.run(tick);
  }

  /** The last thing that a closing world does, when nobody is left: returns whether it is done. */
  public boolean release() {
    return commits.inFlightCount() == 0 && zones.release();
  }

  // ---- who plays

  @Override
  public void onPlaying(Session session, PlayerState state) {
    operations.onPlaying(session, state.highestOperation());
    reports.tellAll(session, state);
  }

  @Override
  public void onSilent(Session session) {
    trades.onStopped(session);
    operations.onSilent(session);
  }

  @Override
  public void onTakenBack(Session session, long idBefore, PlayerState state) {
    operations.onTakenBack(session, idBefore, state.highestOperation());
    reports.tellAll(session, state);
  }

  @Override
  public void onStopped(Session session) {
    trades.onStopped(session);
    operations.onStopped(session);
  }

  // ---- what the vault says

  @Override
  public void onCommitSettled(CommitSettledDecoder settled) {
    PendingCommit commit = commits.onSettled(settled);
    if (commit == null) {
      return;
    }
    zones.onSettled(commit, settled);
    if (commit.trade != null) {
      trades.onSettled(commit.trade, settled.outcome() == CommitOutcome.DURABLE);
    }
    for (StockChange change : commit.counted) {
      visits.changed(change.shop());
    }
  }

  @Override
  public void onZoneLoaded(ZoneLoadedDecoder loaded) {
    zones.onLoaded(loaded);
  }

  @Override
  public void onZoneRefused(int zone) {
    zones.onRefused(zone);
  }

  @Override
  public void onIdsReserved(long first, long count) {
    ids.onReserved(first, count);
  }

  @Override
  public void onClock(long nowMs) {
    zones.onClock(nowMs);
  }

  @Override
  public void onFaultOfStore(RuntimeException fault) {
    faults.record(fault);
  }
}
