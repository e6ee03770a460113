package dev.keepstone.net.server;

import dev.keepstone.persistence.ledger.LedgerArchive;
import dev.keepstone.persistence.ledger.LedgerConfig;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.maintenance.LedgerBook;
import dev.keepstone.persistence.store.Store;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger bounded while the server runs, on a thread of its own and on the store's
 * connection for tools, so that neither tick nor saves wait for it. A round that fails is told,
 * counted and tried again at the next one: nothing is lost by a ledger that is longer for a while.
 */
final class LedgerKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerKeeper.class);
  private static final long CLOSE_MS = 5_000;

  private final LedgerConfig config;
  private final Store store;
  private final LedgerBook book;
  private final @Nullable LedgerArchive archive;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(LedgerKeeper::daemon);
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong archived = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  LedgerKeeper(LedgerConfig config, Store store, Path folder) {
    this.config = config;
    this.store = store;
    book = new LedgerBook(store);
    archive = config.archives() ? new LedgerArchive(folder) : null;
    if (config.checkpointEveryMs() > 0) {
      Future<?> unused = // a round throws nothing
          thread.scheduleWithFixedDelay(
              this::round, 0, config.checkpointEveryMs(), TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ledger");
    thread.setDaemon(true);
    return thread;
  }

  private void round() {
    try {
      long beforeMs = System.currentTimeMillis() - config.keepMs();
      long gone = book.checkpoint(new LedgerBook.Bounds(beforeMs, config.maxEntries()), archive);
      entries.set(Answers.await(store.ledgerLength()));
      archived.addAndGet(gone);
      if (gone > 0) {
        LOG.info("old ledger entries became balances: entries={} left={}", gone, entries);
      }
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.warn(
          "the ledger could not be shortened: reason={}; tried again in {} s",
          e.getMessage(),
          TimeUnit.MILLISECONDS.toSeconds(config.checkpointEveryMs()));
    }
  }

  /** Entries in the store after the last round. Any thread, like all that count. */
  long entries() {
    return entries.get();
  }

  long archived() {
    return archived.get();
  }

  long failures() {
    return failures.get();
  }

  /** Waits a moment for a round under way; one that is cut off loses nothing. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
