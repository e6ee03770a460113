package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one ordered link of this run and its lease, as a state machine ({@link LinkState}).
 *
 * <p>Rules that are easy to break here:
 *
 * <ul>
 *   <li>Every new link gets a higher number and resumes before anything else; that fences all links
 *       before it.
 *   <li>Our deadline counts from when a resume or renewal was <em>sent</em>: the store counts from
 *       when it was executed, which is later. Counted from the answer, a slow answer lets us act
 *       after our lease has gone.
 *   <li>Past the deadline the link is dropped, not renewed: only a resume may bring us back.
 *   <li>A step that fails or takes too long closes the connection. Nothing is asked twice on it.
 * </ul>
 */
final class VaultLink {
  private static final Logger LOG = LoggerFactory.getLogger(VaultLink.class);

  private final VaultConfig config;
  private final Store store;
  private final Incarnation incarnation;
  private final VaultCounters counters;
  private final Owner owner;

  private volatile LinkState state = LinkState.DISCONNECTED;
  private long stepSentNs;
  private long stepDeadlineNs;
  private long backOffMs;
  private long startNumber;
  private long linkNumber;
  private boolean wasReady;
  private boolean retireWanted;
  private String lastComplaint = "";

  private @Nullable CompletableFuture<Long> numbering;
  private @Nullable CompletableFuture<StoreLink> connecting;
  private @Nullable CompletableFuture<ResumeReply> resuming;
  private @Nullable CompletableFuture<Boolean> renewing;
  private @Nullable CompletableFuture<Boolean> retiring;
  private @Nullable StoreLink link;
  private long leaseDeadlineNs;
  private long renewedNs;

  VaultLink(
      VaultConfig config,
      Store store,
      Incarnation incarnation,
      VaultCounters counters,
      Owner owner,
      long nowNs) {
    this.config = config;
    this.store = store;
    this.incarnation = incarnation;
    this.counters = counters;
    this.owner = owner;
    stepDeadlineNs = nowNs;
    backOffMs = config.firstBackOffMs();
  }

  /** Any thread. */
  LinkState state() {
    return state;
  }

  boolean isReady() {
    return state == LinkState.READY;
  }

  /** The link to send on; only while READY. */
  StoreLink link() {
    StoreLink current = link;
    if (current == null || state != LinkState.READY) {
      throw new IllegalStateException("no link to send on: state=" + state);
    }
    return current;
  }

  /** One step; returns work done. */
  int doWork(long nowNs) {
    return switch (state) {
      case DISCONNECTED -> disconnected(nowNs);
      case NUMBERING -> numbering(nowNs);
      case CONNECTING -> connecting(nowNs);
      case RESUMING -> resuming(nowNs);
      case READY -> ready(nowNs);
      case RETIRING -> retiring(nowNs);
      case CLOSED, SUPERSEDED -> 0;
    };
  }

  private int disconnected(long nowNs) {
    if (nowNs - stepDeadlineNs < 0) {
      return 0;
    }
    if (startNumber == 0) {
      numbering = store.takeStartNumber(config.serverName());
      await(LinkState.NUMBERING, nowNs);
    } else {
      linkNumber++;
      connecting =
          store.openLink(
              new LinkIdentity(config.serverName(), startNumber, incarnation, linkNumber));
      await(LinkState.CONNECTING, nowNs);
    }
    return 1;
  }

  private int numbering(long nowNs) {
    Long number = settled(numbering, nowNs);
    if (number == null) {
      return 0;
    }
    startNumber = number;
    stepDeadlineNs = nowNs;
    state = LinkState.DISCONNECTED;
    return 1;
  }

  private int connecting(long nowNs) {
    StoreLink opened = settled(connecting, nowNs);
    if (opened == null) {
      return 0;
    }
    link = opened;
    resuming = opened.resume(owner.holdings(), owner.zoneHoldings(), config.leaseMs());
    await(LinkState.RESUMING, nowNs);
    return 1;
  }

  private int resuming(long nowNs) {
    ResumeReply reply = settled(resuming, nowNs);
    if (reply == null) {
      return 0;
    }
    switch (reply.outcome()) {
      case RESUMED -> resumed(reply, nowNs);
      case FENCED -> fail("a newer link of this run exists", nowNs);
      case SUPERSEDED -> superseded(nowNs);
    }
    return 1;
  }

  private void resumed(ResumeReply reply, long nowNs) {
    leaseDeadlineNs = deadline(stepSentNs);
    renewedNs = stepSentNs;
    if (nowNs - leaseDeadlineNs >= 0) {
      fail("the resume took longer than the lease", nowNs);
      return;
    }
    wasReady = true;
    backOffMs = config.firstBackOffMs();
    lastComplaint = "";
    state = LinkState.READY;
    counters.increment(VaultCounter.LINK_UPS);
    LOG.info(
        "store link ready: server={} start={} link={} differing={} zones={}",
        config.serverName(),
        startNumber,
        linkNumber,
        reply.differing().size(),
        reply.differingZones().size());
    owner.onResumed(reply, link());
  }

  /** Before the first success our start number may simply have been overtaken: take a new one. */
  private void superseded(long nowNs) {
    if (!wasReady) {
      startNumber = 0;
      fail("a later start of this server is known; taking a new start number", nowNs);
      return;
    }
    closeLink();
    state = LinkState.SUPERSEDED;
    owner.onSuperseded();
    LOG.error(
        "another server has started under our name and taken over: server={} start={};"
            + " stop this one, or give each a name of its own",
        config.serverName(),
        startNumber);
  }

  private int ready(long nowNs) {
    if (nowNs - leaseDeadlineNs >= 0) {
      fail("our lease may be gone", nowNs);
      return 1;
    }
    if (!link().isOpen()) {
      fail("the connection broke", nowNs);
      return 1;
    }
    if (renewing != null) {
      return renewing(nowNs);
    }
    if (retireWanted) {
      retiring = link().retireLease();
      await(LinkState.RETIRING, nowNs);
      return 1;
    }
    if (nowNs - renewedNs >= config.renewEveryMs() * 1_000_000) {
      stepSentNs = nowNs;
      stepDeadlineNs = nowNs + config.commandTimeoutMs() * 1_000_000;
      renewing = link().renew(config.leaseMs());
      return 1;
    }
    return 0;
  }

  private int renewing(long nowNs) {
    Boolean alive = settled(renewing, nowNs);
    if (alive == null) {
      return 0;
    }
    renewing = null;
    if (alive) {
      leaseDeadlineNs = deadline(stepSentNs);
      renewedNs = stepSentNs;
      counters.increment(VaultCounter.RENEWALS);
    } else {
      fail("our lease is gone", nowNs);
    }
    return 1;
  }

  private int retiring(long nowNs) {
    Boolean done = settled(retiring, nowNs);
    if (done == null) {
      return 0;
    }
    closeLink();
    state = LinkState.CLOSED;
    return 1;
  }

  /** The link can't be used any more: closes it and opens another after a pause. */
  void fail(String why, long nowNs) {
    if (state == LinkState.CLOSED || state == LinkState.SUPERSEDED) {
      return;
    }
    boolean wasUp = state == LinkState.READY || state == LinkState.RETIRING;
    closeLink();
    state = LinkState.DISCONNECTED;
    stepDeadlineNs = nowNs + backOffMs * 1_000_000;
    if (wasUp) {
      counters.increment(VaultCounter.LINK_DOWNS);
      LOG.warn("store link down, saves wait: reason={}", why);
      owner.onLinkDown();
    } else if (!why.equals(lastComplaint)) {
      LOG.warn("the store is not available, trying again: reason={}", why);
    }
    lastComplaint = why;
    backOffMs = Math.min(2 * backOffMs, config.lastBackOffMs());
  }

  /** All is settled: end the lease, then be CLOSED. Takes effect when READY. */
  void retire() {
    retireWanted = true;
  }

  /** Cuts the connection at once, whatever the state. */
  void close() {
    closeLink();
    state = LinkState.CLOSED;
  }

  private void closeLink() {
    if (connecting != null) {
      // Also one that opens too late for us.
      var unused = connecting.thenAccept(StoreLink::close);
    }
    numbering = null;
    connecting = null;
    resuming = null;
    renewing = null;
    retiring = null;
    link = null;
  }

  private void await(LinkState next, long nowNs) {
    stepSentNs = nowNs;
    stepDeadlineNs = nowNs + config.connectTimeoutMs() * 1_000_000;
    state = next;
  }

  private long deadline(long sentNs) {
    return sentNs + (config.leaseMs() - config.leaseMarginMs()) * 1_000_000;
  }

  /**
   * The answer of the step under way, or null; a failed or overdue one has failed the link then.
   */
  private <T> @Nullable T settled(@Nullable CompletableFuture<T> step, long nowNs) {
    if (step == null || !step.isDone()) {
      if (nowNs - stepDeadlineNs >= 0) {
        fail("no answer in time: state=" + state, nowNs);
      }
      return null;
    }
    try {
      return step.join();
    } catch (CompletionException | CancellationException e) {
      fail(String.valueOf(StoreException.of(e).getMessage()), nowNs);
      return null;
    }
  }

  /** The rest of the vault, as the link needs it. */
  interface Owner {
    /** All records that a resume must compare. */
    List<Holding> holdings();

    /** All zones that a resume must compare. */
    List<ZoneHolding> zoneHoldings();

    /** READY now; indexes are those of the holdings asked about. Sends unsettled commands again. */
    void onResumed(ResumeReply reply, StoreLink link);

    /** Not READY any more. */
    void onLinkDown();

    /** Never READY again: whatever we held belongs to a later start of this server. */
    void onSuperseded();
  }
}
