package dev.keepstone.ecs.message;

import dev.keepstone.ecs.state.PlayerState;

/**
 * A character as it comes out of the store.
 *
 * @param version of the record; the next one written is version + 1
 * @param clamped it was corrected on its way in, so the correction must be saved
 * @param name as decoded; may be malformed
 * @param state valid during the call that hands it over; its position may be any float, NaN too
 */
public record LoadedPlayer(
    long session, long playerId, long version, boolean clamped, String name, PlayerState state) {}
