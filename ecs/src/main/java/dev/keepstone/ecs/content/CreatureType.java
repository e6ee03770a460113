package dev.keepstone.ecs.content;

/**
 * A kind of creature.
 *
 * @param key how maps refer to it
 * @param name how players see it
 * @param hp full health, 1 to 65 535
 * @param speedTilesPerS above 0
 * @param walkMaxMs longest stroll; the shortest is a quarter of it
 * @param pauseMaxMs longest rest between strolls
 */
public record CreatureType(
    String key, String name, int hp, float speedTilesPerS, int walkMaxMs, int pauseMaxMs) {}
