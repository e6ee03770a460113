package dev.keepstone.persistence.vault;

/**
 * Limits and times of the vault. The defaults are the protocol's (docs/persistence.md).
 *
 * @param serverName stays the same over restarts: a new start retires the lease of the one before
 * @param leaseMs how long others wait for us after our last sign of life
 * @param leaseMarginMs we stop this long before the lease can be gone
 * @param renewEveryMs how often the lease is renewed
 * @param connectTimeoutMs for each step of opening a link
 * @param commandTimeoutMs oldest unanswered command; past it the link is closed
 * @param firstBackOffMs before a link is opened again, doubling ...
 * @param lastBackOffMs ... up to this
 * @param chunkRows rows in one save, at most 64
 * @param chunksInFlight saves without an answer; 2 keeps the pipe full and the latency low
 * @param claimsInFlight claims and give-backs without an answer, each
 * @param claimsWaiting claims behind those; beyond it BUSY
 * @param claimPatienceMs a claim that a broken link left open is refused after this, and undone
 *     when the store is back
 * @param commitsInFlight tier-1 operations without an answer; more of them wait
 */
public record VaultConfig(
    String serverName,
    long leaseMs,
    long leaseMarginMs,
    long renewEveryMs,
    long connectTimeoutMs,
    long commandTimeoutMs,
    long firstBackOffMs,
    long lastBackOffMs,
    int chunkRows,
    int chunksInFlight,
    int claimsInFlight,
    int claimsWaiting,
    long claimPatienceMs,
    int commitsInFlight) {}
