/**
 * Tier-1 operations: everything that moves items, coins or experience, and is acknowledged only
 * when it is durable. An intent waits in its player's queue, is prepared as one {@code Transfer} on
 * drafts of the rows that it concerns, goes to the vault as one commit, and only then into the
 * columns; what the store answers decides what is told. Runs on the world thread; imported by
 * {@code world} alone.
 */
@NullMarked
package dev.keepstone.ecs.transfer;

import org.jspecify.annotations.NullMarked;
