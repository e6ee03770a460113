/**
 * Cold components of long-lived entities, kept by Dominion: what is asked for at a low rate and
 * would only fill the cache in a column. One adapter is all that touches Dominion. Belongs to the
 * world thread; imported by {@code session} and {@code system}.
 */
@NullMarked
package dev.keepstone.ecs.composition;

import org.jspecify.annotations.NullMarked;
