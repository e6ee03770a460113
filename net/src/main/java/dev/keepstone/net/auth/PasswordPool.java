package dev.keepstone.net.auth;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that hash passwords. Bounded twice: a full queue answers {@link Outcome#BUSY} at
 * once, and a job that waited too long is answered {@link Outcome#EXPIRED} without being done, so
 * that a crowd cannot make the server hash for people who have left. Any thread may submit; futures
 * complete on a pool thread, or on the caller's when refused.
 */
public final class PasswordPool implements AutoCloseable {

  /** How a job ended. */
  public enum Outcome {
    HASHED,
    MATCH,
    MISMATCH,
    /** The stored hash is none that this server computes. */
    CORRUPT,
    BUSY,
    EXPIRED
  }

  /**
   * A job's answer.
   *
   * @param phc the new hash: of HASHED, and of a MATCH whose stored hash is an old one; else null
   * @param fault null unless the job failed inside
   */
  public record Result(Outcome outcome, @Nullable String phc, @Nullable Throwable fault) {
    Result(Outcome outcome, @Nullable String phc) {
      this(outcome, phc, null);
    }

    static Result failed(Throwable fault) {
      return new Result(Outcome.BUSY, null, fault);
    }
  }

  private static final Result BUSY = new Result(Outcome.BUSY, null);
  private static final Result EXPIRED = new Result(Outcome.EXPIRED, null);

  private final PasswordHashing hashing;
  private final NanoClock clock;
  private final long expiryNs;
  private final ThreadPoolExecutor threads;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong busy = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();

  public PasswordPool(PasswordConfig config, PasswordHashing hashing, NanoClock clock) {
    this.hashing = hashing;
    this.clock = clock;
    expiryNs = TimeUnit.MILLISECONDS.toNanos(config.expiryMs());
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            config.threadCount(),
            config.threadCount(),
            0,
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(config.queueCapacity()),
            job -> {
              Thread thread = new Thread(job, "keepstone-password-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Hashes a new password: HASHED, BUSY or EXPIRED. The bytes must not change until then. */
  public CompletableFuture<Result> hash(byte[] password) {
    return submit(hashing -> new Result(Outcome.HASHED, hashing.hash(password)));
  }

  /**
   * Verifies a password: MATCH, MISMATCH, CORRUPT, BUSY or EXPIRED. The bytes must not change until
   * then.
   *
   * @param stored a PHC string, or null for a name that does not exist: that takes as long and ends
   *     in MISMATCH
   */
  public CompletableFuture<Result> verify(byte[] password, @Nullable String stored) {
    return submit(
        hashing -> {
          Boolean match = hashing.verify(password, stored == null ? hashing.nobody() : stored);
          if (match == null) {
            return new Result(Outcome.CORRUPT, null);
          }
          if (!match) {
            return new Result(Outcome.MISMATCH, null);
          }
          boolean outdated = stored != null && hashing.isOutdated(stored);
          return new Result(Outcome.MATCH, outdated ? hashing.hash(password) : null);
        });
  }

  /** Jobs done. */
  public long doneCount() {
    return done.get();
  }

  /** Jobs refused because the queue was full. */
  public long busyCount() {
    return busy.get();
  }

  /** Jobs given up because they had waited too long. */
  public long expiredCount() {
    return expired.get();
  }

  /** Jobs that wait now. */
  public int queueLength() {
    return threads.getQueue().size();
  }

  /** Ends the threads; jobs that still wait are never answered. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private CompletableFuture<Result> submit(Function<PasswordHashing, Result> job) {
    CompletableFuture<Result> future = new CompletableFuture<>();
    long submittedNs = clock.nanoTime();
    try {
      threads.execute(() -> run(job, future, submittedNs));
    } catch (RejectedExecutionException e) {
      busy.incrementAndGet();
      future.complete(BUSY);
    }
    return future;
  }

  private void run(
      Function<PasswordHashing, Result> job, CompletableFuture<Result> future, long submittedNs) {
    if (clock.nanoTime() - submittedNs > expiryNs) {
      expired.incrementAndGet();
      future.complete(EXPIRED);
      return;
    }
    try {
      Result result = job.apply(hashing);
      done.incrementAndGet();
      future.complete(result);
    } catch (RuntimeException | OutOfMemoryError e) {
      future.completeExceptionally(e);
    }
  }
}
