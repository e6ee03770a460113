package dev.keepstone.ecs.content;

/**
 * Where creatures of one kind live.
 *
 * @param typeIndex in the {@link CreatureTable}
 * @param count how many
 * @param x left edge, tiles
 * @param y top edge, tiles
 * @param widthTiles 0 for a point
 * @param heightTiles 0 for a point
 * @param wanderRadiusTiles how far one strays from where it was put
 */
public record CreatureSpawn(
    int typeIndex,
    int count,
    float x,
    float y,
    float widthTiles,
    float heightTiles,
    float wanderRadiusTiles) {}
