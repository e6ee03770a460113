package dev.keepstone.persistence.record;

/**
 * Something that lies on the ground of a zone.
 *
 * @param entry its id, never used twice in any zone
 * @param kind of item; 0: coins
 * @param amount 1 or more
 * @param unique id of a unique item; else 0
 * @param expiresAtMs wall clock; 0: never
 * @param x tiles, to the east
 * @param y tiles, to the south
 */
public record GroundItem(
    long entry, int kind, long amount, long unique, long expiresAtMs, float x, float y) {}
