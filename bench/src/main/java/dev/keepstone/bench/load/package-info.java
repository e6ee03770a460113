/**
 * {@code load.jar}: what an operator measures a store with. Its main thread plays the world, the
 * real vault runs on a thread of its own, and a raw socket is the limit that both are held against.
 * The other commands of {@code load.jar} share its errors, addresses and progress bar.
 */
@NullMarked
package dev.keepstone.bench.load;

import org.jspecify.annotations.NullMarked;
