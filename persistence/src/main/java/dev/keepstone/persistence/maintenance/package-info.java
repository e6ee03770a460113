/**
 * What operators do to records while nobody plays them: migrate, restore, count anew. All of it
 * goes through the same fence as a server's saves, so that it can run beside one. Blocking; one
 * thread. Imported by the wiring of server and tools.
 */
@NullMarked
package dev.keepstone.persistence.maintenance;

import org.jspecify.annotations.NullMarked;
