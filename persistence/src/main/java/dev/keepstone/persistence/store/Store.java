package dev.keepstone.persistence.store;

import dev.keepstone.persistence.record.Incarnation;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

  /** A further character, as {@link #addCharacter} writes it. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record NewCharacter(
      String accountKey,
      byte[] accountAsRead,
      byte[] account,
      String nameKey,
      byte[] name,
      String playerKey,
      byte[] player) {}

  /** Writes a further character into its account, its name and its record, all or nothing. */
  CompletableFuture<RegisterOutcome> addCharacter(NewCharacter character);

  /**
   * Takes {@code count} numbers from a counter.
   *
   * @return the highest of them; the block is {@code highest - count + 1} to {@code highest}
   */
  CompletableFuture<Long> reserve(String counterKey, int count);

  /** Writes a value that nobody owns: accounts, settings. Never a record that can be claimed. */
  CompletableFuture<Void> save(String key, byte[] value);

  /**
   * Writes a value that nobody owns, if it is still as it was read.
   *
   * @param expected null: there must be none
   * @return false when it wasn't, and then nothing was written
   */
  CompletableFuture<Boolean> compareAndSet(String key, byte @Nullable [] expected, byte[] value);

  /**
   * Removes a value.
   *
   * @return false when there was none
   */
  CompletableFuture<Boolean> delete(String key);

  /** Is there such a value? */
  CompletableFuture<Boolean> exists(String key);

  /**
   * Some of the keys with a prefix: a walk over all of them, without stopping the store.
   *
   * @param prefix literal
   * @param cursor {@link KeySlice#START}, then that of the slice before
   */
  CompletableFuture<KeySlice> keys(String prefix, String cursor);

  /**
   * Sets, or sets anew, how long a value stays.
   *
   * @return false when there is no such value
   */
  CompletableFuture<Boolean> setTtl(String key, long ttlMs);

  /** How long a value stays, in milliseconds; -1: for ever, -2: there is none. */
  CompletableFuture<Long> ttlMs(String key);

  /**
   * Takes a snapshot of everything to disk, and waits for it.
   *
   * @return false when this store keeps nothing
   */
  CompletableFuture<Boolean> persistNow();

  /** Reads what lies in a zone, without claiming it; of an unknown zone nothing. */
  CompletableFuture<ZoneContents> readZone(int zone);

  /**
   * Reads the ledger.
   *
   * @param afterId {@link LedgerEntry#BEGINNING}, or the last id read
   * @param count at most so many
   * @return oldest first; empty at the end
   */
  CompletableFuture<List<LedgerEntry>> readLedger(String afterId, int count);

  /** How many entries the ledger holds. */
  CompletableFuture<Long> ledgerLength();

  /**
   * Removes ledger entries up to and with this id. What they say must be safe elsewhere.
   *
   * @return how many
   */
  CompletableFuture<Long> trimLedger(String throughId);

  /**
   * Reads a leaderboard: highest first, among equals the lower id.
   *
   * @param from place, from 0
   */
  CompletableFuture<List<BoardEntry>> readBoard(Board board, int from, int count);

  /**
   * Replaces a leaderboard. Saves that come in meanwhile appear again with their player's next one.
   */
  CompletableFuture<Void> rebuildBoard(Board board, List<BoardEntry> entries);

  /**
   * Puts a copy of a record aside; an older copy of the same player goes.
   *
   * @param keepMs then it is forgotten
   */
  CompletableFuture<Void> quarantine(long playerId, Quarantined copy, long keepMs);

  /** Players with a copy in quarantine, by id, and when it will be forgotten (wall clock, ms). */
  CompletableFuture<SortedMap<Long, Long>> quarantined();

  /** Reads a copy, null when there is none. */
  CompletableFuture<@Nullable Quarantined> loadQuarantined(long playerId);

  /**
   * Forgets a copy.
   *
   * @return false when there was none
   */
  CompletableFuture<Boolean> endQuarantine(long playerId);

  /** Players that some server has claimed, and the incarnation that did. */
  CompletableFuture<SortedMap<Long, Incarnation>> online();

  /**
   * Removes players from {@link #online} whose server's lease is dead: what a crash leaves behind.
   *
   * @return how many
   */
  CompletableFuture<Long> repairOnline();

  /** How it stands with its disk right now. */
  CompletableFuture<LogSync> logSync();

  /** What this store is and how durable: for the start-up message. */
  CompletableFuture<StoreDescription> describe();

  /** Ends all links and connections. Unanswered commands fail as UNAVAILABLE. */
  @Override
  void close();
}
