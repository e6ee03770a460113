package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.record.ZoneRecord;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowCheck;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneAnswer;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import dev.keepstone.persistence.store.ZoneVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The scripts in Java, statement by statement; the Lua files say why. */
final class MemoryLink implements StoreLink {
  private final MemoryStore store;
  private final LinkIdentity identity;
  private final String serverKey;
  private final String leaseKey;
  private final RecordHeader header = new RecordHeader();
  private volatile boolean closed;

  MemoryLink(MemoryStore store, LinkIdentity identity) {
    this.store = store;
    this.identity = identity;
    serverKey = Keys.server(identity.serverName());
    leaseKey = Keys.lease(identity.incarnation());
  }

  @Override
  public CompletableFuture<ResumeReply> resume(
      List<Holding> holdings, List<ZoneHolding> zones, long leaseMs) {
    return unfenced(
        () -> {
          MemoryStore.ServerEntry known = store.server(serverKey);
          String us = identity.incarnation().hex();
          if (known.started > identity.startNumber() || known.start > identity.startNumber()) {
            return ResumeReply.refused(ResumeReply.Outcome.SUPERSEDED);
          }
          if (known.start == identity.startNumber()) {
            if (!known.incarnation.equals(us)) {
              return ResumeReply.refused(ResumeReply.Outcome.SUPERSEDED);
            }
            if (known.link >= identity.linkNumber()) {
              return ResumeReply.refused(ResumeReply.Outcome.FENCED);
            }
          }
          if (!known.incarnation.equals(us)) {
            store.endLease(Keys.LEASE_PREFIX + known.incarnation);
          }
          known.started = identity.startNumber();
          known.start = identity.startNumber();
          known.incarnation = us;
          known.link = identity.linkNumber();
          store.setLease(leaseKey, leaseMs);
          return new ResumeReply(
              ResumeReply.Outcome.RESUMED, differing(holdings), differingZones(zones));
        });
  }

  private List<Difference> differing(List<Holding> holdings) {
    List<Difference> differing = new ArrayList<>();
    for (int i = 0; i < holdings.size(); i++) {
      Holding holding = holdings.get(i);
      byte[] stored = store.value(holding.key());
      if (stored == null) {
        differing.add(new Difference(i, new byte[0]));
      } else if (!header.wrap(stored).isHeaderIntact() || isDifferent(holding, header.fence())) {
        int length = Math.min(stored.length, RecordDescriptor.HEADER_LENGTH);
        differing.add(new Difference(i, Arrays.copyOf(stored, length)));
      }
    }
    return differing;
  }

  private boolean isDifferent(Holding holding, Fence stored) {
    return stored.released()
        || !stored.owner().equals(identity.incarnation())
        || stored.epoch() != holding.epoch()
        || stored.version() < holding.confirmedVersion();
  }

  private List<Integer> differingZones(List<ZoneHolding> holdings) {
    List<Integer> differing = new ArrayList<>();
    for (int i = 0; i < holdings.size(); i++) {
      ZoneHolding holding = holdings.get(i);
      byte[] stored = store.value(Keys.zone(holding.zone()));
      ZoneGround ground = store.ground(holding.zone());
      if (stored == null
          || !isOurs(stored, holding.epoch())
          || header.released()
          || ground.epoch != holding.epoch()
          || ground.changes < holding.changes()) {
        differing.add(i);
      }
    }
    return differing;
  }

  /** Is it intact and held by us in that epoch? Released or not; the header stays wrapped. */
  private boolean isOurs(byte[] record, long epoch) {
    return header.wrap(record).isHeaderIntact()
        && header.fence().owner().equals(identity.incarnation())
        && header.fence().epoch() == epoch;
  }

  @Override
  public CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion) {
    return fenced(
        () -> {
          if (!store.isLeaseAlive(leaseKey)) {
            return ClaimReply.refused(ClaimOutcome.NO_LEASE);
          }
          byte[] record = store.value(key);
          if (record == null) {
            return ClaimReply.refused(ClaimOutcome.MISSING);
          }
          if (record.length > RecordDescriptor.MAX_LENGTH) {
            return ClaimReply.refused(ClaimOutcome.TOO_LARGE);
          }
          if (!header.wrap(record).isHeaderIntact()) {
            return ClaimReply.refused(ClaimOutcome.CORRUPT);
          }
          if (header.schemaVersion() > newestSchemaVersion) {
            return ClaimReply.refused(ClaimOutcome.NEWER);
          }
          Fence stored = header.fence();
          Incarnation us = identity.incarnation();
          if (!stored.owner().equals(us)
              && !stored.released()
              && store.isLeaseAlive(Keys.lease(stored.owner()))) {
            return ClaimReply.refused(ClaimOutcome.OWNED);
          }
          header.rewriteFence(stored.claimedBy(us));
          store.enter(key, us);
          return new ClaimReply(ClaimOutcome.OK, record.clone());
        });
  }

  @Override
  public CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows) {
    return fenced(
        () -> {
          List<RowVerdict> verdicts = new ArrayList<>(rows.size());
          for (RowWrite row : rows) {
            RowVerdict verdict = judge(row);
            if (verdict == RowVerdict.OK) {
              writeRow(row);
            }
            verdicts.add(verdict);
          }
          return verdicts;
        });
  }

  private void writeRow(RowWrite row) {
    store.put(row.key(), row.record().clone());
    Fence written = header.wrap(row.record()).fence();
    if (written.released()) {
      store.leave(row.key(), written.owner());
    }
    if (row.totals() != null) {
      store.post(row.totals());
    }
  }

  private RowVerdict judge(RowWrite row) {
    byte[] stored = store.value(row.key());
    if (stored == null) {
      return RowVerdict.MISSING;
    }
    byte[] expected = row.expectedHeader();
    if (expected != null
        && stored.length >= expected.length
        && Arrays.equals(stored, 0, expected.length, expected, 0, expected.length)) {
      return RowVerdict.OK;
    }
    if (!header.wrap(stored).isHeaderIntact()) {
      return RowVerdict.CORRUPT;
    }
    Fence before = header.fence();
    return RowCheck.judge(before, header.wrap(row.record()).fence());
  }

  @Override
  public CompletableFuture<List<CommitReply>> commitAll(List<CommitWrite> commits) {
    return fenced(() -> commits.stream().map(this::tryCommit).toList());
  }

  /** What fails in one spares the others. */
  private CommitReply tryCommit(CommitWrite commit) {
    try {
      return commitOne(commit);
    } catch (StoreException e) {
      return CommitReply.failed(String.valueOf(e.getMessage()));
    }
  }

  private CommitReply commitOne(CommitWrite commit) {
    List<RowVerdict> verdicts = commit.rows().stream().map(this::judge).toList();
    boolean anyDone = verdicts.contains(RowVerdict.DONE);
    boolean allOk = verdicts.stream().allMatch(verdict -> verdict == RowVerdict.OK);
    ZonePart part = commit.zone();
    ZoneVerdict standing = part == null ? ZoneVerdict.OK : judge(part, allOk);
    CommitReply.Outcome outcome = CommitReply.Outcome.REFUSED;
    if (anyDone || (allOk && standing == ZoneVerdict.DONE)) {
      outcome = CommitReply.Outcome.DONE;
    } else if (allOk && standing == ZoneVerdict.OK) {
      outcome = CommitReply.Outcome.OK;
      write(commit);
    }
    return new CommitReply(outcome, verdicts, part == null ? null : answer(part, standing));
  }

  private ZoneVerdict judge(ZonePart part, boolean areRowsOk) {
    byte[] stored = store.value(Keys.zone(part.zone()));
    ZoneGround ground = store.ground(part.zone());
    if (stored == null || !isOurs(stored, part.epoch())) {
      return ZoneVerdict.LOST;
    }
    if (ground.epoch != part.epoch() || ground.changes < part.confirmedChanges()) {
      return ZoneVerdict.BEHIND;
    }
    if (!areRowsOk) {
      return ZoneVerdict.OK;
    }
    if (part.event() > 0 && part.event() <= ground.events) {
      return ZoneVerdict.DONE;
    }
    if (part.event() > ground.events + 1) {
      return ZoneVerdict.GAP;
    }
    return header.released() ? ZoneVerdict.LOST : ground.judge(part);
  }

  private void write(CommitWrite commit) {
    if (commit.ledgerLines().length > 0) {
      store.append(commit);
    }
    if (commit.zone() != null) {
      store.ground(commit.zone().zone()).apply(commit.zone());
    }
    commit.rows().forEach(this::writeRow);
  }

  private ZoneAnswer answer(ZonePart part, ZoneVerdict standing) {
    ZoneGround ground = store.ground(part.zone());
    return new ZoneAnswer(standing, ground.changes, ground.entriesThere(part), ground.counts(part));
  }

  @Override
  public CompletableFuture<ZoneReply> claimZone(int zone) {
    return fenced(
        () -> {
          if (!store.isLeaseAlive(leaseKey)) {
            return ZoneReply.refused(ZoneReply.Outcome.NO_LEASE);
          }
          byte[] record = store.value(Keys.zone(zone));
          if (record == null) {
            record = ZoneRecord.create();
          }
          if (!header.wrap(record).isHeaderIntact() || header.kind() != RecordKind.ZONE) {
            return ZoneReply.refused(ZoneReply.Outcome.CORRUPT);
          }
          Fence stored = header.fence();
          Incarnation us = identity.incarnation();
          if (!stored.owner().equals(us)
              && !stored.released()
              && store.isLeaseAlive(Keys.lease(stored.owner()))) {
            return ZoneReply.refused(ZoneReply.Outcome.OWNED);
          }
          ZoneGround ground = store.ground(zone);
          long epoch = Math.max(stored.epoch(), ground.epoch) + 1;
          header.rewriteFence(new Fence(us, epoch, stored.version(), stored.version(), false));
          store.put(Keys.zone(zone), record);
          ground.epoch = epoch;
          return new ZoneReply(
              ZoneReply.Outcome.OK,
              epoch,
              ground.changes,
              ground.events,
              ground.entries(),
              ground.stocks());
        });
  }

  @Override
  public CompletableFuture<RowVerdict> releaseZone(int zone, long epoch) {
    return giveBack(Keys.zone(zone), epoch);
  }

  @Override
  public CompletableFuture<Boolean> askRelease(Incarnation owner, long playerId) {
    return fenced(
        () -> store.askRelease(Keys.takeOver(owner), playerId, MAX_REQUESTS, REQUEST_STAYS_MS));
  }

  @Override
  public CompletableFuture<List<Long>> takeReleaseRequests() {
    return fenced(() -> store.takeRequests(Keys.takeOver(identity.incarnation())));
  }

  @Override
  public CompletableFuture<Long> reserveIds(int count) {
    return unfenced(() -> store.reserve(Keys.ITEM_IDS, count).join());
  }

  @Override
  public CompletableFuture<RowVerdict> giveBack(String key, long epoch) {
    return fenced(
        () -> {
          byte[] record = store.value(key);
          if (record == null) {
            return RowVerdict.MISSING;
          }
          if (!header.wrap(record).isHeaderIntact()) {
            return RowVerdict.CORRUPT;
          }
          Fence stored = header.fence();
          if (!stored.owner().equals(identity.incarnation()) || stored.epoch() != epoch) {
            return RowVerdict.LOST;
          }
          if (stored.released()) {
            return RowVerdict.DONE;
          }
          header.rewriteFence(stored.givenBack());
          store.leave(key, identity.incarnation());
          return RowVerdict.OK;
        });
  }

  @Override
  public CompletableFuture<Boolean> renew(long leaseMs) {
    return fenced(
        () -> {
          boolean alive = store.isLeaseAlive(leaseKey);
          if (alive) {
            store.setLease(leaseKey, leaseMs);
          }
          return alive;
        });
  }

  @Override
  public CompletableFuture<Boolean> retireLease() {
    return fenced(
        () -> {
          boolean alive = store.isLeaseAlive(leaseKey);
          store.endLease(leaseKey);
          return alive;
        });
  }

  @Override
  public boolean isOpen() {
    synchronized (store) {
      return !closed && !store.isClosed();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private <T> CompletableFuture<T> fenced(Supplier<T> script) {
    return unfenced(
        () -> {
          MemoryStore.ServerEntry newest = store.server(serverKey);
          if (newest.start != identity.startNumber() || newest.link != identity.linkNumber()) {
            throw new StoreException(
                StoreException.Reason.FENCED, "another link speaks for this server");
          }
          return script.get();
        });
  }

  private <T> CompletableFuture<T> unfenced(Supplier<T> script) {
    synchronized (store) {
      if (!isOpen()) {
        return CompletableFuture.failedFuture(
            new StoreException(StoreException.Reason.UNAVAILABLE, "the link is closed"));
      }
      try {
        return CompletableFuture.completedFuture(script.get());
      } catch (StoreException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
