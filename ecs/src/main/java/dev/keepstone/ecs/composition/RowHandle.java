package dev.keepstone.ecs.composition;

/**
 * Cold component: which row of the tables this entity is.
 *
 * @param entity its id there
 * @param entrance counts those who entered: the order in which they are listed
 */
public record RowHandle(long entity, long entrance) {}
