package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.script.ClaimOutcome;
import dev.keepstone.persistence.script.RowCheck;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.ResumeReply.Difference;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
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
  public CompletableFuture<ResumeReply> resume(List<Holding> holdings, long leaseMs) {
    return unfenced(
        () -> {
          MemoryStore.ServerEntry known = store.server(serverKey);
          String us = identity.incarnation().hex();
          if (known.started > identity.startNumber() || known.start > identity.startNumber()) {
            return new ResumeReply(ResumeReply.Outcome.SUPERSEDED, List.of());
          }
          if (known.start == identity.startNumber()) {
            if (!known.incarnation.equals(us)) {
              return new ResumeReply(ResumeReply.Outcome.SUPERSEDED, List.of());
            }
            if (known.link >= identity.linkNumber()) {
              return new ResumeReply(ResumeReply.Outcome.FENCED, List.of());
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
          return new ResumeReply(ResumeReply.Outcome.RESUMED, differing(holdings));
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
              store.put(row.key(), row.record().clone());
            }
            verdicts.add(verdict);
          }
          return verdicts;
        });
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
