package dev.keepstone.persistence.store;

import dev.keepstone.ecs.rule.Levels;
import dev.keepstone.ecs.state.PlayerState;

/**
 * What the leaderboards show of a player, as absolute values: writing them again does no harm.
 *
 * @param xp of the whole life, 0 to 2^53 - 1 (scores are doubles)
 * @param level of the character
 * @param deaths so far
 */
public record BoardTotals(long playerId, long xp, int level, int deaths) {
  private static final long MAX_XP = (1L << 53) - 1;

  /** What the boards show of a character in this state. */
  public static BoardTotals of(long playerId, PlayerState state) {
    return new BoardTotals(
        playerId,
        Math.min(MAX_XP, state.lifetimeXp),
        Levels.levelOf(state.lifetimeXp),
        state.deaths);
  }
}
