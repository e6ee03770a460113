/**
 * Whether a store is the one that a data folder belongs to, asked once, before anything is written:
 * a store that lost its data must never look like a new world. Used by the wiring of the server and
 * by operators' tools, on the starting thread.
 */
@NullMarked
package dev.keepstone.persistence.world;

import org.jspecify.annotations.NullMarked;
