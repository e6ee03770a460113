package dev.keepstone.persistence.store;

/**
 * A record that we hold, as {@link StoreLink#resume} compares it.
 *
 * @param epoch of our claim
 * @param confirmedVersion the highest version that the store has confirmed
 */
public record Holding(String key, long epoch, long confirmedVersion) {}
