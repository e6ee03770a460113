package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the store, for callers that have nothing else to do. */
public final class Answers {
  /** Long enough for a Redis that forks for a snapshot; far beyond what an answer takes. */
  private static final long TIMEOUT_MS = 10_000;

  private Answers() {}

  /**
   * The answer itself.
   *
   * @throws StoreException when there is none, or it is a failure
   */
  public static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw StoreException.of(e);
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Reason.TIMEOUT,
          "the store does not answer: timeoutMs=" + TIMEOUT_MS + "; is it running?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Reason.UNAVAILABLE, "interrupted while asking the store", e);
    }
  }
}
