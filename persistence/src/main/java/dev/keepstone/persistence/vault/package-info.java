/**
 * Between world and store: what is held, what is in flight, what is confirmed. One thread runs all
 * of it, the vault's ({@link dev.keepstone.persistence.vault.VaultAgent#doWork}); it never blocks.
 * Imported by the wiring of the server and by tests.
 */
@NullMarked
package dev.keepstone.persistence.vault;

import org.jspecify.annotations.NullMarked;
