/**
 * The ledger: what went from where to where, two entries for each move, sources and sinks included.
 * Pure functions on bytes; any thread. Imported by the vault and by tools.
 */
@NullMarked
package dev.keepstone.persistence.ledger;

import org.jspecify.annotations.NullMarked;
