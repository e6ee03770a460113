/**
 * How records of older versions become records of the newest one: an append-only chain of small
 * steps. Pure; run wherever a record is read. Imported by {@code record}.
 */
@NullMarked
package dev.keepstone.persistence.migration;

import org.jspecify.annotations.NullMarked;
