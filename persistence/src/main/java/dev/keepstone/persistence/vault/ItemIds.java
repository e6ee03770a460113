package dev.keepstone.persistence.vault;

import dev.keepstone.persistence.store.LogSync;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreLink;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of ids for items and ground entries. The store counts up, so a block whose answer is lost
 * is only a gap, and asking again is always right.
 *
 * <p><b>A block is handed out only once it is surely on disk.</b> With {@code appendfsync everysec}
 * a store that dies comes back without the last moments, and counts from there: a block that it had
 * given in them is given once more, to whoever asks next. So after the answer
 *
 * <ol>
 *   <li>the store is asked how it syncs. If each answer means synced, there is nothing to wait for;
 *   <li>otherwise it is asked again after {@link #REST_NS}, and after that again, until it has said
 *       twice in a row that no sync is pending. Redis puts a write into its file 2 s late at most,
 *       and begins a sync within a second of when the one before is done; so what was unsynced at
 *       the first of these answers was being synced before the second, and no sync is under way
 *       then;
 *   <li>at last the link that reserved the block must answer once more. A connection doesn't
 *       survive the store's process: if it answers, the store has not been restarted since it
 *       counted, and all that was said in between was said of this block.
 * </ol>
 *
 * <p>When the link breaks in between the block is forgotten.
 */
final class ItemIds {
  /** Blocks that may be asked for at a time; the world asks for the next before it needs it. */
  static final int MAX_WAITING = 16;

  /** Keeps one request of a mad world from using up ids that are exact in Lua. */
  static final int MAX_BLOCK = 1 << 20;

  /** Longer than Redis keeps a write back (2 s), and than it lets pass between syncs (1 s). */
  static final long REST_NS = 2_500_000_000L;

  private static final int CALM_ANSWERS = 2;
  private static final long RETRY_AFTER_NS = 250_000_000L;

  private final Store store;
  private final WorldPublisher world;
  private final VaultCounters counters;
  private final long timeoutNs;
  private final ArrayDeque<Integer> wanted = new ArrayDeque<>();
  private Step step = Step.IDLE;
  private @Nullable CompletableFuture<Long> reserving;
  private @Nullable CompletableFuture<LogSync> looking;
  private long highest;
  private int calmAnswers;
  private long lookedNs;
  private long nextNs;
  private boolean isPausing;

  /** What the block at the head of the queue waits for. */
  private enum Step {
    IDLE,
    RESERVING,
    LOOKING,
    RESTING,
    CONFIRMING
  }

  ItemIds(VaultConfig config, Store store, WorldPublisher world, VaultCounters counters) {
    this.store = store;
    this.world = world;
    this.counters = counters;
    timeoutNs = config.commandTimeoutMs() * 1_000_000;
  }

  /** The world wants a block. */
  void onReserveIds(long count) {
    if (count < 1 || count > MAX_BLOCK || wanted.size() >= MAX_WAITING) {
      counters.increment(VaultCounter.PROTOCOL_ERRORS);
      return;
    }
    wanted.addLast((int) count);
  }

  /**
   * One step; returns work done.
   *
   * @param link READY, and the same until {@link #onLinkDown}
   */
  int doWork(StoreLink link, long nowNs) {
    Integer count = wanted.peekFirst();
    if (count == null) {
      return 0;
    }
    return switch (step) {
      case IDLE -> idle(link, count, nowNs);
      case RESERVING -> reserving(count, nowNs);
      case LOOKING -> looking(link, nowNs);
      case RESTING -> resting(nowNs);
      case CONFIRMING -> confirming(count, nowNs);
    };
  }

  private int idle(StoreLink link, int count, long nowNs) {
    if (isPausing && nowNs - nextNs < 0) {
      return 0;
    }
    isPausing = false;
    reserving = link.reserveIds(count);
    step = Step.RESERVING;
    return 1;
  }

  private int reserving(int count, long nowNs) {
    CompletableFuture<Long> block = Objects.requireNonNull(reserving);
    if (!block.isDone()) {
      return 0; // the link looks after answers that don't come
    }
    highest = block.isCompletedExceptionally() ? 0 : block.join();
    reserving = null;
    if (highest < count) {
      return againLater(nowNs);
    }
    // Counted from here on; this first look only tells whether there is anything to wait for.
    calmAnswers = -1;
    return look(nowNs);
  }

  private int look(long nowNs) {
    looking = store.logSync();
    lookedNs = nowNs;
    step = Step.LOOKING;
    return 1;
  }

  private int looking(StoreLink link, long nowNs) {
    CompletableFuture<LogSync> look = Objects.requireNonNull(looking);
    if (!look.isDone() && nowNs - lookedNs < timeoutNs) {
      return 0;
    }
    boolean isKnown = look.isDone() && !look.isCompletedExceptionally();
    LogSync answer = isKnown ? look.join() : new LogSync(false, true);
    looking = null;
    calmAnswers = answer.pending() ? Math.min(calmAnswers, 0) : calmAnswers + 1;
    if (answer.always() || calmAnswers >= CALM_ANSWERS) {
      reserving = link.reserveIds(0);
      step = Step.CONFIRMING;
    } else {
      nextNs = nowNs + REST_NS;
      step = Step.RESTING;
    }
    return 1;
  }

  private int resting(long nowNs) {
    return nowNs - nextNs < 0 ? 0 : look(nowNs);
  }

  private int confirming(int count, long nowNs) {
    CompletableFuture<Long> confirmation = Objects.requireNonNull(reserving);
    if (!confirmation.isDone()) {
      return 0;
    }
    boolean isSafe = !confirmation.isCompletedExceptionally() && confirmation.join() >= highest;
    reserving = null;
    if (!isSafe) {
      return againLater(nowNs);
    }
    step = Step.IDLE;
    wanted.removeFirst();
    counters.increment(VaultCounter.IDS_RESERVED);
    world.idsReserved(highest - count + 1, count);
    return 1;
  }

  private int againLater(long nowNs) {
    counters.increment(VaultCounter.IDS_RETRIES);
    step = Step.IDLE;
    isPausing = true;
    nextNs = nowNs + RETRY_AFTER_NS;
    return 1;
  }

  /** Whether the store was restarted can't be known any more: the block is forgotten. */
  void onLinkDown() {
    if (step != Step.IDLE) {
      counters.increment(VaultCounter.IDS_RETRIES);
    }
    step = Step.IDLE;
    reserving = null;
    looking = null;
  }
}
