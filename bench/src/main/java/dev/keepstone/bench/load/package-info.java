/**
 * {@code load.jar}: what an operator measures a store with. Its main thread plays the world, the
 * real vault runs on a thread of its own, and a raw socket is the limit that both are held against.
 * Imported by nobody.
 */
@NullMarked
package dev.keepstone.bench.load;

import org.jspecify.annotations.NullMarked;
