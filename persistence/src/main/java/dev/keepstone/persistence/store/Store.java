package dev.keepstone.persistence.store;

import java.util.concurrent.CompletableFuture;

/**
 * Where records live. Methods may be called from any thread and never block; {@link #close} waits a
 * bounded time.
 *
 * <p>Writing of owned records goes over a {@link StoreLink}. What is here needs no ownership:
 * reading, registering, counters. It uses a connection of its own that is opened when first used
 * and opened anew after a failure.
 */
public interface Store extends AutoCloseable {
  /**
   * Opens an ordered link. It executes nothing before its {@link StoreLink#resume} has succeeded.
   *
   * @param identity with a link number that this run has not used before
   */
  CompletableFuture<StoreLink> openLink(LinkIdentity identity);

  /** The next start number of a server name, counted up from 1. */
  CompletableFuture<Long> takeStartNumber(String serverName);

  /** Reads a value without claiming or changing anything. */
  CompletableFuture<LoadReply> load(String key);

  /** Writes an account and its character, both or neither. */
  CompletableFuture<RegisterOutcome> register(
      String accountKey, byte[] account, String playerKey, byte[] player);

  /**
   * Takes {@code count} numbers from a counter.
   *
   * @return the highest of them; the block is {@code highest - count + 1} to {@code highest}
   */
  CompletableFuture<Long> reserve(String counterKey, int count);

  /** What this store is and how durable: for the start-up message. */
  CompletableFuture<StoreDescription> describe();

  /** Ends all links and connections. Unanswered commands fail as UNAVAILABLE. */
  @Override
  void close();
}
