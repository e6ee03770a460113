/**
 * What happens in a tick, one system a file: a query over tables and a loop over local arrays. The
 * order stands in {@code world.Tick}. Runs on the world thread; imported by {@code world} alone.
 */
@NullMarked
package dev.keepstone.ecs.system;

import org.jspecify.annotations.NullMarked;
