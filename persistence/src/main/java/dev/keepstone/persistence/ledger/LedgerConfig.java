package dev.keepstone.persistence.ledger;

/**
 * How the ledger is kept bounded.
 *
 * @param checkpointEveryMs how often the server looks; 0: never, the operator does it
 * @param keepMs younger entries stay in the store
 * @param maxEntries more than these don't stay, however young
 * @param archives whether entries are written to files of the data folder before they go
 */
public record LedgerConfig(
    long checkpointEveryMs, long keepMs, long maxEntries, boolean archives) {}
