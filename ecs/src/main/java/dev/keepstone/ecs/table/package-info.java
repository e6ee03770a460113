/**
 * The archetype store: entities are rows of primitive columns, one table per set of components.
 *
 * <p>Knows nothing of the game; every column it stores is declared in {@code component}. All of it
 * belongs to the world thread. Imported by {@code component}, {@code session}, {@code system} and
 * {@code world}.
 */
@NullMarked
package dev.keepstone.ecs.table;

import org.jspecify.annotations.NullMarked;
