package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.CommitDecoder;
import dev.keepstone.ecs.message.sbe.PlayerRowDecoder;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.validation.LoadCheck;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes claims, rows and tier-1 operations from the world, puts them into the store by the rules of
 * the persistence protocol, and tells the world what is durable. {@link Claims}, {@link Rows},
 * {@link Commits}, {@link Zones} and {@link HeldRecords} know what that means; here is the order in
 * which they act.
 *
 * <p>One duty cycle: tell the world what waits, mind the link and its lease, settle answers, take
 * in messages of the world, send. While the world doesn't take its messages, nothing new is taken
 * on; while the link is down, rows wait (one per player at most), claims are refused and nothing is
 * acknowledged.
 *
 * <p>It never blocks, and a store that is away is no exception to anybody. Stopping in order: close
 * the world, then {@link #requestClose} and let it work until {@link #isClosed}; then the lease is
 * ended and a restart need not wait for it.
 */
public final class VaultAgent implements Agent {
  private static final int POLL_LIMIT = 256;
  private static final int SETTLE_LIMIT = 16;
  private static final Logger LOG = LoggerFactory.getLogger(VaultAgent.class);

  /** Time for an operator to look at a record that was set aside. */
  private static final long QUARANTINE_MS = TimeUnit.DAYS.toMillis(7);

  private final VaultConfig config;
  private final Inbox fromWorld;
  private final NanoClock nanoClock;
  private final VaultCounters counters = new VaultCounters();
  private final Incarnation incarnation;
  private final WorldPublisher world;
  private final WorldClock clock;
  private final VaultLink link;
  private final HeldRecords records;
  private final Claims claims;
  private final Rows rows;
  private final Zones zones;
  private final Commits commits;
  private final ItemIds itemIds;
  private final ReleaseRequests releaseRequests;
  private final OnlineRepair onlineRepair;
  private final WorldAdapter adapter;
  private final Unsettled unsettled = new Unsettled(counters);
  private final List<CommandSource> sources;
  private long nowNs;
  private volatile boolean closeRequested;

  /**
   * A vault of a new incarnation, with nothing claimed and no link yet.
   *
   * @param fromWorld what the world says to the vault; polled by this agent's thread
   * @param toWorld what the vault says to the world; a refusal of it makes the vault wait
   * @param nanoClock monotonic: deadlines
   * @param epochClock wall clock: time stamps in records, and what the world is told it is
   * @param errorHandler hears of bugs, each of which cost one player the session
   * @param loadCheck judges what is claimed; this agent's thread uses it alone from here on
   */
  public VaultAgent(
      VaultConfig config,
      Store store,
      Inbox fromWorld,
      Outbox toWorld,
      NanoClock nanoClock,
      EpochClock epochClock,
      ErrorHandler errorHandler,
      LoadCheck loadCheck) {
    this(
        config,
        store,
        fromWorld,
        toWorld,
        nanoClock,
        epochClock,
        errorHandler,
        loadCheck,
        Incarnation.random());
  }

  /**
   * The same with the incarnation given, for a run that must be repeatable.
   *
   * @param incarnation that no other run has
   */
  public VaultAgent(
      VaultConfig config,
      Store store,
      Inbox fromWorld,
      Outbox toWorld,
      NanoClock nanoClock,
      EpochClock epochClock,
      ErrorHandler errorHandler,
      LoadCheck loadCheck,
      Incarnation incarnation) {
    this.config = config;
    this.fromWorld = fromWorld;
    this.nanoClock = nanoClock;
    nowNs = nanoClock.nanoTime();
    this.incarnation = incarnation;
    world = new WorldPublisher(toWorld, counters);
    clock = new WorldClock(epochClock, world, nowNs);
    link = new VaultLink(config, store, incarnation, counters, new LinkOwner(), nowNs);
    records =
        new HeldRecords(config, incarnation, world, counters, errorHandler, this::onForgotten);
    claims =
        new Claims(
            config,
            records,
            new TakeOvers(store, link, counters),
            world,
            counters,
            loadCheck,
            (playerId, copy) -> keep(store, playerId, copy));
    RowFreezer freezer = new RowFreezer(epochClock);
    rows = new Rows(config, records, freezer, world, counters);
    zones = new Zones(world, counters, errorHandler);
    commits = new Commits(config, records, zones, freezer, world, counters);
    itemIds = new ItemIds(config, store, world, counters);
    releaseRequests = new ReleaseRequests(records, claims, world, counters, nowNs);
    onlineRepair = new OnlineRepair(store, counters);
    adapter = new WorldAdapter(new FromWorld(), counters);
    sources = List.of(commits, claims, zones, records, rows);
  }

  private void onForgotten(HeldRecord record) {
    claims.onForgotten(record);
  }

  /**
   * Once a login at most, and nothing waits for it: a lost copy costs an operator, not a player.
   */
  private void keep(Store store, long playerId, Quarantined copy) {
    var unused =
        store
            .quarantine(playerId, copy, QUARANTINE_MS)
            .exceptionally(
                failure -> {
                  counters.increment(VaultCounter.QUARANTINES_FAILED);
                  LOG.error(
                      "no copy of a record could be put aside: playerId={} reason={}",
                      playerId,
                      failure.getMessage());
                  return null;
                });
  }

  @Override
  public int doWork() {
    nowNs = nanoClock.nanoTime();
    claims.startCycle(nowNs);
    rows.startCycle(nowNs);
    commits.startCycle(nowNs);
    int work = world.offerWaiting();
    work += clock.doWork(nowNs);
    work += link.doWork(nowNs);
    if (!world.isCongested()) {
      work += settle();
      unsettled.onCycle();
      work += fromWorld.poll(adapter, POLL_LIMIT);
      work += send();
    }
    if (closeRequested && isSettled()) {
      close();
    }
    if (work > 0) {
      publishGauges();
    }
    return work;
  }

  private int settle() {
    if (!link.isReady()) {
      return 0;
    }
    int settled = unsettled.settle(SETTLE_LIMIT, why -> link.fail(why, nowNs));
    if (link.isReady() && unsettled.isOverdue(nowNs, config.commandTimeoutMs() * 1_000_000)) {
      link.fail("no answer in time: timeoutMs=" + config.commandTimeoutMs(), nowNs);
    }
    return settled;
  }

  private int send() {
    if (!link.isReady()) {
      return 0;
    }
    int work = claims.doWork();
    if (!closeRequested) {
      work += releaseRequests.doWork(link.link(), nowNs);
      work += itemIds.doWork(link.link(), nowNs);
    }
    for (CommandSource source : sources) {
      for (Command<?> command = source.nextCommand();
          command != null;
          command = source.nextCommand()) {
        unsettled.send(command, link.link(), nowNs);
        work++;
      }
    }
    return work + zones.release(link.link());
  }

  /** With nothing left to release, a store that is away is not worth waiting for. */
  private void close() {
    if (link.isReady() || records.size() > 0) {
      link.retire();
    } else if (link.state() != LinkState.RETIRING) {
      link.close();
    }
  }

  private boolean isSettled() {
    return unsettled.isEmpty()
        && commits.isDrained()
        && claims.isDrained()
        && zones.isDrained()
        && records.isDrained()
        && rows.waiting() == 0
        && world.isDrained();
  }

  private void publishGauges() {
    counters.set(VaultCounter.RECORDS_HELD, records.size());
    counters.set(VaultCounter.ROWS_WAITING, rows.waiting());
    counters.set(VaultCounter.COMMITS_WAITING, commits.waiting());
    counters.set(VaultCounter.COMMITS_IN_FLIGHT, commits.inFlight());
    counters.set(VaultCounter.ZONES_HELD, zones.size());
    counters.set(VaultCounter.COMMANDS_IN_FLIGHT, unsettled.size());
  }

  /**
   * Asks for an orderly end: once nothing is unsettled any more, the lease is ended. Call it after
   * the world has closed; any thread.
   */
  public void requestClose() {
    closeRequested = true;
  }

  /**
   * True once everything was settled and the lease ended, or was not worth waiting for because the
   * store is away and nothing is held. Any thread.
   */
  public boolean isClosed() {
    return link.state() == LinkState.CLOSED;
  }

  /** Where the link stands. Any thread. */
  public LinkState linkState() {
    return link.state();
  }

  /** Any thread may read them. */
  public VaultCounters counters() {
    return counters;
  }

  /** Of this run, as it stands in the records that it claims. */
  public Incarnation incarnation() {
    return incarnation;
  }

  @Override
  public void onClose() {
    link.close();
  }

  @Override
  public String roleName() {
    return "vault";
  }

  private final class FromWorld implements WorldAdapter.Handler {
    @Override
    public void onClaim(long session, long playerId, boolean takesOver) {
      claims.onClaim(session, playerId, takesOver);
    }

    @Override
    public void onPlayerRow(PlayerRowDecoder row) {
      rows.onPlayerRow(row);
    }

    @Override
    public void onGiveBack(long playerId) {
      records.onGiveBack(playerId);
    }

    @Override
    public void onCommit(CommitDecoder commit) {
      commits.onCommit(commit);
    }

    @Override
    public void onClaimZone(int zone) {
      zones.onClaimZone(zone);
    }

    @Override
    public void onReserveIds(long count) {
      itemIds.onReserveIds(count);
    }

    @Override
    public void onReleaseZone(int zone) {
      zones.onReleaseZone(zone);
    }
  }

  private final class LinkOwner implements VaultLink.Owner {
    @Override
    public List<Holding> holdings() {
      return records.holdings();
    }

    @Override
    public List<ZoneHolding> zoneHoldings() {
      return zones.holdings();
    }

    @Override
    public void onResumed(ResumeReply reply, StoreLink resumed) {
      claims.onResumed();
      records.onResumed(reply.differing());
      zones.onResumed(reply.differingZones());
      unsettled.sendAgain(resumed, nowNs);
      onlineRepair.onResumed();
    }

    @Override
    public void onLinkDown() {
      unsettled.onLinkDown();
      releaseRequests.onLinkDown();
      itemIds.onLinkDown();
      claims.onLinkDown();
      zones.onLinkDown();
    }

    @Override
    public void onSuperseded() {
      unsettled.clear();
      commits.onSuperseded();
      zones.onSuperseded();
      claims.onSuperseded();
      records.onSuperseded();
      rows.onSuperseded();
    }
  }
}
