package dev.keepstone.net.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Whose frames may reach Aeron: a bounded set of {@link Pass}es by session id.
 *
 * <p>A pass that nobody has used yet lasts {@link #UNUSED_NS}, one in use as long as frames come
 * ({@link #IDLE_NS} apart at most). Who asks for passes and never uses them cannot keep others out:
 * one address (IPv6: one network of 64 bits) holds at most {@link #MAX_UNUSED_PER_ADDRESS} such
 * passes, and when the list is full the oldest unused one goes.
 *
 * <p>Any thread. {@link #admits} and {@link #find} take no lock and allocate nothing: a bucket is
 * an array that writers replace and never change.
 */
public final class AllowList {
  /** From the pass to the first frame: a client on a bad line needs a second or two. */
  public static final long UNUSED_NS = 10_000_000_000L;

  /** Aeron's heartbeats come ten times a second; its images live 10 s without. */
  public static final long IDLE_NS = 15_000_000_000L;

  /** A crowd behind one router that logs in within the same seconds. */
  public static final int MAX_UNUSED_PER_ADDRESS = 512;

  private static final Pass[] EMPTY = {};

  private final int capacity;
  private final NanoClock clock;
  private final int bucketMask;
  private final AtomicReferenceArray<Pass[]> buckets;

  // Guarded by this.
  private final ArrayDeque<Pass> unused = new ArrayDeque<>();
  private final Map<Long, Integer> unusedByAddress = new HashMap<>();
  private int size;

  /**
   * @param capacity passes at once
   */
  public AllowList(int capacity, NanoClock clock) {
    this.capacity = capacity;
    this.clock = clock;
    int bucketCount = Integer.highestOneBit(Math.max(16, capacity)) << 1;
    bucketMask = bucketCount - 1;
    buckets = new AtomicReferenceArray<>(bucketCount);
    for (int i = 0; i < bucketCount; i++) {
      buckets.setPlain(i, EMPTY);
    }
  }

  /**
   * Makes a pass.
   *
   * @return null when the address has too many unused ones, the list is full of used ones, or the
   *     session id is taken
   */
  public synchronized @Nullable Pass add(int sessionId, InetAddress address, int localPort) {
    if (find(sessionId) != null) {
      return null;
    }
    long key = keyOf(address);
    dropUnused(false);
    if (unusedByAddress.getOrDefault(key, 0) >= MAX_UNUSED_PER_ADDRESS) {
      dropUsedFromQueue();
      if (unusedByAddress.getOrDefault(key, 0) >= MAX_UNUSED_PER_ADDRESS) {
        return null;
      }
    }
    if (size >= capacity) {
      dropUsedFromQueue();
      dropUnused(true);
      if (size >= capacity) {
        return null;
      }
    }
    Pass pass = new Pass(sessionId, address, localPort, clock.nanoTime() + UNUSED_NS);
    int index = indexOf(sessionId);
    Pass[] bucket = buckets.get(index);
    Pass[] longer = Arrays.copyOf(bucket, bucket.length + 1);
    longer[bucket.length] = pass;
    buckets.set(index, longer);
    size++;
    unused.add(pass);
    unusedByAddress.merge(key, 1, Integer::sum);
    return pass;
  }

  /** The pass of a session; null when it has none. */
  public @Nullable Pass find(int sessionId) {
    for (Pass pass : buckets.get(indexOf(sessionId))) {
      if (pass.sessionId() == sessionId) {
        return pass;
      }
    }
    return null;
  }

  /**
   * Whether a frame may come in; the first one pins its source port.
   *
   * @param localPort where it arrived
   */
  boolean admits(int sessionId, InetSocketAddress source, int localPort) {
    Pass pass = find(sessionId);
    return pass != null && pass.admits(source, localPort, clock.nanoTime(), IDLE_NS);
  }

  /** Takes a pass back at once. */
  public synchronized void remove(Pass pass) {
    int index = indexOf(pass.sessionId());
    Pass[] bucket = buckets.get(index);
    for (int i = 0; i < bucket.length; i++) {
      if (bucket[i] == pass) {
        Pass[] shorter = new Pass[bucket.length - 1];
        System.arraycopy(bucket, 0, shorter, 0, i);
        System.arraycopy(bucket, i + 1, shorter, i, bucket.length - 1 - i);
        buckets.set(index, shorter);
        size--;
        return;
      }
    }
  }

  /** Takes back all whose time is over, and returns how many. Call it about once a second. */
  public synchronized int removeExpired() {
    long nowNs = clock.nanoTime();
    int removed = 0;
    for (int i = 0; i <= bucketMask; i++) {
      for (Pass pass : buckets.get(i)) {
        if (pass.isExpired(nowNs)) {
          remove(pass);
          removed++;
        }
      }
    }
    dropUnused(false);
    return removed;
  }

  /** Passes that speak to a port of ours. */
  public synchronized int countOf(int localPort) {
    int count = 0;
    for (int i = 0; i <= bucketMask; i++) {
      for (Pass pass : buckets.get(i)) {
        count += pass.localPort() == localPort ? 1 : 0;
      }
    }
    return count;
  }

  /** Passes now. */
  public synchronized int size() {
    return size;
  }

  /** Forgets the oldest that are used or over; and, if asked, one that is neither. */
  private void dropUnused(boolean force) {
    long nowNs = clock.nanoTime();
    boolean mayForce = force;
    Pass oldest;
    while ((oldest = unused.peek()) != null) {
      if (!oldest.isPinned() && find(oldest.sessionId()) == oldest) {
        if (!oldest.isExpired(nowNs)) {
          if (!mayForce) {
            return;
          }
          mayForce = false;
        }
        remove(oldest);
      }
      unused.remove();
      forget(oldest);
    }
  }

  private void dropUsedFromQueue() {
    unused.removeIf(
        pass -> {
          boolean isUsed = pass.isPinned() || find(pass.sessionId()) != pass;
          if (isUsed) {
            forget(pass);
          }
          return isUsed;
        });
  }

  private void forget(Pass pass) {
    unusedByAddress.computeIfPresent(
        keyOf(pass.address()), (key, count) -> count == 1 ? null : count - 1);
  }

  private int indexOf(int sessionId) {
    int hash = sessionId * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & bucketMask;
  }

  /** IPv4: the address. IPv6: its network, since one customer has all addresses of it. */
  private static long keyOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    long key = bytes.length;
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      key = (key << 8) | (bytes[i] & 0xFF);
    }
    return key;
  }
}
