package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadException;

/**
 * What to measure.
 *
 * @param play how many players, how often, and the rounds: each of one phase without a stranger and
 *     one with him
 * @param frames that the stranger sends in a phase
 */
record ForgePlan(PlayersPlan play, int frames) {
  ForgePlan {
    if (frames < 1) {
      throw new LoadException("out of range: --frames is " + frames + "; use 1 or more");
    }
  }
}
