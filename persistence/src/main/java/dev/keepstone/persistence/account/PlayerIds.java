package dev.keepstone.persistence.account;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands out player ids, each once, from blocks of a counter in the store. What is left of a block
 * when the server ends is never used. Any thread.
 */
public final class PlayerIds {
  /** One question to the store for so many registrations. */
  static final int BLOCK = 64;

  private final Store store;
  private long next;
  private long last = -1;
  private @Nullable CompletableFuture<Long> reserving;

  public PlayerIds(Store store) {
    this.store = store;
  }

  /**
   * The next id, positive.
   *
   * @return fails with StoreException when the store can't give a block, or gives one that can't
   *     be: an id is never guessed
   */
  public synchronized CompletableFuture<Long> take() {
    if (next <= last) {
      return CompletableFuture.completedFuture(next++);
    }
    CompletableFuture<Long> block = reserving;
    if (block == null || block.isDone()) {
      block = store.reserve(Keys.PLAYER_IDS, BLOCK).thenApply(this::open);
      reserving = block;
    }
    // Everybody who waits for this block asks again; whoever comes too late waits for the next.
    return block.thenCompose(opened -> take());
  }

  private synchronized Long open(long highest) {
    if (highest < BLOCK) {
      throw new StoreException(
          Reason.BROKEN,
          "the player id counter is damaged: key="
              + Keys.PLAYER_IDS
              + " value="
              + highest
              + "; restore it to the highest player id");
    }
    next = highest - BLOCK + 1;
    last = highest;
    return highest;
  }
}
