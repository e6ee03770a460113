/**
 * What entities are made of: the one declaration of every component, column and archetype.
 *
 * <p>A new column is a line in {@link dev.keepstone.ecs.component.Columns} and the system that uses
 * it. Constants only: readable by any thread, imported by everything that touches rows.
 */
@NullMarked
package dev.keepstone.ecs.component;

import org.jspecify.annotations.NullMarked;
