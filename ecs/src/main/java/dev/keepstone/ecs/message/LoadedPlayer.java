package dev.keepstone.ecs.message;

/**
 * A character as it comes out of the store.
 *
 * @param version of the record; the next one written is version + 1
 * @param zone 0 when the character was never placed
 * @param hp unsigned 16 bits
 * @param x any float, NaN too
 * @param y any float, NaN too
 * @param name as decoded; may be malformed
 */
public record LoadedPlayer(
    long session,
    long playerId,
    long version,
    long createdAtMs,
    int zone,
    int hp,
    float x,
    float y,
    String name) {}
