package dev.keepstone.persistence.store;

/**
 * What the leaderboards show of a player, as absolute values: writing them again does no harm.
 *
 * @param xp of the whole life, 0 to 2^53 - 1 (scores are doubles)
 * @param level of the character
 * @param deaths so far
 */
public record BoardTotals(long playerId, long xp, int level, int deaths) {}
