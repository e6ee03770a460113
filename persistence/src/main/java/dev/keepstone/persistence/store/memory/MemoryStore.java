package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LoadReply;
import dev.keepstone.persistence.store.RegisterOutcome;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreDescription;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in this process and nothing beyond it. Answers like Redis with our scripts,
 * leases that run out included, but at once: every future is complete when it is returned. One
 * lock; values are copied in and out. Any thread.
 */
public final class MemoryStore implements Store {
  private final EpochClock clock;
  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, Long> leaseEndsMs = new HashMap<>();
  private final Map<String, ServerEntry> servers = new HashMap<>();
  private boolean closed;

  /**
   * An empty store.
   *
   * @param clock decides when leases run out
   */
  public MemoryStore(EpochClock clock) {
    this.clock = clock;
  }

  @Override
  public CompletableFuture<StoreLink> openLink(LinkIdentity identity) {
    synchronized (this) {
      return closed
          ? unavailable()
          : CompletableFuture.completedFuture(new MemoryLink(this, identity));
    }
  }

  @Override
  public CompletableFuture<Long> takeStartNumber(String serverName) {
    synchronized (this) {
      return closed
          ? unavailable()
          : CompletableFuture.completedFuture(++server(Keys.server(serverName)).started);
    }
  }

  @Override
  public CompletableFuture<LoadReply> load(String key) {
    synchronized (this) {
      if (closed) {
        return unavailable();
      }
      byte[] value = values.get(key);
      return CompletableFuture.completedFuture(
          value == null ? LoadReply.NOT_FOUND : new LoadReply(value.clone()));
    }
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player) {
    synchronized (this) {
      if (closed) {
        return unavailable();
      }
      if (values.containsKey(accountKey)) {
        return CompletableFuture.completedFuture(RegisterOutcome.NAME_TAKEN);
      }
      if (values.containsKey(playerKey)) {
        return CompletableFuture.completedFuture(RegisterOutcome.ID_TAKEN);
      }
      values.put(accountKey, account.clone());
      values.put(playerKey, player.clone());
      return CompletableFuture.completedFuture(RegisterOutcome.CREATED);
    }
  }

  @Override
  public CompletableFuture<Long> reserve(String counterKey, int count) {
    synchronized (this) {
      return closed
          ? unavailable()
          : CompletableFuture.completedFuture(counters.merge(counterKey, (long) count, Long::sum));
    }
  }

  @Override
  public CompletableFuture<StoreDescription> describe() {
    return CompletableFuture.completedFuture(
        new StoreDescription("memory", "this process", "nothing is kept", false));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
  }

  /** Overwrites or, with null, removes a value behind everybody's back: damage, for tests. */
  public void overwrite(String key, byte @Nullable [] value) {
    synchronized (this) {
      if (value == null) {
        values.remove(key);
      } else {
        values.put(key, value.clone());
      }
    }
  }

  // What follows is for MemoryLink, which calls it under this object's lock.

  boolean isClosed() {
    return closed;
  }

  byte @Nullable [] value(String key) {
    return values.get(key);
  }

  void put(String key, byte[] value) {
    values.put(key, value);
  }

  ServerEntry server(String key) {
    return servers.computeIfAbsent(key, k -> new ServerEntry());
  }

  boolean isLeaseAlive(String key) {
    Long endMs = leaseEndsMs.get(key);
    return endMs != null && clock.time() < endMs;
  }

  void setLease(String key, long leaseMs) {
    leaseEndsMs.put(key, clock.time() + leaseMs);
  }

  void endLease(String key) {
    leaseEndsMs.remove(key);
  }

  private static <T> CompletableFuture<T> unavailable() {
    return CompletableFuture.failedFuture(
        new StoreException(StoreException.Reason.UNAVAILABLE, "the memory store is closed"));
  }

  /** The hash {@code server:NAME}. */
  static final class ServerEntry {
    long started;
    long start;
    String incarnation = "";
    long link;
  }
}
