package dev.keepstone.bench.simulation;

import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.LogSync;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.memory.MemoryStore;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one Redis of a simulation and the network before it: the semantics of the scripts are those
 * of {@link MemoryStore}, one command after the other. It stops and comes back, with or without
 * what was not on disk yet, and refuses for a while when it is told to.
 */
final class SimulatedRedis implements StoreMonitor.MemoryReader {
  /** As Redis answers LOADING, OOM and READONLY: nothing is executed. */
  enum Refusal {
    NONE,
    LOADING,
    OUT_OF_MEMORY,
    READ_ONLY
  }

  /** How often the mode everysec syncs. */
  private static final long SYNC_MS = 1_000;

  /** One sync of so many takes longer, up to this: other things use the disk, too. */
  private static final int SLOW_SYNCS = 20;

  private static final int SLOW_SYNC_MS = 12_000;

  private final VirtualTime time;
  private final SplittableRandom random;
  private final Trace trace;
  private final boolean isEverySecond;
  private final StoreMonitor monitor;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private MemoryStore memory;
  private Image synced;
  private @Nullable Image syncing;
  private long syncedAtMs;
  private long nextSyncMs;
  private long generation;
  private long eventCount;
  private boolean isUp = true;
  private boolean isSlow;
  private boolean syncsSlowly;
  private Refusal refusal = Refusal.NONE;
  private long refusesUntilMs;
  private @Nullable Twin twin;

  /** All that is known at one moment. */
  private record Image(MemoryStore memory, StoreMonitor monitor, OperationBook.Known operations) {}

  private record Event(long atMs, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  SimulatedRedis(VirtualTime time, SplittableRandom random, Trace trace, boolean isEverySecond) {
    this.time = time;
    this.random = random;
    this.trace = trace;
    this.isEverySecond = isEverySecond;
    memory = new MemoryStore(time);
    monitor = new StoreMonitor(this, time);
    synced = new Image(memory, monitor, monitor.operations().copyKnown());
  }

  @Override
  public MemoryStore memory() {
    return memory;
  }

  StoreMonitor monitor() {
    return monitor;
  }

  Trace trace() {
    return trace;
  }

  void twin(Twin newTwin) {
    twin = newTwin;
  }

  // ---- time

  long nowMs() {
    return time.elapsedMs();
  }

  void at(long atMs, Runnable action) {
    events.add(new Event(atMs, eventCount++, action));
  }

  /** Lets everything happen that happens until then. */
  void runUntil(long untilMs) {
    for (Event next = events.peek(); next != null && next.atMs <= untilMs; next = events.peek()) {
      events.remove();
      time.advanceTo(next.atMs);
      sync();
      next.action.run();
    }
    time.advanceTo(untilMs);
    sync();
  }

  /** From now on every way takes about a tick. */
  void slow(boolean isSlowNow) {
    isSlow = isSlowNow;
  }

  /** From now on other things use the disk most of the time. */
  void syncsSlowly(boolean doesSo) {
    syncsSlowly = doesSo;
  }

  /** One way over the network, most often. */
  long latencyMs() {
    if (isSlow) {
      return 60L + random.nextInt(120);
    }
    return random.nextInt(40) == 0 ? 20 + random.nextInt(180) : 1 + random.nextInt(4);
  }

  // ---- going down, coming back

  boolean isUp() {
    return isUp;
  }

  long generation() {
    return generation;
  }

  private void sync() {
    if (!isEverySecond || !isUp) {
      return;
    }
    if (syncing == null && time.elapsedMs() >= nextSyncMs) {
      syncing = image();
      boolean isBusy = random.nextInt(syncsSlowly ? 3 : SLOW_SYNCS) == 0;
      syncedAtMs = time.elapsedMs() + (isBusy ? random.nextInt(SLOW_SYNC_MS) : 0);
    }
    Image done = syncing;
    if (done != null && time.elapsedMs() >= syncedAtMs) {
      synced = done;
      syncing = null;
      nextSyncMs = time.elapsedMs() + SYNC_MS;
    }
  }

  /** Everything up to now is on disk. */
  void remember() {
    synced = image();
  }

  private Image image() {
    return new Image(
        memory.copy(),
        new StoreMonitor(this, time).copyOf(monitor),
        monitor.operations().copyKnown());
  }

  /** How it syncs, and whether it does so right now. */
  LogSync logSync() {
    return new LogSync(!isEverySecond, syncing != null);
  }

  /** All connections break; what has not arrived is never executed. */
  void stop() {
    isUp = false;
    syncing = null;
    generation++;
  }

  /**
   * It is back.
   *
   * @param losesUnsynced what was written since the last sync is gone, where the mode allows it
   */
  void start(boolean losesUnsynced) {
    boolean loses = losesUnsynced && isEverySecond;
    if (loses) {
      memory = synced.memory().copy();
      monitor.copyOf(synced.monitor());
      monitor.operations().goBackTo(synced.operations());
    }
    isUp = true;
    generation++;
    trace.add(TraceEvent.FAULT_REDIS_UP, -1, loses ? 1 : 0, 0, 0);
  }

  @SuppressWarnings("EnumOrdinal") // in memory only
  void refuse(Refusal newRefusal, long untilMs) {
    refusal = newRefusal;
    refusesUntilMs = untilMs;
    trace.add(
        TraceEvent.FAULT_REDIS_REFUSES, -1, newRefusal.ordinal(), untilMs - time.elapsedMs(), 0);
  }

  // ---- commands

  /** Why a command is not executed now, or null. */
  @Nullable StoreException refusal() {
    if (!isUp) {
      return unavailable("Redis is down");
    }
    return refusal != Refusal.NONE && time.elapsedMs() < refusesUntilMs
        ? unavailable("Redis refuses: " + refusal)
        : null;
  }

  /** Executes a command of a link; the answer is complete. */
  <T> CompletableFuture<T> execute(
      LinkIdentity link, StoreLink behind, Function<StoreLink, CompletableFuture<T>> command) {
    Twin other = twin;
    if (other != null) {
      other.onTime(time);
    }
    CompletableFuture<T> reply = command.apply(behind);
    if (other != null) {
      other.onCommand(link, command, reply);
    }
    return reply;
  }

  /** Executes a command that needs no link. */
  <T> CompletableFuture<T> execute(Function<Store, CompletableFuture<T>> command) {
    Twin other = twin;
    if (other != null) {
      other.onTime(time);
    }
    CompletableFuture<T> reply = command.apply(memory);
    if (other != null) {
      other.onCommand(command, reply);
    }
    return reply;
  }

  static StoreException unavailable(String why) {
    return new StoreException(StoreException.Reason.UNAVAILABLE, why);
  }
}
