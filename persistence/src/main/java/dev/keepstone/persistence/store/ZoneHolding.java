package dev.keepstone.persistence.store;

/**
 * A zone that we hold, as {@link StoreLink#resume} compares it.
 *
 * @param epoch of our claim
 * @param changes the highest that the store has confirmed
 */
public record ZoneHolding(int zone, long epoch, long changes) {}
