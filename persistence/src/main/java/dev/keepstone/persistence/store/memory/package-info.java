/**
 * A store in memory with the semantics of the scripts: for tests and for {@code --store memory}.
 */
@NullMarked
package dev.keepstone.persistence.store.memory;

import org.jspecify.annotations.NullMarked;
