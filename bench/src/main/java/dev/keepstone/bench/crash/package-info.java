/**
 * {@code load.jar crash}: a real server, a real Redis and real bots in processes of their own,
 * which are killed without warning, over and over; and the comparison of what was acknowledged to
 * the bots with what is stored. One thread runs it; all waiting is bounded.
 */
@NullMarked
package dev.keepstone.bench.crash;

import org.jspecify.annotations.NullMarked;
