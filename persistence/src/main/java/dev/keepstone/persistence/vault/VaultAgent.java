package dev.keepstone.persistence.vault;

import dev.keepstone.ecs.message.Inbox;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.Quarantined;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
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
 * Takes claims and rows from the world, puts them into the store by the rules of the persistence
 * protocol, and tells the world what is durable.
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
  private final HeldRecords records;
  private final WorldAdapter adapter;
  private final Unsettled unsettled = new Unsettled(counters);
  private final VaultLink link;
  private int savesInFlight;
  private int claimsInFlight;
  private int giveBacksInFlight;
  private long nowNs;
  private volatile boolean closeRequested;

  /**
   * A vault of a new incarnation, with nothing claimed and no link yet.
   *
   * @param fromWorld Claim, PlayerRow and GiveBack; polled by this agent's thread
   * @param toWorld Loaded, ClaimRefused, Durable and Lost; a refusal of it makes the vault wait
   * @param nanoClock monotonic: deadlines
   * @param epochClock wall clock: time stamps in records
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
    this.config = config;
    this.fromWorld = fromWorld;
    this.nanoClock = nanoClock;
    incarnation = Incarnation.random();
    world = new WorldPublisher(toWorld, counters);
    records =
        new HeldRecords(
            config,
            incarnation,
            world,
            counters,
            epochClock,
            errorHandler,
            loadCheck,
            (playerId, copy) -> keep(store, playerId, copy));
    adapter = new WorldAdapter(records, counters);
    nowNs = nanoClock.nanoTime();
    link = new VaultLink(config, store, incarnation, counters, new LinkOwner(), nowNs);
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
    records.startCycle(nowNs);
    int work = world.offerWaiting();
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
    int sent = 0;
    while (claimsInFlight < config.claimsInFlight()) {
      HeldRecord record = records.takeClaim();
      if (record == null) {
        break;
      }
      claimsInFlight++;
      sent += send(new ClaimCommand(records, record, this::onClaimDone));
    }
    while (giveBacksInFlight < config.claimsInFlight()) {
      HeldRecord record = records.takeGiveBack();
      if (record == null) {
        break;
      }
      giveBacksInFlight++;
      sent += send(new GiveBackCommand(records, record, this::onGiveBackDone));
    }
    while (savesInFlight < config.chunksInFlight()) {
      List<HeldRecord> chunk = records.takeRows();
      if (chunk.isEmpty()) {
        break;
      }
      savesInFlight++;
      counters.increment(VaultCounter.CHUNKS);
      sent += send(new SaveCommand(records, chunk, this::onSaveDone));
    }
    return sent;
  }

  private int send(Command<?> command) {
    unsettled.send(command, link.link(), nowNs);
    return 1;
  }

  private void onClaimDone() {
    claimsInFlight--;
  }

  private void onGiveBackDone() {
    giveBacksInFlight--;
  }

  private void onSaveDone(long sentAtNs) {
    savesInFlight--;
    counters.recordFlushNs(nowNs - sentAtNs);
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
    return unsettled.isEmpty() && records.isDrained() && world.isDrained();
  }

  private void publishGauges() {
    counters.set(VaultCounter.RECORDS_HELD, records.size());
    counters.set(VaultCounter.ROWS_WAITING, records.rowsWaiting());
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

  private final class LinkOwner implements VaultLink.Owner {
    @Override
    public List<Holding> holdings() {
      return records.holdings();
    }

    @Override
    public void onResumed(List<Difference> differing, StoreLink resumed) {
      records.onResumed(differing);
      unsettled.sendAgain(resumed, nowNs);
    }

    @Override
    public void onLinkDown() {
      unsettled.onLinkDown();
      records.onLinkDown();
    }

    @Override
    public void onSuperseded() {
      unsettled.clear();
      records.onSuperseded();
    }
  }
}
