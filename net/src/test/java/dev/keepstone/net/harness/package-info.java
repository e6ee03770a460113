/** Fakes and steppers for tests: a memory world, memory accounts, a memory transport, queues. */
@NullMarked
package dev.keepstone.net.harness;

import org.jspecify.annotations.NullMarked;
