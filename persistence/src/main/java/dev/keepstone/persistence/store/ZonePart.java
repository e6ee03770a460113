package dev.keepstone.persistence.store;

import java.util.List;

/**
 * What a commit does to the ground and the shops of one zone.
 *
 * @param epoch of our claim of the zone
 * @param confirmedChanges the highest {@code changes} that the store has confirmed to us
 * @param event number of the zone event, the newest one + 1; 0: not an event
 * @param taken entries that must be there, and go
 * @param given entries that must not be there, and come
 * @param counted shop counts and tills, none of which may fall below 0
 */
public record ZonePart(
    int zone,
    long epoch,
    long confirmedChanges,
    long event,
    List<Long> taken,
    List<GroundEntry> given,
    List<StockChange> counted) {}
