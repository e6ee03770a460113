package dev.keepstone.persistence.store;

/**
 * How a store stands with its disk, as of when it was asked: with it one can find out when a write
 * that was answered can't be lost any more.
 *
 * @param always whether an answer means that its write, and all before it, are on disk
 * @param pending whether a sync is under way or waits for its turn
 */
public record LogSync(boolean always, boolean pending) {}
