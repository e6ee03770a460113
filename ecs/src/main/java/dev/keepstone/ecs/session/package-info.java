/**
 * Who is in the world: the life of a session from the claim of its character to its farewell, as
 * states on one screen. Runs on the world thread; imported by {@code system} and {@code world}.
 */
@NullMarked
package dev.keepstone.ecs.session;

import org.jspecify.annotations.NullMarked;
