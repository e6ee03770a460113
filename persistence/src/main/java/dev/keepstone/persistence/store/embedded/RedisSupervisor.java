package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a Redis that died under us (with fsync always, a full disk makes it exit), with back-off
 * from 100 ms doubling to 5 s, and says so. A thread of its own: starting blocks.
 */
final class RedisSupervisor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSupervisor.class);
  private static final long WATCH_MS = 50;
  private static final long FIRST_BACK_OFF_MS = 100;
  private static final long LAST_BACK_OFF_MS = 5_000;

  /** A Redis that lived this long is trusted again: its next death starts at the first back-off. */
  private static final long TRUSTED_AFTER_MS = 30_000;

  private final RedisLauncher launcher;
  private final Thread thread = new Thread(this, "redis-supervisor");
  private volatile RedisProcess process;
  private volatile boolean stopping;
  private final AtomicInteger restarts = new AtomicInteger();

  RedisSupervisor(RedisLauncher launcher, RedisProcess process) {
    this.launcher = launcher;
    this.process = process;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The process as of now; it may be dead and waiting for its restart. */
  RedisProcess process() {
    return process;
  }

  int restarts() {
    return restarts.get();
  }

  /** Watches no longer; returns when no start is under way any more. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    long backOffMs = FIRST_BACK_OFF_MS;
    long bornNs = System.nanoTime();
    while (!stopping) {
      if (process.isAlive()) {
        park(WATCH_MS);
        continue;
      }
      if (System.nanoTime() - bornNs >= TRUSTED_AFTER_MS * 1_000_000) {
        backOffMs = FIRST_BACK_OFF_MS;
      }
      LOG.error(
          "Redis died and is restarted: pid={} backOffMs={}; saves wait meanwhile",
          process.pid(),
          backOffMs);
      park(backOffMs);
      if (!stopping && restart()) {
        bornNs = System.nanoTime();
      }
      backOffMs = Math.min(2 * backOffMs, LAST_BACK_OFF_MS);
    }
  }

  private boolean restart() {
    try {
      // Never a second one: whatever became of the last try is found and joined.
      process = launcher.joinOrStart().process();
      restarts.incrementAndGet();
      LOG.info("Redis runs again: pid={}", process.pid());
      return true;
    } catch (StoreException e) {
      LOG.error("{}", e.getMessage());
      return false;
    }
  }

  private void park(long ms) {
    long deadlineNs = System.nanoTime() + ms * 1_000_000;
    long leftNs = ms * 1_000_000;
    while (!stopping && leftNs > 0) {
      LockSupport.parkNanos(leftNs);
      leftNs = deadlineNs - System.nanoTime();
    }
  }
}
