/**
 * The rules of the game as pure functions on primitives: no rows, no messages, no clock. Same
 * input, same result, on every machine. Imports {@code content} for the map; imported by {@code
 * session} and {@code system}.
 */
@NullMarked
package dev.keepstone.ecs.rule;

import org.jspecify.annotations.NullMarked;
